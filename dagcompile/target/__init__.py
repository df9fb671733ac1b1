"""What a target is, how targets are found, and all that one needs to be written.

    TARGET = Target(name="airflow", title="Airflow DAG files", options=AirflowOptions, ...)

A target is a value of `Target` behind an entry point of the group `dagcompile.targets`; those
that come with dagcompile are found in the same way as a third party's. Its `emit` gets a compiled
pipeline and its own options, and nothing else. What a target has to know of the project (its
distribution, where its folder is) it takes into its options by `complete`, if it wants to.

docs/writing-a-target.md builds a target from what is here.

What is named here is loaded when it is first used: whoever asks a target for its name or its
options needs nothing that emits.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
    from dagcompile.target.lacking import check_capabilities
    from dagcompile.target.objections import Objection
    from dagcompile.target.options import NodeOptions, Options
    from dagcompile.target.postponed import later
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
    "later",
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

_HOMES = {
    "ELSEWHERE": "dagcompile.target.capabilities",
    "FEATURES": "dagcompile.target.capabilities",
    "GROUP": "dagcompile.target.discovery",
    "Artifact": "dagcompile.codegen.artifact",
    "Assign": "dagcompile.codegen.expr",
    "Atom": "dagcompile.codegen.expr",
    "Attribute": "dagcompile.codegen.expr",
    "Call": "dagcompile.codegen.expr",
    "Capability": "dagcompile.target.capabilities",
    "Code": "dagcompile.codegen.code",
    "DictOf": "dagcompile.codegen.expr",
    "Do": "dagcompile.codegen.expr",
    "Expr": "dagcompile.codegen.expr",
    "Feature": "dagcompile.target.capabilities",
    "Found": "dagcompile.target.discovery",
    "Home": "dagcompile.target.records",
    "Impact": "dagcompile.target.impact",
    "Imported": "dagcompile.codegen.expr",
    "Imports": "dagcompile.codegen.imports",
    "Layout": "dagcompile.codegen.layout",
    "ListOf": "dagcompile.codegen.expr",
    "NameOf": "dagcompile.codegen.expr",
    "NodeOptions": "dagcompile.target.options",
    "Objection": "dagcompile.target.objections",
    "Options": "dagcompile.target.options",
    "Parameter": "dagcompile.codegen.expr",
    "Pipeline": "dagcompile.ir.records",
    "Placement": "dagcompile.ir.records",
    "Return": "dagcompile.codegen.expr",
    "Runtime": "dagcompile.codegen.plan",
    "Shared": "dagcompile.target.records",
    "Signature": "dagcompile.codegen.expr",
    "Statement": "dagcompile.codegen.expr",
    "Straight": "dagcompile.codegen.plan",
    "StraightModule": "dagcompile.target.straight",
    "Target": "dagcompile.target.records",
    "TupleOf": "dagcompile.codegen.expr",
    "TypeWriter": "dagcompile.codegen.types",
    "Version": "dagcompile.target.impact",
    "Weight": "dagcompile.changes",
    "arguments_of": "dagcompile.codegen.calls",
    "call": "dagcompile.codegen.expr",
    "check_capabilities": "dagcompile.target.lacking",
    "command_impact": "dagcompile.target.commanding",
    "container": "dagcompile.codegen.calls",
    "doc_of": "dagcompile.target.emitting",
    "file_stem": "dagcompile.target.emitting",
    "find_target": "dagcompile.target.discovery",
    "found_targets": "dagcompile.target.discovery",
    "guard_types": "dagcompile.codegen.calls",
    "headed": "dagcompile.target.emitting",
    "identifiers": "dagcompile.codegen.names",
    "installed_targets": "dagcompile.target.discovery",
    "later": "dagcompile.target.postponed",
    "literal": "dagcompile.codegen.literals",
    "module_name": "dagcompile.target.emitting",
    "name": "dagcompile.codegen.expr",
    "nodes_asked": "dagcompile.target.records",
    "placement": "dagcompile.target.emitting",
    "policy_arguments": "dagcompile.codegen.calls",
    "prologue": "dagcompile.target.emitting",
    "python_artifact": "dagcompile.target.emitting",
    "quote": "dagcompile.codegen.strings",
    "render": "dagcompile.codegen.template",
    "straight_line": "dagcompile.codegen.straight",
    "supported": "dagcompile.target.capabilities",
    "templates": "dagcompile.target.emitting",
    "unsupported": "dagcompile.target.capabilities",
    "verify": "dagcompile.codegen.artifact",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
