"""What a run keeps alive: no more than code that a careful author writes by hand."""

import gc
import tracemalloc
import weakref
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Annotated, Any, NamedTuple, cast

import pytest

from dagcompile import SKIP, Check, Maybe, Retry, first_of, op, pipeline
from dagcompile.codegen.artifact import Artifact
from dagcompile.ir.records import Placement
from dagcompile.project.compiling import compile_loaded
from dagcompile.runtime.events import Event
from dagcompile.runtime.frames import release
from dagcompile.runtime.v1 import Maybe as MaybeType
from dagcompile.runtime.v1 import Report, execute
from dagcompile.target import find_target
from tests.runtime import bodies
from tests.runtime.telling import run_to

PLACEMENTS: tuple[Placement, ...] = ("steps", "inline", "off")
BLOCK = 1_000_000
SPARE = BLOCK // 10
"""What a run may take beyond the values: its own records and code."""


class Halves(NamedTuple):
    left: bytes
    right: Maybe[bytes]


def never_large(value: bytes) -> bool:
    return len(value) < BLOCK * 100


Checked = Annotated[bytes, Check(never_large)]


@op
def make(number: int) -> bytes:
    return bytes(BLOCK + number)


@op
def longer(block: bytes) -> Any:
    return block + b"x"


@op
def checked(block: Checked) -> bytes:
    return block + b"y"


@op
def halve(block: bytes) -> Halves:
    return Halves(left=block[:BLOCK], right=SKIP)


@op
def both(one: bytes, other: bytes) -> bytes:
    return one + other


@op(retry=Retry(attempts=2), timeout=60)
def lose(block: bytes) -> bytes:
    copy = block + b"z"
    raise ValueError(f"no use for {len(copy)} bytes")


@op
def lie(block: bytes) -> list[int]:
    return block + b"w"  # type: ignore[return-value]


@op
def size(block: bytes) -> int:
    return len(block)


@pipeline
def heavy(number: int) -> int:
    """Blocks that are passed on, checked at their consumer, withheld, lost and refused."""
    first = make(number)
    second = checked(longer(first))
    lose(second)
    lie(second)
    halves = halve(second)
    third = first_of.named("third")(halves.right, halves.left)
    fourth = both(third, make.named("other")(number))
    fifth = size.named("last")(longer.named("again")(fourth))
    return size.named("end")(make.named("final")(fifth))


def by_hand(number: int) -> int:
    """The same, as one writes it who counts bytes."""
    first = make(number)
    longer_ = longer(first)
    del first
    assert never_large(longer_)
    second = checked(longer_)
    del longer_
    for _ in range(2):
        with suppress(ValueError):
            lose(second)
    lie(second)  # which is refused at once
    halves = halve(second)
    del second
    third = halves.left
    del halves
    other = make(number)
    fourth = both(third, other)
    del third, other
    again = longer(fourth)
    del fourth
    fifth = size(again)
    del again
    return size(make(fifth))


def script(guards: Placement) -> Artifact:
    target = find_target("python")
    compiled = compile_loaded(heavy, guards=guards).pipeline
    (artifact,) = target.artifacts(compiled, target.options())
    return artifact


def function_of(text: str) -> Callable[..., Any]:
    names: dict[str, Any] = {"__name__": "heavy_script"}
    exec(compile(text, "heavy_script.py", "exec"), names)
    return cast(Callable[..., Any], names["heavy"])


def peak(call: Callable[[], Any]) -> int:
    """The most bytes that were in use at once during a second call."""
    call()
    gc.collect()
    gc.disable()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        call()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
        gc.enable()


@pytest.mark.parametrize("listening", [True, False])
@pytest.mark.parametrize("guards", PLACEMENTS)
def test_the_peak_is_that_of_code_by_hand(guards: Placement, listening: bool) -> None:
    function = function_of(script(guards).text)
    events: list[Event] = []
    reports: list[Report] = []

    def run() -> None:
        events.clear()
        reports.clear()
        report = execute(function, number=1, sinks=(events.append,) if listening else ())
        reports.append(report)

    allowed = peak(lambda: by_hand(1)) + SPARE
    assert peak(run) <= allowed
    (report,) = reports
    assert report.ended("failed") == ["lose", *(["lie"] if guards != "off" else [])]
    assert report.result if report.outcome == "ok" else report.results["result"]


# --- one thing at a time ----------------------------------------------------------------------


class Big:
    """A value that can be watched."""


@pytest.fixture
def alive() -> Iterator[Callable[[], int]]:
    """How many of these are alive, without the help of the garbage collector."""
    gc.collect()
    gc.disable()
    seen.clear()
    yield lambda: len([each for each in seen if each() is not None])
    gc.enable()


seen: list[weakref.ref[Big]] = []


def big(*_: object) -> Big:
    made = Big()
    seen.append(weakref.ref(made))
    return made


def fail(value: Big) -> None:
    kept = [value, big()]
    raise ValueError(f"{len(kept)} of no use")


def fail_deep(value: Big) -> None:
    try:
        fail(value)
    except ValueError as error:
        raise ExceptionGroup("several", [error, KeyError("other")]) from error


@pytest.mark.parametrize("settings", [{}, {"timeout": 60.0}, {"retry": Retry(attempts=2)}])
@pytest.mark.parametrize("body", [fail, fail_deep])
def test_a_failed_node_keeps_its_error_and_no_value(
    alive: Callable[[], int], settings: dict[str, Any], body: Any
) -> None:
    run = run_to([])
    value = run.step("made", big)()
    run.step("failed", body, **settings)(value)
    assert alive() == 1
    del value
    assert alive() == 0
    node = run.nodes["failed"]
    assert "in fail\n" in node.traceback
    assert node.traceback.count("test_memory.py") >= 1


def test_an_input_that_was_guarded_is_not_kept(alive: Callable[[], int]) -> None:
    run = run_to([])
    for type_, outcome in ((Big, "ok"), (int, "failed")):
        value = run.step("made", big)()
        run.step("n", lambda value: None)(run.guard_input("n.value", value, type_))
        assert run.nodes["n"].outcome == outcome
        del value
        assert alive() == 0


def test_a_value_that_its_guard_refuses_is_not_kept(alive: Callable[[], int]) -> None:
    run = run_to([])
    value: Any = run.step("steps", big)()
    value = run.guard("steps", value, int)
    run.step("inline", big, returns=int)()
    run.step("odd", big, returns=MaybeType[Annotated[Big, Check(fail)]])()
    assert [node.outcome for node in run.nodes.values()] == ["failed"] * 3
    assert alive() == 0


def test_what_first_of_passes_over_is_not_kept(alive: Callable[[], int]) -> None:
    run = run_to([])
    value = run.first_of("n", big(), big())
    assert alive() == 1
    del value
    assert alive() == 0


def test_a_generator_that_is_still_wanted_is_not_closed() -> None:
    def numbers() -> Iterator[Any]:
        try:
            bodies.fail()
        except ValueError as error:
            yield error
        yield "more"

    each = numbers()
    release(next(each))
    assert next(each) == "more"


def test_an_error_that_leads_to_itself_is_released_once() -> None:
    one, other = ValueError("one"), ValueError("other")
    one.__context__, other.__context__ = other, one
    release(one)
