"""What a guard says of one value.

    verdict = examine(value, list[Row], subject="load.result", severity="error")
    verdict.outcome     -> "pass", "fail" or "crashed"

A guard never changes the value and never raises for one. A check that itself raises makes the
verdict `crashed`, and so does a value that raises when looked at: an error whatever the severity.
"""

from dataclasses import dataclass
from itertools import islice
from time import perf_counter
from typing import Any, Literal, TypeAlias

from dagcompile.runtime.events import Event, error_record, summary
from dagcompile.runtime.lines import violation_text
from dagcompile.runtime.types import CheckCrashed, Shape, Violation, shape_of

Severity: TypeAlias = Literal["error", "warn"]

SHOWN = 20
"""How many violations a verdict lists; the rest are counted, up to `COUNTED`."""
COUNTED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The outcome of one guard. `more` counts violations beyond those listed; `seconds` is a
    duration.
    """

    subject: str
    type: str
    outcome: Literal["pass", "fail", "crashed"]
    severity: Severity
    violations: tuple[Violation, ...] = ()
    more: int = 0
    seconds: float = 0.0
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
            "violations": [
                {"path": each.path, "expected": each.expected, "got": each.got, "value": each.value}
                for each in self.violations
            ],
            "more": self.more,
            "seconds": round(self.seconds, 6),
        }
        if self.error is not None:
            record["error"] = self.error
        return record

    def __str__(self) -> str:
        if self.error is not None:
            return f"the check of {self.subject} against {self.type} crashed: {summary(self.error)}"
        listed = [
            violation_text(each.path, each.expected, each.got, each.value)
            for each in self.violations
        ]
        if self.more:
            listed.append(f"and {self.more} more")
        return "; ".join([f"{self.subject} is not {self.type}", *listed])


class GuardFailed(Exception):
    """A guard did not pass that was to. Its notes are the tracebacks of checks that crashed."""

    def __init__(self, *verdicts: Verdict) -> None:
        self.verdicts = verdicts
        super().__init__(*verdicts)
        for verdict in verdicts:
            if verdict.error is not None:
                self.add_note(str(verdict.error["traceback"]))

    def __str__(self) -> str:
        return "\n".join(str(each) for each in self.verdicts)


def examine(value: object, annotation: Any, *, subject: str, severity: Severity) -> Verdict:
    """Check `value` against the type `annotation` at full depth.

    Raises:
        dagcompile.runtime.types.UnsupportedType: `annotation` is not a type that can be checked.
    """
    shape = shape_of(annotation)
    begin = perf_counter()
    try:
        if shape.accepts(value):
            return Verdict(
                subject=subject,
                type=shape.text,
                outcome="pass",
                severity=severity,
                seconds=perf_counter() - begin,
            )
        return _failure(value, shape, subject=subject, severity=severity, begin=begin)
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as crash:  # noqa: BLE001  (the run goes on)
        return Verdict(
            subject=subject,
            type=shape.text,
            outcome="crashed",
            severity=severity,
            seconds=perf_counter() - begin,
            error=error_record(_reason(crash)),
        )


def _reason(crash: BaseException) -> BaseException:
    """What was raised in the user's code: by a check, or by the value that was looked at."""
    return (crash.__cause__ or crash) if isinstance(crash, CheckCrashed) else crash


def _failure(
    value: object, shape: Shape, *, subject: str, severity: Severity, begin: float
) -> Verdict:
    found = shape.violations(value)
    listed = tuple(islice(found, SHOWN))
    more = sum(1 for _ in islice(found, COUNTED - SHOWN))
    return Verdict(
        subject=subject,
        type=shape.text,
        outcome="fail",
        severity=severity,
        violations=listed,
        more=more,
        seconds=perf_counter() - begin,
    )


def withheld(annotation: Any, *, subject: str, severity: Severity) -> Verdict:
    """The verdict on an output that was withheld though its type does not allow it."""
    text = shape_of(annotation).text
    return Verdict(
        subject=subject,
        type=text,
        outcome="fail",
        severity=severity,
        violations=(Violation(path="", expected=text, got="SKIP", value="SKIP"),),
    )
