"""Changes in words, one line each, with names between backticks as diagnostics have them.

said(change).head       "config `clean.max_delay` changed"
said(change).before     "600"
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dagcompile.changes import WEIGHTS, Change, Weight, heaviest
from dagcompile.diagnostics.excerpt import cells
from dagcompile.review.grouping import Entry
from dagcompile.review.records import Review, Reviewed

LONGEST = 160
"""Characters that are shown of a value; more would push everything else out of sight."""
_LEAD = 40
"""Characters that are shown of what two long values have in common, before they part."""
_NAMED = 4
"""Consumers that are named; of others only the number is told."""
_FELT: tuple[Weight, ...] = ("breaking", "risky")
"""Weights of what is felt downstream."""
_SIGNS = {"added": "+", "removed": "-"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A change in words: what became of what. `name` is empty where it is of the pipeline itself.
    `before` and `after` are values, None where there is none to show.
    """

    sign: str
    part: str
    name: str
    verb: str
    before: str | None
    after: str | None

    @property
    def head(self) -> str:
        """`` config `clean.max_delay` changed ``."""
        return " ".join(filter(None, (self.part, self.name and f"`{self.name}`", self.verb)))


def said(change: Change) -> Said:
    """What became of what, on one line each and with nothing that a terminal would obey."""
    before, after = clipped(change.before, change.after)
    name = ".".join(filter(None, (change.subject.name, change.subject.detail)))
    return Said(
        sign=_SIGNS.get(change.verb, "~"),
        part=_part(change) if name else f"the {change.subject.part}",
        name=line(name),
        verb=change.verb,
        before=before,
        after=after,
    )


def _part(change: Change) -> str:
    """What it is called: what leads into a node at a port is an edge."""
    subject = change.subject
    is_edge = subject.part == "node" and subject.detail not in {"", "op"}
    return "edge" if is_edge else subject.part


