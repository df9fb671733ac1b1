"""What differs in two contracts of frames: each column by its name, and what is asked of the whole.

The effect of each is that of it alone: how the frames of the old contract are related to those of
one that differs in nothing else.
"""

from collections.abc import Iterator
from dataclasses import replace

from dagcompile.changes.comparers.types.both import Both, Effect
from dagcompile.changes.comparers.types.part import Difference, commas, verb_of
from dagcompile.changes.same import same
from dagcompile.ir.records import Column, FrameType
from dagcompile.ir.text import check_text


def frame_parts(old: FrameType, new: FrameType) -> Iterator[Difference]:
    """What differs in two contracts of one library's frames."""
    yield from _columns(old, new)
    yield from _order(old, new)
    for name in ("strict", "ordered"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            texts = (name, f"not {name}") if before else (f"not {name}", name)
            yield _whole(old, replace(old, **{name: after}), name, *texts)
    if old.unique != new.unique:
        texts = commas(old.unique), commas(new.unique)
        yield _whole(old, replace(old, unique=new.unique), "unique", *texts)
    if not same(old.checks, new.checks):
        texts = (commas(map(check_text, old.checks)), commas(map(check_text, new.checks)))
        yield _whole(old, replace(old, checks=new.checks), "checks", *texts)
    if not same(old.index, new.index):
        texts = (commas(map(column_text, old.index)), commas(map(column_text, new.index)))
        yield _whole(old, replace(old, index=new.index), "index", *texts)


def _whole(old: FrameType, new: FrameType, detail: str, before: str, after: str) -> Difference:
    effect = frame_effect(old, new)
    return Difference(
        detail=detail, verb=verb_of(effect), effect=effect, before=before, after=after
    )


def _columns(old: FrameType, new: FrameType) -> Iterator[Difference]:
    before = {(column.name, column.regex): column for column in old.columns}
    after = {(column.name, column.regex): column for column in new.columns}
    for key, column in after.items():
        known = before.get(key)
        if known is None:
            yield _added(old, column)
        elif not same(known, column):
            columns = [column if each is known else each for each in old.columns]
            effect = frame_effect(old, replace(old, columns=tuple(columns)))
            yield Difference(
                detail=column.name,
                verb=verb_of(effect),
                effect=effect,
                before=column_text(known),
                after=column_text(column),
            )
    for key, column in before.items():
        if key not in after:
            yield Difference(
                detail=column.name,
                verb="removed",
                effect=frame_effect(old, _without(old, column)),
                before=column_text(column),
            )


def _added(old: FrameType, column: Column) -> Difference:
    effect = frame_effect(old, replace(old, columns=(*old.columns, column)))
    # Who gives a frame that has such a column and keeps nothing of it is hardly there.
    unsure = effect == "narrowed" and not column.required
    return Difference(
        detail=column.name,
        verb="added",
        effect=effect,
        after=column_text(column),
        most="risky" if unsure else "breaking",
    )


def _without(old: FrameType, column: Column) -> FrameType:
    kept = tuple([each for each in old.columns if each is not column])
    return replace(old, columns=kept)


def _order(old: FrameType, new: FrameType) -> Iterator[Difference]:
    before = [(column.name, column.regex) for column in old.columns]
    after = [(column.name, column.regex) for column in new.columns]
    kept = [each for each in before if each in after]
    now = [each for each in after if each in before]
    if kept != now:
        places = {key: at for at, key in enumerate(now)}
        columns = sorted(
            (each for each in old.columns if (each.name, each.regex) in places),
            key=lambda each: places[each.name, each.regex],
        )
        base = replace(old, columns=tuple([each for each in old.columns if each in columns]))
        yield _whole(
            base,
            replace(base, columns=tuple(columns)),
            "order",
            commas(name for name, _ in before),
            commas(name for name, _ in after),
        )


def frame_effect(old: FrameType, new: FrameType) -> Effect:
    """What became of the frames of a contract."""
    return Both({"frame": old}, {"frame": new}).effect("frame", "frame")


def column_text(column: Column) -> str:
    """`dep_delay: Int64, nullable, greater_than_or_equal_to(min_value=-120)`."""
    name = f"all of `{column.name}`" if column.regex else column.name
    said = [f"{name}: {column.dtype or 'any'}"]
    said += [word for word, holds in _words(column) if holds]
    return ", ".join([*said, *map(check_text, column.checks)])


def _words(column: Column) -> tuple[tuple[str, bool], ...]:
    return (
        ("nullable", column.nullable),
        ("unique", column.unique),
        ("optional", not column.required),
        ("told by its rows", column.told == "rows"),
    )
