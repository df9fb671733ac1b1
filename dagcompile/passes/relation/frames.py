"""Frames as sources, by what their contracts say.

    Flights -> Delays      proven: every column that `Delays` asks for is one of `Flights`
    Flights -> Planes      undeclared: column `tail` is not declared by `Flights`
    Flights -> Texts       impossible: column `delay`: `int64` is not `str`
    pandas -> polars       impossible

The frame of a contract that is not strict may have columns that it does not declare. So it is
not impossible that one is there, but nothing says so: that is `undeclared`, which an edge may not
be, unless its value may be something else that fits.
"""

import re
from collections.abc import Iterable, Iterator
from typing import assert_never

from dagcompile.ir.records import (
    CheckDef,
    ClassType,
    Collection,
    Column,
    DictType,
    EnumType,
    FrameType,
    RecordType,
    Scalar,
    TupleType,
)
from dagcompile.ir.text import check_text, ref_text
from dagcompile.passes.relation.dtypes import disjoint
from dagcompile.passes.relation.layouts import by_layout, library_of
from dagcompile.passes.relation.verdicts import (
    PROVEN,
    Plain,
    Relation,
    each_part,
    guarded,
    hopeful,
    impossible,
    undeclared,
    weakened,
)

_SHOWN = 5
_NOUNS = {
    "pandas": "frame of pandas",
    "polars": "frame of polars",
    "lazy": "lazy frame of polars",
    "arrow": "table of pyarrow",
}


def relate_frame(source: FrameType, target: Plain) -> Relation:
    """A frame with a contract to any plain type."""
    match target:
        case FrameType():
            if source.library != target.library:
                ours, theirs = _NOUNS[source.library], _NOUNS[target.library]
                return impossible(f"a {ours} is no {theirs}")
            return _together([*_columns(source, target), *_whole(source, target)])
        case ClassType():
            plain = library_of((target.ref,)) == source.library
            return PROVEN if plain else by_layout(source, target)
        case Scalar() | EnumType() | Collection() | TupleType() | DictType() | RecordType():
            return by_layout(source, target)
        case _:
            assert_never(target)


def _together(parts: Iterable[Relation]) -> Relation:
    """A frame whose parts must all fit. Says everything that is as bad as the worst."""
    found = [part for part in parts if part is not PROVEN]
    bad = [part for part in found if part.verdict == "impossible" or part.refused]
    reasons = list(dict.fromkeys(part.reason for part in bad or found))
    if not reasons:
        return PROVEN
    rest = [f"and {len(reasons) - _SHOWN} more"] if len(reasons) > _SHOWN else []
    text = "; ".join([*reasons[:_SHOWN], *rest])
    if any(part.verdict == "impossible" for part in bad):
        return impossible(text)
    return undeclared(text) if bad else guarded(text)


# --- columns -------------------------------------------------------------------------------------


def _columns(source: FrameType, target: FrameType) -> Iterator[Relation]:
    known = {(column.name, column.regex): column for column in source.columns}
    # A pattern of polars does not stand for columns that are declared by themselves.
    shifted = source.library != "pandas" and _plain_names(source) != _plain_names(target)
    for theirs in target.columns:
        ours = known.get((theirs.name, theirs.regex))
        if ours is None:
            yield _absent(theirs, source)
        elif theirs.regex and shifted:
            yield guarded(f"columns `{theirs.name}`: they need not be the same ones")
        else:
            yield each_part([(f"column `{theirs.name}`", _column(ours, theirs, source))])


def _plain_names(type_: FrameType) -> set[str]:
    return {column.name for column in type_.columns if not column.regex}


def _column(ours: Column, theirs: Column, source: FrameType) -> Relation:
    """A column that both declare, or all that one pattern stands for."""
    relation = _values(ours, theirs, source)
    if ours.required:
        return relation
    if theirs.required:
        return weakened(relation, "it need not be there")
    return hopeful(relation, "only without it")


def _values(ours: Column, theirs: Column, source: FrameType) -> Relation:
    """What stands in a column that is there."""
    parts = [_dtype(ours.dtype, theirs.dtype, source)]
    if ours.nullable and not theirs.nullable:
        parts.append(guarded("it may hold nulls"))
    if theirs.unique and not ours.unique:
        parts.append(guarded("its values need not be unique"))
    return each_part([("", part) for part in (*parts, _checks(ours.checks, theirs.checks))])


def _dtype(ours: str, theirs: str, source: FrameType) -> Relation:
    if not theirs or ours == theirs:
        return PROVEN
    if not ours:
        return guarded(f"it need not be `{theirs}`")
    if disjoint(ours, theirs, source.library):
        return impossible(f"`{ours}` is not `{theirs}`")
    return guarded(f"`{ours}` need not be `{theirs}`")


