"""The records of the pipeline IR: plain data, read like a grammar.

    Pipeline
      meaning: params, types, ops, nodes, outputs    what is digested
      docs:    docstrings, descriptions, origin      what a reader is told
      build:   guard placement, expectations         how this build was asked for

Everything is frozen, keyword-only and made of tuples. Nothing here points at a live Python
object: functions, classes and checks are import paths (`Ref`). A field that equals its default
is left out of the JSON, so a later version may add fields without moving a digest. Questions
about these records are in `dagcompile.ir.queries`, rules in `dagcompile.ir.verify`.
"""

from dagcompile.ir.records.base import OpKey, Ref, TypeKey, record
from dagcompile.ir.records.graph import (
    Const,
    Expect,
    Expectation,
    Expectations,
    FirstOf,
    FromParam,
    FromPort,
    Gather,
    Guard,
    InPort,
    Input,
    Look,
    Node,
    OpDef,
    OpNode,
    OutPort,
    Placement,
    Policy,
    Retry,
    Severity,
    Source,
)
from dagcompile.ir.records.literals import Instance, Mapping, Member, Sequence, Symbol, Text, Value
from dagcompile.ir.records.pipeline import FORMAT, Build, Docs, Meaning, Output, Param, Pipeline
from dagcompile.ir.records.types import (
    AnyType,
    CheckDef,
    ClassType,
    Collection,
    Column,
    DictType,
    EnumType,
    Field,
    FrameType,
    LiteralType,
    RecordType,
    Refined,
    Scalar,
    TupleType,
    Type,
    TypeEntry,
    Union,
)

__all__ = [
    "FORMAT",
    "AnyType",
    "Build",
    "CheckDef",
    "ClassType",
    "Collection",
    "Column",
    "Const",
    "DictType",
    "Docs",
    "EnumType",
    "Expect",
    "Expectation",
    "Expectations",
    "Field",
    "FirstOf",
    "FrameType",
    "FromParam",
    "FromPort",
    "Gather",
    "Guard",
    "InPort",
    "Input",
    "Instance",
    "LiteralType",
    "Look",
    "Mapping",
    "Meaning",
    "Member",
    "Node",
    "OpDef",
    "OpKey",
    "OpNode",
    "OutPort",
    "Output",
    "Param",
    "Pipeline",
    "Placement",
    "Policy",
    "RecordType",
    "Ref",
    "Refined",
    "Retry",
    "Scalar",
    "Sequence",
    "Severity",
    "Source",
    "Symbol",
    "Text",
    "TupleType",
    "Type",
    "TypeEntry",
    "TypeKey",
    "Union",
    "Value",
    "record",
]