def clipped(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Two values, each on a line and cut to where they begin to differ if it is long."""
    start = 0
    if before is not None and after is not None and max(len(before), len(after)) > LONGEST:
        pairs = zip(before, after, strict=False)
        common = next((at for at, (one, other) in enumerate(pairs) if one != other), None)
        start = max(0, (min(len(before), len(after)) if common is None else common) - _LEAD)
    return _cut(before, start), _cut(after, start)


def _cut(text: str | None, start: int) -> str | None:
    if text is None:
        return None
    end = start + LONGEST
    return line(f"{'…' * (start > 0)}{text[start:end]}{'…' * (len(text) > end)}")


def line(text: str) -> str:
    """`text` on one line, what cannot be seen written as escapes."""
    return cells(text.replace("\t", "\\t"))


def reached(consumers: Sequence[str]) -> str:
    """Whom a change reaches: `` reaches `rank` and 3 more steps, output `result` ``."""
    kinds: dict[str, list[str]] = {"": [], "output": [], "pipeline": []}
    for each in consumers:
        kind, _, name = each.partition(":")
        if name and kind in kinds:
            kinds[kind].append(name)
        else:
            kinds[""].append(each)
    parts = []
    for kind, named in kinds.items():
        if named:
            word = f"{kind}{'s' * (len(named) > 1)} " if kind else ""
            parts.append(f"{word}{names(named, kind or 'step')}")
    return f"reaches {', '.join(parts)}" if parts else ""


def names(given: Sequence[str], what: str = "") -> str:
    """The first of some names, and how many more there are."""
    shown = ", ".join(f"`{line(each)}`" for each in given[:_NAMED])
    more = len(given) - _NAMED
    word = f" {what}{'s' * (more > 1)}" if what else ""
    return f"{shown} and {more} more{word}" if more > 0 else shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Changes of one weight that have one reason, and whom they reach together."""

    weight: Weight
    changes: tuple[Change, ...]
    reason: str
    reached: str


def blocks(changes: Iterable[Change]) -> tuple[Block, ...]:
    """`changes`, those of one weight and reason together, where the first of them stands.

    A reason that says the same of each is one: `each works with another value`.
    """
    found: dict[tuple[Weight, str], list[Change]] = {}
    for each in changes:
        found.setdefault((each.weight, _of_each(each)), []).append(each)
    return tuple(
        Block(
            weight=weight,
            changes=tuple(together),
            reason=reason if len(together) > 1 else together[0].reason,
            reached=reached(_together(together)) if weight in _FELT else "",
        )
        for (weight, reason), together in found.items()
    )


def _of_each(change: Change) -> str:
    """The reason, as it says it of whatever the change is of."""
    name = f"`{change.subject.name}` "
    return (
        f"each {change.reason.removeprefix(name)}"
        if change.reason.startswith(name)
        else change.reason
    )


def _together(changes: Sequence[Change]) -> list[str]:
    every = dict.fromkeys(each for change in changes for each in change.consumers)
    outputs = [each for each in every if each.startswith("output:")]
    return [*(each for each in every if not each.startswith("output:")), *outputs]


def counts(weights: Iterable[Weight]) -> str:
    """How many there are of each weight: `1 breaking, 3 safe`; empty where there is none."""
    numbers = Counter(weights)
    return ", ".join(f"{numbers[each]} {each}" for each in WEIGHTS if numbers[each])


def among(ids: Sequence[str]) -> str:
    """Which pipelines something is told of, if they are several: `` in 12 pipelines (`a`, …) ``."""
    return f"in {len(ids)} pipelines ({names(ids)})"


_SAME = "the pipeline is the same, and its artifacts are others: "


def title(entry: Entry) -> str:
    """What is told of a pipeline first, to follow its name; of several likewise."""
    pipeline = entry.told
    if pipeline.failed:
        return line(pipeline.failed)
    beside = "beside what several pipelines have in common"
    if weights := counts(_weights(pipeline)):
        worse = _worse(pipeline)
        if entry.beside:
            return f"{weights}{worse}, {beside}"
        return f"{'' if pipeline.changes else _SAME}{weights}{worse}"
    if entry.beside:
        return f"{'what comes of it, ' * bool(pipeline.impacts)}{beside}"
    if entry.ids and pipeline.impacts:
        return "the same comes of it"
    if entry.ids:
        return "the pipelines are the same, and their artifacts are others"
    if pipeline.files:
        return _SAME.rstrip(": ")
    return "the pipeline is the same, and what comes of it is not"


def _weights(pipeline: Reviewed) -> Iterator[Weight]:
    """Those of its changes, and of files that are not what their pipeline says."""
    yield from (each.weight for each in pipeline.changes)
    yield from (each.weight for each in pipeline.files if each.weight in _FELT)


def _worse(pipeline: Reviewed) -> str:
    """On which targets what comes of a change is heavier than all changes are."""
    worst = heaviest(_weights(pipeline))
    found: dict[Weight, list[str]] = {}
    for target, impacts in pipeline.impacts.items():
        weight = heaviest(each.weight for each in impacts)
        if weight and worst and WEIGHTS.index(weight) < WEIGHTS.index(worst):
            found.setdefault(weight, []).append(target)
    return "".join(
        f"; {each} on {', '.join(map(line, found[each]))}" for each in WEIGHTS if each in found
    )


def summary(review: Review) -> str:
    """What is told of all, in a line."""
    what = "contract" if review.contracts else "pipeline"
    failed = sum(1 for each in review.pipelines if each.failed)
    changed, same = len(review.pipelines) - failed, len(review.unchanged)
    if not changed and not failed:
        alike = f"{_number(same, what)} {'is' if same == 1 else 'are'} as in {line(review.old)}"
        is_all = not review.code and not any(each.weight for each in review.notes)
        said = "no change" if is_all else f"no {what} changed"
        return f"{said}: {alike if same else f'there is no {what}'}{_in_code(review)}"
    parts = []
    if changed:
        weights = counts(one for each in review.pipelines for one in _weights(each))
        parts.append(f"{_number(changed, what)} changed{f' ({weights})' if weights else ''}")
    if failed:
        parts.append(f"{_number(failed, what)} not compared")
    if same:
        parts.append(f"{same} unchanged")
    return f"{', '.join(parts)}{_in_code(review)}"


def _in_code(review: Review) -> str:
    number = len(review.code)
    return f"; code changed in {_number(number, 'place')}" if number else ""


def _number(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