def _checks(ours: tuple[CheckDef, ...], theirs: tuple[CheckDef, ...]) -> Relation:
    known = set(map(check_text, ours))
    unknown = [text for text in map(check_text, theirs) if text not in known]
    return guarded(f"`{unknown[0]}` need not hold") if unknown else PROVEN


def _absent(theirs: Column, source: FrameType) -> Relation:
    """A column that the source does not declare by this name."""
    name, contract = f"column `{theirs.name}`", f"`{ref_text(source.ref)}`"
    closed = source.strict and not any(column.regex for column in source.columns)
    if theirs.regex:
        matched = any(_may_match(theirs.name, each) for each in _plain_names(source))
        if matched or not theirs.required:
            return guarded(f"columns `{theirs.name}`: they need not be as they should")
        return undeclared(f"{contract} declares no column that `{theirs.name}` matches")
    if any(column.regex and _may_match(column.name, theirs.name) for column in source.columns):
        return guarded(f"{name}: it need not be there, or be as it should")
    if not theirs.required:
        return PROVEN if closed else guarded(f"{name}: if it is there, it may be anything")
    reason = f"{name} is not declared by {contract}"
    return impossible(f"{reason}, which is strict") if closed else undeclared(reason)


def _may_match(pattern: str, name: str) -> bool:
    try:
        return re.match(pattern, name) is not None
    except re.error:  # polars has patterns of its own
        return True


# --- the frame as a whole ------------------------------------------------------------------------


def _whole(source: FrameType, target: FrameType) -> Iterator[Relation]:
    yield _strict(source, target)
    if target.ordered and not _in_order(source, target):
        yield guarded("its columns need not be in this order")
    if target.unique and set(target.unique) != set(source.unique):
        names = ", ".join(f"`{each}`" for each in target.unique)
        yield guarded(f"the values of {names} need not be unique")
    yield _checks(source.checks, target.checks)
    yield _index(source, target)


def _strict(source: FrameType, target: FrameType) -> Relation:
    if not target.strict:
        return PROVEN
    if not source.strict:
        return guarded(f"it may have columns that `{ref_text(target.ref)}` does not declare")
    known = {(column.name, column.regex) for column in target.columns}
    more = [column for column in source.columns if (column.name, column.regex) not in known]
    patterns = any(column.regex for column in target.columns)
    contract = f"`{ref_text(target.ref)}`, which is strict"
    parts = []
    for column in more:
        verdict = impossible if _is_sure(column) and not patterns else guarded
        parts.append(verdict(f"column `{column.name}` is not declared by {contract}"))
    return _together(parts)


def _is_sure(column: Column) -> bool:
    return column.required and not column.regex


def _in_order(source: FrameType, target: FrameType) -> bool:
    """Whether the order of the source's columns is that of the target's."""
    ours = [(column.name, column.regex) for column in source.columns]
    theirs = [(column.name, column.regex) for column in target.columns]
    if not source.ordered:
        return False
    if any(regex for _, regex in (*ours, *theirs)):
        return ours == theirs
    return theirs == [each for each in ours if each in theirs]


def _levels(type_: FrameType) -> tuple[Column, ...]:
    """The levels of an index; by name, where it is by their names alone that they are found."""
    named = any(("ordered", False) in check.params for check in _several(type_))
    return tuple(sorted(type_.index, key=lambda each: each.name)) if named else type_.index


def _several(type_: FrameType) -> tuple[CheckDef, ...]:
    """What is asked of an index of several levels as a whole."""
    return tuple(check for check in type_.checks if check.name == "multiindex")


def _found_alike(source: FrameType, target: FrameType) -> bool:
    """Whether the levels of both are looked for in the same places."""
    names = ([level.name for level in _levels(each)] for each in (source, target))
    return _several(source) == _several(target) and next(names) == next(names)


def _index(source: FrameType, target: FrameType) -> Relation:
    if not target.index:
        return PROVEN
    known, wanted = _levels(source), _levels(target)
    several = len(wanted) > 1
    if len(known) != len(wanted) or (several and not _found_alike(source, target)):
        return guarded(f"its index need not be that of `{ref_text(target.ref)}`")
    parts: list[tuple[str, Relation]] = []
    for at, (ours, theirs) in enumerate(zip(known, wanted, strict=True)):
        name = theirs.name or f"[{at}]"
        relation = _values(ours, theirs, source)
        if theirs.name not in ("", ours.name):
            relation = weakened(relation, "it need not have this name")
        parts.append((f"index `{name}`", relation))
    return each_part(parts)
