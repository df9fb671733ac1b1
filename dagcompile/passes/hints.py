"""The nearest repair of an edge that cannot hold: one line, chosen by the two types."""

from collections.abc import Mapping
from difflib import get_close_matches

from dagcompile.ir.records import ClassType, Collection, FrameType, RecordType, Type, TypeKey
from dagcompile.ir.text import ref_text
from dagcompile.passes.relation import library_of, relate
from dagcompile.passes.reports import EdgeReport

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
        or _of_frames(edge, types)
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
    relation = relate(source, target, types)
    return relation.verdict != "impossible" and not relation.refused


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


# --- frames --------------------------------------------------------------------------------------

_CONVERSIONS = {
    ("pandas", "polars"): "pl.from_pandas(frame)",
    ("pandas", "lazy"): "pl.from_pandas(frame).lazy()",
    ("pandas", "arrow"): "pa.Table.from_pandas(frame)",
    ("polars", "pandas"): "frame.to_pandas()",
    ("polars", "lazy"): "frame.lazy()",
    ("polars", "arrow"): "frame.to_arrow()",
    ("lazy", "pandas"): "frame.collect().to_pandas()",
    ("lazy", "polars"): "frame.collect()",
    ("lazy", "arrow"): "frame.collect().to_arrow()",
    ("arrow", "pandas"): "table.to_pandas()",
    ("arrow", "polars"): "pl.from_arrow(table)",
    ("arrow", "lazy"): "pl.from_arrow(table).lazy()",
}
_PLAIN = {
    "pandas": "pandas.DataFrame",
    "polars": "polars.DataFrame",
    "lazy": "polars.LazyFrame",
    "arrow": "pyarrow.Table",
}


def declaring(edge: EdgeReport, types: Mapping[TypeKey, Type]) -> str:
    """What to change so that a wanted column is declared."""
    source, target = types.get(edge.source_type), types.get(edge.target_type)
    if not (isinstance(source, FrameType) and isinstance(target, FrameType)):
        return "declare it in the contract of the frame that is passed, or take a plain frame"
    known = {column.name for column in source.columns}
    missing = [column.name for column in target.columns if column.name not in known]
    names = ", ".join(f"`{name}`" for name in missing[:5])
    return (
        f"{_misspelled(source, target)}declare {names} in `{ref_text(source.ref)}`,"
        f" if its frames have it, or annotate `{edge.target}` as a plain `{_PLAIN[target.library]}`"
    )


def _of_frames(edge: EdgeReport, types: Mapping[TypeKey, Type]) -> str:
    source, target = types.get(edge.source_type), types.get(edge.target_type)
    conversion = _CONVERSIONS.get((_library(source), _library(target)))
    if conversion is not None:
        return f"convert it in an op between: `{conversion}`"
    if not (isinstance(source, FrameType) and isinstance(target, FrameType)):
        return ""
    ours, theirs = f"`{ref_text(source.ref)}`", f"`{ref_text(target.ref)}`"
    known = {column.name: column.dtype for column in source.columns}
    differing = [each.name for each in target.columns if known.get(each.name, "") != each.dtype]
    on = f" on {', '.join(f'`{name}`' for name in differing[:5])}" if differing else ""
    return (
        f"{_misspelled(source, target)}let {ours} and {theirs} agree{on},"
        " or put an op between that makes one of the other"
    )


def _misspelled(source: FrameType, target: FrameType) -> str:
    """Which columns of `source` may be meant by those of `target` that it does not declare."""
    wanted = {column.name for column in target.columns}
    spare = [each.name for each in source.columns if each.name not in wanted and not each.regex]
    known = {column.name for column in source.columns}
    guesses = [
        f"`{near[0]}` for `{each.name}`"
        for each in target.columns
        if each.name not in known and not each.regex
        if (near := get_close_matches(each.name, spare, n=1))
    ]
    return f"did you mean {', '.join(guesses[:5])}? else " if guesses else ""


def _library(type_: Type | None) -> str:
    match type_:
        case FrameType():
            return type_.library
        case ClassType():
            return library_of((type_.ref, *type_.bases))
        case _:
            return ""
