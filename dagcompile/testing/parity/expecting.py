"""What an expectation says of values, read off its record.

verdict_of(expectation, {"result": rows}, node="clean").outcome     "pass", "fail" or "crashed"
"""

from collections.abc import Mapping
from typing import Any

from dagcompile.ir import records as ir
from dagcompile.ir.references import resolve
from dagcompile.ir.values import from_value
from dagcompile.runtime.crashes import NOT_TOLD
from dagcompile.runtime.events import MESSAGE, error_record, shortened
from dagcompile.runtime.types import Violation
from dagcompile.runtime.types.answers import Verdict
from dagcompile.runtime.types.checks import FunctionCheck
from dagcompile.runtime.types.frames import FrameShape
from dagcompile.runtime.types.frames.expecting import column, shape_for
from dagcompile.runtime.verdict import SHOWN, Checked, GuardVerdict


def is_of_inputs(expectation: ir.Expectation) -> bool:
    """Whether it looks at inputs alone, which is done before the body is called."""
    return {look.side for look in expectation.looks} == {"input"}


def verdict_of(
    expectation: ir.Expectation, values: Mapping[str, Any], *, node: str
) -> GuardVerdict:
    """The verdict on `values`, which are those that it looks at by their ports."""
    params: dict[str, Any] = {name: from_value(each) for name, each in expectation.params}
    fn: Any
    if expectation.form == "column":
        asked = column(params["column"], params["check"], **params["given"])
        fn, shown = asked, asked.text
    else:
        fn = resolve(expectation.ref)
        given = tuple(sorted(params.items()))
        shown = FunctionCheck(name=expectation.name, fn=fn, params=given).shown
    inputs_first = sorted(expectation.looks, key=lambda look: look.side == "output")
    told: dict[str, Any] = {
        "subject": ", ".join(f"{node}.{look.port}" for look in inputs_first),
        "type": shown,
        "severity": expectation.severity,
    }
    try:
        if expectation.form != "function":
            (frame,) = values.values()
            return _of_frame(shape_for(fn, frame), frame, told)
        said = fn(*values.values(), **params) if expectation.by_position else fn(**values, **params)
        answer = _answer(said, told["type"])
    except KeyboardInterrupt:
        raise  # it ends the run
    except BaseException as error:  # noqa: BLE001  what it raises is its verdict
        record = error_record(error)
        return GuardVerdict(
            outcome="crashed",
            error={**record, "message": NOT_TOLD} if expectation.secret else record,
            **told,
        )
    if expectation.secret:
        answer = Verdict(ok=answer.ok)
    if answer.ok:
        return GuardVerdict(outcome="pass", metadata=answer.metadata, **told)
    why = Violation("", told["type"], "", "", answer.message, answer.metadata)
    return GuardVerdict(outcome="fail", violations=(why,), **told)


def _of_frame(shape: FrameShape, frame: Any, told: dict[str, Any]) -> GuardVerdict:
    found = tuple(shape.violations(frame))
    extent = shape.extent(frame)
    return GuardVerdict(
        outcome="fail" if found else "pass",
        checked=None if extent is None else Checked("rows", extent.count, extent.count),
        violations=found[:SHOWN],
        more=len(found[SHOWN:]),
        **told,
    )


def _answer(said: Any, expected: str) -> Verdict:
    if isinstance(said, bool):
        return Verdict(ok=said)
    if isinstance(said, Verdict):
        return said
    raise TypeError(
        "an expectation must return True, False or a Verdict, "
        f"`{expected}` returned `{type(said).__qualname__}`"
    )


def record_of(error: BaseException) -> dict[str, str]:
    """What is told of `error`: its class, and its message up to a length."""
    cls = type(error)
    message = shortened(str(error), MESSAGE)
    return {"type": f"{cls.__module__}.{cls.__qualname__}", "message": message}
