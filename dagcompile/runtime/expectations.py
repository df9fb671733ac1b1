"""What the author of a pipeline expects of values beside their types.

    kept = expect(checks.rows_kept, "result", least=0.9)(flights=flights)
    failure = meet([kept], {"result": cleaned}.__getitem__, node="clean", log=log)

All expectations of a node are looked at and told, also when the first one is not met. One that
looks at a value that is not there is passed over. Like a guard, it changes nothing and raises
nothing for a value; one that itself raises has crashed, which is an error whatever its severity.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from time import perf_counter
from types import CoroutineType
from typing import Any

from dagcompile.runtime.crashes import crash_record
from dagcompile.runtime.events import Event, Log, summary
from dagcompile.runtime.interrupts import ends_run
from dagcompile.runtime.tokens import Missing
from dagcompile.runtime.types.answers import Verdict
from dagcompile.runtime.types.base import CheckCrashed, Violation
from dagcompile.runtime.types.checks import FunctionCheck
from dagcompile.runtime.types.frames.expecting import ColumnCheck, shape_for
from dagcompile.runtime.types.frames.queries import run_once
from dagcompile.runtime.types.names import class_text, import_path
from dagcompile.runtime.types.secrets import HIDDEN
from dagcompile.runtime.verdict import (
    Checked,
    GuardFailed,
    GuardVerdict,
    Looked,
    Outcome,
    Severity,
    before_crash,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """A function that says of some values of a node whether they are as expected.

    Called with values by the names of inputs, it gives the same that looks at these, too.

    Args:
        fn: called with its values by name, and `params`.
        outputs: the names of the outputs that it looks at.
        of: the name of the only value that it looks at, which it is given by position.
        name: what it is called; the path of `fn` if None.
        severity: "error": the node fails where it is not met; "warn": this is told.
        secret: it looks at a secret, so that what it says is not told.
        inputs: the values of the inputs that it looks at.
    """

    fn: Callable[..., Any]
    outputs: tuple[str, ...] = ()
    of: str = ""
    name: str | None = None
    severity: Severity = "error"
    secret: bool = False
    params: tuple[tuple[str, Any], ...] = ()
    inputs: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, /, **inputs: Any) -> "Expectation":
        """The same, of these values of inputs."""
        return replace(self, inputs=inputs)

    @property
    def given(self) -> tuple[str, ...]:
        """The names of the outputs that it looks at."""
        return (self.of,) if self.of and self.of not in self.inputs else self.outputs

    @property
    def text(self) -> str:
        """What a person reads of it, such as `flights.checks.rows_kept(least=0.9)`."""
        if isinstance(self.fn, ColumnCheck):
            return self.name or self.fn.text
        name = self.name or ".".join(import_path(self.fn))
        return FunctionCheck(name=name, fn=self.fn, params=self.params).shown


def expect(
    fn: Callable[..., Any],
    /,
    *outputs: str,
    of: str = "",
    severity: Severity = "error",
    secret: bool = False,
    name: str | None = None,
    **params: Any,
) -> Expectation:
    """An `Expectation`, as generated code writes it."""
    return Expectation(
        fn=fn,
        outputs=outputs,
        of=of,
        name=name,
        severity=severity,
        secret=secret,
        params=tuple(sorted(params.items())),
    )


class ExpectationFailed(GuardFailed):
    """An expectation of severity `error` was not met, or one crashed."""

    def __str__(self) -> str:
        return "\n".join(verdict_text(each) for each in self.verdicts)


def verdict_text(verdict: GuardVerdict) -> str:
    """Why an expectation is not met."""
    if verdict.error is not None:
        crash = summary(verdict.error)
        said = f"expectation {verdict.type} of {verdict.subject} crashed: {crash}"
        return before_crash(said, verdict.found)
    why = "; ".join(each for each in verdict.found if each)
    return f"{verdict.subject} does not meet {verdict.type}{f': {why}' if why else ''}"


def meet(
    expectations: Sequence[Expectation], output: Callable[[str], Any], *, node: str, log: Log
) -> ExpectationFailed | None:
    """Look at values of a node and tell what is found; gives its failure if one blocks.

    Args:
        output: gives the value of an output by its name.
    """
    verdicts = [
        verdict
        for each in expectations
        if (verdict := assess(each, output, node=node, log=log)) is not None
    ]
    return announce(verdicts, node=node, log=log)


def announce(verdicts: Sequence[GuardVerdict], *, node: str, log: Log) -> ExpectationFailed | None:
    """Tell of `verdicts`, and of the node's failure where one blocks; gives that failure."""
    for verdict in verdicts:
        log.emit("expectation", {"node": node, "verdict": verdict.record()})
    blocking = [each for each in verdicts if each.blocks]
    if not blocking:
        return None
    failure = ExpectationFailed(*blocking)
    log.failed(node, failure)
    return failure


