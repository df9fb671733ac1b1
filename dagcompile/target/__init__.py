"""What a target is, how targets are found, and all that one needs to be written.

    TARGET = Target(name="airflow", title="Airflow DAG files", options=AirflowOptions, ...)

A target is a value of `Target` behind an entry point of the group `dagcompile.targets`; those
that come with dagcompile are found in the same way as a third party's. Its `emit` gets a compiled
pipeline and its own options, and nothing else. What a target has to know of the project (its
distribution, where its folder is) it takes into its options by `complete`, if it wants to.

docs/writing-a-target.md builds a target from what is here.
"""

from dagcompile.changes import Weight
from dagcompile.codegen.artifact import Artifact, verify
from dagcompile.codegen.calls import arguments_of, container, guard_types, policy_arguments
from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import (
    Assign,
    Atom,
    Attribute,
    Call,
    DictOf,
    Do,
    Expr,
    Imported,
    ListOf,
    NameOf,
    Parameter,
    Return,
    Signature,
    Statement,
    TupleOf,
    call,
    name,
)
from dagcompile.codegen.imports import Imports
from dagcompile.codegen.layout import Layout
from dagcompile.codegen.literals import literal
from dagcompile.codegen.names import identifiers
from dagcompile.codegen.plan import Runtime, Straight
from dagcompile.codegen.straight import straight_line
from dagcompile.codegen.strings import quote
from dagcompile.codegen.template import render
from dagcompile.codegen.types import TypeWriter
from dagcompile.ir.records import Pipeline, Placement
from dagcompile.target.capabilities import (
    ELSEWHERE,
    FEATURES,
    Capability,
    Feature,
    check_capabilities,
    supported,
    unsupported,
)
from dagcompile.target.commanding import command_impact
from dagcompile.target.discovery import (
    GROUP,
    Found,
    find_target,
    found_targets,
    installed_targets,
)
from dagcompile.target.emitting import (
    doc_of,
    file_stem,
    headed,
    module_name,
    placement,
    prologue,
    python_artifact,
    templates,
)
from dagcompile.target.impact import Impact, Version
from dagcompile.target.objections import Objection
from dagcompile.target.options import NodeOptions, Options
from dagcompile.target.records import Home, Shared, Target, nodes_asked
from dagcompile.target.straight import StraightModule

__all__ = [
    "ELSEWHERE",
    "FEATURES",
    "GROUP",
    "Artifact",
    "Assign",
    "Atom",
    "Attribute",
    "Call",
    "Capability",
    "Code",
    "DictOf",
    "Do",
    "Expr",
    "Feature",
    "Found",
    "Home",
    "Impact",
    "Imported",
    "Imports",
    "Layout",
    "ListOf",
    "NameOf",
    "NodeOptions",
    "Objection",
    "Options",
    "Parameter",
    "Pipeline",
    "Placement",
    "Return",
    "Runtime",
    "Shared",
    "Signature",
    "Statement",
    "Straight",
    "StraightModule",
    "Target",
    "TupleOf",
    "TypeWriter",
    "Version",
    "Weight",
    "arguments_of",
    "call",
    "check_capabilities",
    "command_impact",
    "container",
    "doc_of",
    "file_stem",
    "find_target",
    "found_targets",
    "guard_types",
    "headed",
    "identifiers",
    "installed_targets",
    "literal",
    "module_name",
    "name",
    "nodes_asked",
    "placement",
    "policy_arguments",
    "prologue",
    "python_artifact",
    "quote",
    "render",
    "straight_line",
    "supported",
    "templates",
    "unsupported",
    "verify",
]
