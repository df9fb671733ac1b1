"""The nearest repair of an edge that cannot hold: one line, chosen by the two types."""

from collections.abc import Mapping

from dagcompile.ir.records import Collection, RecordType, Type, TypeKey
from dagcompile.passes.edges import EdgeReport
from dagcompile.passes.relation import relate

_KNOWN = {
    (
        "bool",
        "int",
    ): "a bool is not taken for an int: annotate the input as `bool`, or return an int",
    ("bool", "float"): "a bool is not taken for a number: annotate the input as `bool`",
    (
        "datetime",
        "date",
    ): "a datetime is not taken for a date: return `.date()`, or annotate `datetime`",
    ("date", "datetime"): "combine the date with a time in an op between, or annotate `date`",
    ("str", "Path"): "make the Path in the step that returns the text",
    ("Path", "str"): "return `str(path)`, or annotate the input as `Path`",
}


def repair(edge: EdgeReport, types: Mapping[TypeKey, Type]) -> str:
    """What to change so that the edge can hold."""
    known = _KNOWN.get((edge.source_type, edge.target_type))
    return (
        known
        or _of_none(edge)
        or _of_elements(edge, types)
        or _of_records(edge, types)
        or (
            f"annotate `{edge.target}` to take `{edge.source_type}`,"
            f" or put an op between that makes `{edge.target_type}` of it"
        )
    )


def _of_none(edge: EdgeReport) -> str:
    if edge.source_type == "None":
        return f"return the value from the step and annotate it: `-> {edge.target_type}`"
    if edge.target_type == "None":
        return f"annotate `{edge.target}` as `{edge.source_type}`"
    return ""


def _of_elements(edge: EdgeReport, types: Mapping[TypeKey, Type]) -> str:
    source, target = types.get(edge.source_type), types.get(edge.target_type)
    if isinstance(target, Collection) and edge.source_type in types:
        if target.type == "list" and _may(edge.source_type, target.item, types):
            return f"pass a list of one: `[...]` around `{edge.source}`"
        if isinstance(source, Collection) and _may(source.item, target.item, types):
            return f"return a {target.type}, or annotate `{edge.target}` as `{edge.source_type}`"
    if isinstance(source, Collection) and _may(source.item, edge.target_type, types):
        return f"`{edge.target}` takes one element: annotate it as `{edge.source_type}`"
    return ""


def _may(source: TypeKey, target: TypeKey, types: Mapping[TypeKey, Type]) -> bool:
    return relate(source, target, types).verdict != "impossible"


def _of_records(edge: EdgeReport, types: Mapping[TypeKey, Type]) -> str:
    source, target = types.get(edge.source_type), types.get(edge.target_type)
    if not (isinstance(source, RecordType) and isinstance(target, RecordType)):
        return ""
    if source.ref.name == target.ref.name:
        modules = f"`{source.ref.module}` and `{target.ref.module}`"
        return f"there are two classes named `{source.ref.name}`, in {modules}: use one of them"
    ours = {field.name: field.type for field in source.fields}
    theirs = {field.name: field.type for field in target.fields}
    differing = [
        f"`{name}` ({ours.get(name, 'missing')} against {theirs.get(name, 'missing')})"
        for name in dict.fromkeys((*theirs, *ours))
        if ours.get(name) != theirs.get(name)
    ]
    if not differing:
        return "the two have the same fields: use one class for both"
    return f"convert one into the other in an op between; they differ in {', '.join(differing[:5])}"