def assess(
    expectation: Expectation, output: Callable[[str], Any], *, node: str, log: Log
) -> GuardVerdict | None:
    """The verdict on the values that `expectation` looks at; None where one is not there."""
    values = {**expectation.inputs, **{name: output(name) for name in expectation.given}}
    if any(isinstance(each, Missing) for each in values.values()):
        return None
    verdict = GuardVerdict(
        subject=", ".join(f"{node}.{name}" for name in values),
        type=expectation.text,
        outcome="pass",
        severity=expectation.severity,
    )
    begin = perf_counter()
    look = partial(_answered, expectation, values, verdict)
    try:
        watch = log.watch
        if watch is None:
            found = look()
        else:
            checks, secret = (expectation.text,), expectation.secret
            found = watch.examined(verdict.subject, values, look, log, checks=checks, secret=secret)
    except BaseException as crash:  # the run goes on
        if ends_run(crash):
            raise
        found = replace(verdict, outcome="crashed", error=_told(crash, expectation))
    return replace(found, seconds=perf_counter() - begin)


def _answered(
    expectation: Expectation, values: Mapping[str, Any], verdict: GuardVerdict
) -> GuardVerdict:
    if isinstance(expectation.fn, type | ColumnCheck):
        return _framed(expectation, values, verdict)
    args = tuple(values.values()) if expectation.of else ()
    named = {} if expectation.of else values
    said: object = expectation.fn(*args, **named, **dict(expectation.params))
    if isinstance(said, bool):
        said = Verdict(ok=said)
    if not isinstance(said, Verdict):
        raise _unclear(said, expectation)
    if expectation.secret:
        said = Verdict(ok=said.ok)
    if said.ok:
        return replace(verdict, metadata=said.metadata)
    violation = Violation("", verdict.type, "", "", said.message, said.metadata)
    return replace(verdict, outcome="fail", violations=(violation,))


def _framed(
    expectation: Expectation, values: Mapping[str, Any], verdict: GuardVerdict
) -> GuardVerdict:
    """What pandera says of a frame."""
    (frame,) = values.values()
    asked: Any = expectation.fn
    shape = shape_for(asked, frame)
    looked = Looked()
    error = None
    with run_once():
        try:
            if not shape.accepts(frame):
                looked.fits = False
                looked.take(shape.violations(frame))
        except Exception as crash:  # noqa: BLE001  (which is told)
            error = _told(crash, expectation)
        extent = shape.extent(frame)
    rows = None if extent is None else Checked("rows", extent.count, extent.count)
    if error is not None:
        outcome: Outcome = "crashed"
    else:
        outcome = "pass" if looked.fits else "fail"
    listed, more = tuple(looked.violations), looked.more
    if expectation.secret and not looked.fits:
        listed, more = (Violation("", verdict.type, HIDDEN, HIDDEN),), 0
    return replace(
        verdict, outcome=outcome, checked=rows, violations=listed, more=more, error=error
    )


def _told(crash: BaseException, expectation: Expectation) -> Event:
    if not expectation.secret:
        return crash_record(crash)
    hidden = CheckCrashed(expectation.text)
    hidden.hidden, hidden.__cause__ = True, crash
    return crash_record(hidden)


def _unclear(said: object, expectation: Expectation) -> TypeError:
    if isinstance(said, CoroutineType):
        said.close()  # nobody awaits it, and nobody is to be told that nobody did
    got = class_text(type(said))
    return TypeError(
        "an expectation must return True, False or a Verdict,"
        f" `{expectation.text}` returned `{got}`"
    )
