"""In which order changes are told: the heaviest first, then as the pipeline is written."""

from collections.abc import Iterable, Mapping

from dagcompile.changes.records import WEIGHTS, Change, Part, Sides, Subject
from dagcompile.ir.records import OpNode

_PLACES: dict[Part, int] = {
    "pipeline": 0,
    "schedule": 1,
    "param": 2,
    "node": 3,
    "op": 3,
    "config": 3,
    "guard": 3,
    "policy": 3,
    "expectation": 3,
    "output": 4,
    "stage": 5,
    "asset": 6,
    "type": 7,
    "options": 8,
    "docs": 9,
}
_PARTS = tuple(_PLACES)

_Position = tuple[int, int]


def ordered(changes: Iterable[Change], sides: Sides) -> tuple[Change, ...]:
    """The same changes, the order of which follows from themselves and the two pipelines."""
    positions = _positions(sides)
    return tuple(sorted(changes, key=lambda each: _key(each, positions)))


def _key(change: Change, positions: Mapping[tuple[int, str], _Position]) -> tuple[object, ...]:
    subject = change.subject
    place = _PLACES[subject.part]
    at = positions.get((place, _name(subject)), (0, 0))
    return (
        WEIGHTS.index(change.weight),
        place,
        at,
        subject.name,
        _PARTS.index(subject.part),
        subject.detail,
        change.verb,
        change.before or "",
        change.after or "",
        change.reason,
    )


def _name(subject: Subject) -> str:
    return f"{subject.name}:op" if subject.part == "op" else subject.name


def _positions(sides: Sides) -> dict[tuple[int, str], _Position]:
    """Where names stand: those of the new version by number, others behind what was before."""
    old, new = sides.old.meaning, sides.new.meaning
    found: dict[tuple[int, str], _Position] = {}
    for place, before, after in (
        (2, [each.name for each in old.params], [each.name for each in new.params]),
        (3, [each.id for each in old.nodes], [each.id for each in new.nodes]),
        (4, [each.name for each in old.outputs], [each.name for each in new.outputs]),
        (5, [each.id for each in old.stages], [each.id for each in new.stages]),
    ):
        numbers = {name: (number, 0) for number, name in enumerate(after, 1)}
        last = 0
        for number, name in enumerate(before, 1):
            if name in numbers:
                last = numbers[name][0]
            else:
                found[place, name] = (last, number)
        found |= {(place, name): at for name, at in numbers.items()}
    for node in (*new.nodes, *old.nodes):
        if isinstance(node, OpNode):
            found.setdefault((3, f"{node.op}:op"), found[3, node.id])
    return found
