"""Guards beside the checks that somebody would write by hand, and those that are spared."""

from collections.abc import Callable
from functools import partial
from time import process_time

from benchmarks.clock import in_turns
from benchmarks.records import Budget, Effort, Section, Spread
from benchmarks.subjects.guarded import Subject, subjects
from dagcompile.runtime.depth import Depth, sample
from dagcompile.runtime.events import Log
from dagcompile.runtime.guarding import check

ENOUGH = 0.05
"""Seconds that a measurement takes at least: what is quicker is done again and again."""
SAMPLE = sample(1_000)
SILENT = Log(run="benchmark", pipeline="benchmark")

_NOTE = (
    "pydantic validates in compiled code; a guard walks in Python over fields whose types it knows,"
    " and makes nothing. By itself pydantic looks no deeper than the class of a model that exists,"
    " as `schema` does."
)

_Figures = dict[str, Spread]


def measure(effort: Effort) -> Section:
    """Microseconds of a guard, at each depth, and of the bare check."""
    found = {each.name: (each, _taken(each, effort)) for each in subjects()}
    return Section(
        title="A guard and the bare check",
        about=(
            "A guard that passes, nobody listening, in µs of processor time (of all threads, where"
            " a library has some), beside the bare check of the same value: the validator of"
            " pydantic, set to look again into models; `validate(lazy=True)` of pandera; and"
            " hand-written expressions of pandas and polars. Models have five fields, frames four"
            " columns with three checks. *Times* is the guard of full depth over the bare check, in"
            " the same round."
        ),
        head=("value", "bare check", "µs", "full guard", "times", "`schema`", "`sample(1000)`"),
        rows=tuple(row for subject, figures in found.values() for row in _rows(subject, figures)),
        budgets=tuple(_budgets({name: figures for name, (_, figures) in found.items()})),
        notes=(_NOTE,),
    )


def _rows(subject: Subject, figures: _Figures) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for name in subject.bare:
        times = figures["full"].times(figures[name])
        guard = ("", "", "")
        if not rows:
            guard = (str(figures["full"]), str(figures["schema"]), str(figures["sample"]))
        full, schema, sampled = guard
        shown = "" if rows else subject.name
        rows.append((shown, name, str(figures[name]), full, str(times), schema, sampled))
    return rows


def _budgets(found: dict[str, _Figures]) -> list[Budget]:
    frames = {name: each for name, each in found.items() if "pandera" in each}
    return [
        *(
            Budget(
                what=f"{name}: a guard against `validate` of pandera",
                limit=1.1,
                got=each["full"].times(each["pandera"]).median,
                unit="times",
            )
            for name, each in frames.items()
        ),
        *(
            Budget(what=f"{name}: `schema`", limit=100, got=each["schema"].median, unit="µs")
            for name, each in frames.items()
        ),
    ]


def _taken(subject: Subject, effort: Effort) -> _Figures:
    """Microseconds of each bare check, and of the guard at each depth."""
    things: dict[str, Callable[[], object]] = {
        name: partial(bare, subject.value) for name, bare in subject.bare.items()
    }
    depths: dict[str, Depth] = {"full": "full", "schema": "schema", "sample": SAMPLE}
    things |= {name: partial(_guard, subject, depth) for name, depth in depths.items()}
    counts = {name: _enough(thing) for name, thing in things.items()}
    repeated = {name: partial(_repeated, thing, counts[name]) for name, thing in things.items()}
    taken = in_turns(repeated, rounds=effort.rounds)
    return {name: each.per(counts[name] / 1e6) for name, each in taken.items()}


def _guard(subject: Subject, depth: Depth) -> None:
    failure = check(
        subject.value, subject.type, node="n", severity="error", depth=depth, log=SILENT
    )
    if failure is not None:
        raise failure


def _enough(thing: Callable[[], object]) -> int:
    """How often `thing` is done in a measurement."""
    thing()  # what is made once is made now
    count = 1
    while True:
        start = process_time()
        _repeated(thing, count)
        if process_time() - start >= ENOUGH:
            return count
        count *= 4


def _repeated(thing: Callable[[], object], count: int) -> None:
    for _ in range(count):
        thing()
