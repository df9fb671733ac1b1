"""Native work: an operator where there is Airflow, its stand-in elsewhere."""

from typing import Any

from dagcompile import Guard, Maybe, Retry, first_of, native, pipeline
from dagcompile.testing.parity.cases.record import Case, case
from dagcompile.testing.parity.ops import flow, natives

_BASH = "airflow.providers.standard.operators.bash:BashOperator"
_PYTHON = "airflow.providers.standard.operators.python:PythonOperator"
_SENSOR = "airflow.providers.standard.sensors.python:PythonSensor"

_print = native(
    _BASH,
    takes={"env": dict[str, str]},
    returns=int,
    stand_in=natives.printed,
    bash_command='echo "$(( $NUMBER + $(printf %s "$ODD" | wc -c) ))"',
)
_answer = native(
    _PYTHON,
    takes={"op_kwargs": dict[str, int]},
    returns=natives.Answer,
    stand_in=natives.answered,
    python_callable=natives.answer_json,
)
_wait = native(_SENSOR, stand_in=natives.passed, python_callable=natives.ready, poke_interval=0.1)
_lie = native(_PYTHON, returns=int, stand_in=natives.lied, python_callable=natives.text)
_fail = native(_PYTHON, returns=int, stand_in=natives.failed, python_callable=natives.raises)
_none = native(_PYTHON, returns=Maybe[int], stand_in=natives.withheld, python_callable=natives.none)
_third = native(
    _PYTHON,
    takes={"op_kwargs": dict[str, str]},
    returns=int,
    stand_in=natives.third_time,
    python_callable=natives.third,
)
_sleep = native(_PYTHON, returns=int, stand_in=natives.slept, python_callable=natives.sleep)


@pipeline
def native_text(number: int) -> int:
    """What a shell prints is read by its type; what it is given is not rendered."""
    return flow.inc(_print.named("job")(env=natives.environment(number)))


@pipeline
def native_record(number: int) -> int:
    """Plain JSON is read as a record."""
    return natives.rows(_answer.named("job")(op_kwargs=natives.given(number)))


@pipeline
def native_literal() -> natives.Answer:
    """What is given may be a literal, and what it gives the output of the pipeline."""
    return _answer(op_kwargs={"number": 3})


@pipeline
def native_waits(start: int) -> int:
    """A node comes after sensors whose values nobody takes."""
    first, second = _wait.named("first")(), _wait.named("second")()
    return flow.inc.after(first, second)(start)


@pipeline
def native_wrong() -> int:
    """What it gives is not of its type, so its guard fails."""
    return flow.inc(_lie.named("job")())


@pipeline
def native_warns() -> Any:
    """What it gives is not of its type, of which its guard only warns."""
    return _lie.named("job").with_policy(guard=Guard(severity="warn"))()


@pipeline
def native_fails(start: int) -> int:
    """It fails; what needs it is not run, and the others are."""
    flow.inc.named("never")(_fail.named("job")())
    return flow.inc(start)


@pipeline
def native_withheld(start: int) -> int:
    """It gives nothing, so another value is taken."""
    return first_of(flow.inc.named("never")(_none.named("job")()), flow.inc(start))


@pipeline
def native_skipped(start: int) -> int:
    """It comes after a node that is skipped, and one that is not."""
    gone = flow.inc.named("gone")(flow.maybe(start, "skip"))
    other = flow.inc.named("other")(start)
    job = _print.named("job").after(gone, other)(env=natives.environment(start))
    return first_of(job, start)


@pipeline
def native_retry(scratch: str) -> int:
    """It fails twice, and is tried again."""
    again = _third.named("job").with_policy(retry=Retry(attempts=3, delay=0.01))
    return flow.inc(again(op_kwargs=natives.counting(scratch)))


@pipeline
def native_timeout(start: int) -> int:
    """It takes longer than it may."""
    late = _sleep.named("job").with_policy(timeout=0.5)()
    flow.inc.named("never")(late)
    return flow.inc(start)


CASES: tuple[Case, ...] = (
    case(native_text, "text is read by its type", number=30),
    case(native_record, "JSON is read as a record", number=2),
    case(native_literal, "a literal is given, and the result is an output"),
    case(native_waits, "nodes come after sensors", start=1),
    case(native_wrong, "a value of another type fails its guard", lies=True),
    case(native_warns, "a value of another type is told of", lies=True),
    case(native_fails, "a failure keeps what needs it from running", start=1),
    case(native_withheld, "nothing given is withheld", start=1),
    case(native_skipped, "a skip is handed on", start=1),
    case(native_retry, "it is tried again"),
    case(native_timeout, "it is ended in time", start=1),
)
