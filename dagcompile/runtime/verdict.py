"""What a guard says of one value.

    verdict = examine(value, list[Row], subject="load.result", severity="error")
    verdict.outcome     -> "pass", "fail" or "crashed"

A guard never changes the value and never raises for one. A check that itself raises makes the
verdict `crashed`, and so does a value that raises when looked at: an error whatever the severity.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from time import perf_counter
from typing import Any, Literal, TypeAlias

from dagcompile.runtime.crashes import crash_record
from dagcompile.runtime.depth import Depth, at_depth
from dagcompile.runtime.events import Event, summary
from dagcompile.runtime.interrupts import ends_run
from dagcompile.runtime.lines import violation_text
from dagcompile.runtime.types import RefinedShape, Shape, Violation, shape_of
from dagcompile.runtime.types.frames.queries import run_once

Severity: TypeAlias = Literal["error", "warn"]
Outcome: TypeAlias = Literal["pass", "fail", "crashed"]

SHOWN = 20
"""How many violations a verdict lists; the rest are counted, up to `COUNTED`."""
COUNTED = 10_000

_UNSEEN = "what they hold"


@dataclass(frozen=True, slots=True)
class Checked:
    """How much of a value was looked at: `looked` of its `of` elements or rows.

    `unseen` says in words what could not be seen so, empty where nothing was left out; `whole` the
    checks that were asked of all of them even so.
    """

    unit: Literal["elements", "rows"]
    looked: int
    of: int
    unseen: str = ""
    whole: str = ""

    def record(self) -> Event:
        """As JSON."""
        record: Event = {self.unit: self.looked, "of": self.of}
        said = {"unseen": self.unseen, "whole": self.whole}
        return record | {name: text for name, text in said.items() if text}


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardVerdict:
    """The outcome of one guard.

    Args:
        subject: what was looked at, `node.port`.
        type: the type that it was to be of.
        depth: how deep it was looked at; None for all of it.
        checked: how many of its elements or rows were looked at; None where it is one thing.
        more: how many violations there are beyond those listed.
        seconds: how long it took.
        metadata: what the value shows and the checks that passed said of it, by name.
        error: of a check that crashed.
    """

    subject: str
    type: str
    outcome: Outcome
    severity: Severity
    depth: str | None = None
    checked: Checked | None = None
    violations: tuple[Violation, ...] = ()
    more: int = 0
    seconds: float = 0.0
    metadata: Mapping[str, Any] = field(default_factory=dict)
    error: Event | None = None

    @property
    def blocks(self) -> bool:
        """Whether the node of this guard has failed."""
        return self.outcome == "crashed" or (self.outcome == "fail" and self.severity == "error")

    def record(self) -> Event:
        """The verdict as JSON, the same on every engine."""
        record: Event = {
            "subject": self.subject,
            "type": self.type,
            "outcome": self.outcome,
            "severity": self.severity,
        }
        if self.depth is not None:
            record["depth"] = self.depth
        if self.checked is not None:
            record["checked"] = self.checked.record()
        record["violations"] = [violation_record(each) for each in self.violations]
        record["more"] = self.more
        record["seconds"] = round(self.seconds, 6)
        if self.metadata:
            record["metadata"] = dict(self.metadata)
        if self.error is not None:
            record["error"] = self.error
        return record

    def __str__(self) -> str:
        if self.error is None:
            return "; ".join([f"{self.subject} is not {self.type}", *self.found])
        crash = summary(self.error)
        said = f"the check of {self.subject} against {self.type} crashed: {crash}"
        return before_crash(said, self.found)

    @property
    def found(self) -> list[str]:
        """What is wrong, as a person reads it."""
        listed = [violation_text(violation_record(each)) for each in self.violations]
        return [*listed, f"and {self.more} more"] if self.more else listed


def before_crash(crash: str, found: list[str]) -> str:
    """A crash, and what was found before it."""
    return f"{crash}; before that: {'; '.join(found)}" if found else crash


def violation_record(violation: Violation) -> Event:
    """A violation as JSON."""
    record: Event = {
        "path": violation.path,
        "expected": violation.expected,
        "got": violation.got,
        "value": violation.value,
    }
    if violation.message:
        record["message"] = violation.message
    if violation.metadata:
        record["metadata"] = dict(violation.metadata)
    return record


class GuardFailed(Exception):
    """A guard did not pass that was to. Its notes are the tracebacks of checks that crashed."""

    def __init__(self, *verdicts: GuardVerdict) -> None:
        self.verdicts = verdicts
        super().__init__(*verdicts)
        for verdict in verdicts:
            if verdict.error is not None:
                self.add_note(str(verdict.error["traceback"]))

    def __str__(self) -> str:
        return "\n".join(str(each) for each in self.verdicts)


def examine(
    value: object, annotation: Any, *, subject: str, severity: Severity, depth: Depth = "full"
) -> GuardVerdict:
    """Check `value` against the type `annotation`, as deep as `depth` says.

    Raises:
        dagcompile.runtime.types.UnsupportedType: `annotation` is not a type that can be checked.
    """
    shape = shape_of(annotation)
    begin = perf_counter()
    outcome: Outcome = "pass"
    looked = Looked()
    error = None
    try:
        with run_once():
            _look(value, at_depth(shape, depth), looked)
            looked.checked = _checked(shape, value, depth)
        for name, measured in shape.measured(value).items():
            looked.metadata.setdefault(name, measured)
        if not looked.fits:
            outcome = "fail"
    except BaseException as crash:  # the run goes on
        if ends_run(crash):
            raise
        outcome, error = "crashed", crash_record(crash)
    return GuardVerdict(
        subject=subject,
        type=shape.text,
        outcome=outcome,
        severity=severity,
        depth=None if depth == "full" else str(depth),
        checked=looked.checked,
        violations=tuple(looked.violations),
        more=looked.more,
        seconds=perf_counter() - begin,
        metadata=looked.metadata,
        error=error,
    )


@dataclass(slots=True)
class Looked:
    """What was found in one value so far."""

    fits: bool = True
    checked: Checked | None = None
    violations: list[Violation] = field(default_factory=list)
    more: int = 0
    metadata: dict[str, Any] = field(default_factory=dict)

    def take(self, found: Iterator[Violation]) -> None:
        """Keep what is found, also where it ends in a crash. Raises whatever that is."""
        for each in islice(found, COUNTED):
            self.fits = False
            if len(self.violations) < SHOWN:
                self.violations.append(each)
            else:
                self.more += 1


def _look(value: object, shape: Shape, looked: Looked) -> None:
    """Look at `value`, each check that is laid over the whole of it once."""
    if isinstance(shape, RefinedShape):
        looked.fits = shape.accepts_base(value)
        found = _unpassed(value, shape, looked) if looked.fits else shape.violations(value)
    else:
        looked.fits = shape.accepts(value)
        found = iter(()) if looked.fits else shape.violations(value)
    looked.take(found)


def _checked(shape: Shape, value: object, depth: Depth) -> Checked | None:
    if depth == "schema":
        extent = shape.extent(value)
        return None if extent is None else Checked(extent.unit, 0, extent.count, _UNSEEN)
    extent = at_depth(shape, depth).extent(value)
    if extent is None:
        return None
    looked = extent.count if extent.looked is None else extent.looked
    return Checked(extent.unit, looked, extent.count, extent.unseen, extent.whole)


def _unpassed(value: object, shape: RefinedShape, looked: Looked) -> Iterator[Violation]:
    for check, answer in shape.answers(value):
        if not answer.ok:
            yield shape.unpassed(check, answer, value, "")
            continue
        for name, measured in answer.metadata.items():
            taken = name in looked.metadata
            looked.metadata[f"{check.shown}: {name}" if taken else name] = measured


def withheld(annotation: Any, *, subject: str, severity: Severity) -> GuardVerdict:
    """The verdict on an output that was withheld though its type does not allow it."""
    text = shape_of(annotation).text
    return GuardVerdict(
        subject=subject,
        type=text,
        outcome="fail",
        severity=severity,
        violations=(Violation(path="", expected=text, got="SKIP", value="SKIP"),),
    )
