"""A handle can be passed on. Every other use is refused at the author's line, with the way out."""

import json
import operator
import re
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from kinds.lines import CAUGHT, HARMLESS, HEADER, UNDETECTABLE
from kinds.uses import REFUSED
from wired import ops
from wired.checks import codes, only, source
from wired.contracts import Row

from dagcompile import op, pipeline
from dagcompile.authoring import trace
from dagcompile.authoring.handles import Handle
from dagcompile.diagnostics import CompileError

Use = Callable[[Any], object]

WRITTEN = [(use, line) for use, lines in REFUSED.items() for line in lines]
LINES = [*(line for _, line in WRITTEN), *CAUGHT, *HARMLESS, *UNDETECTABLE]
BODY = "def use_{}(number: int, text: str, day: date, rows: list[int]) -> None:"


@pytest.fixture(scope="module")
def pipelines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A pipeline for each line, from a module that holds them all."""
    text = HEADER
    for number, line in enumerate(LINES):
        text += f"\n@PIPELINES.append\n@pipeline\n{BODY.format(number)}\n    {line}\n"
    file = tmp_path_factory.mktemp("lines") / "lines_of_handles.py"
    file.write_text(text)
    made: dict[str, Any] = {"__name__": file.stem}
    exec(compile(text, file, "exec"), made)
    return dict(zip(LINES, made["PIPELINES"], strict=True))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("use", "line"), WRITTEN)
def test_a_use_as_a_value_is_refused(use: str, line: str, pipelines: dict[str, Any]) -> None:
    diagnostic = only(pipelines[line])
    assert diagnostic.code == "DC110"
    assert re.match(rf"`param (number|text|day|rows)` is {use}\b", diagnostic.message)
    assert re.search(
        r"it is a handle: it stands for the value of type|a handle only stands for",
        diagnostic.message,
    )
    assert diagnostic.fix
    (label,) = diagnostic.labels
    assert source(label.place) in line


@pytest.mark.parametrize("line", CAUGHT)
def test_a_use_is_refused_whoever_catches_it(line: str, pipelines: dict[str, Any]) -> None:
    assert only(pipelines[line]).code == "DC110"


@pytest.mark.parametrize("line", [*HARMLESS, *UNDETECTABLE])
def test_a_line_that_asks_nothing_is_fine(line: str, pipelines: dict[str, Any]) -> None:
    assert codes(pipelines[line]) == []


OPERATORS = "add sub mul matmul truediv floordiv mod pow lshift rshift and_ or_ xor".split()


@pytest.mark.parametrize("name", OPERATORS)
def test_every_operator_is_refused_on_both_sides_and_in_place(name: str) -> None:
    function, in_place = getattr(operator, name), getattr(operator, f"i{name.rstrip('_')}")
    assert codes(misused(lambda handle: function(handle, 2))) == ["DC110"]
    assert codes(misused(lambda handle: function(2, handle))) == ["DC110"]
    assert codes(misused(lambda handle: in_place(handle, 2))) == ["DC110"]


def test_what_is_said_about_a_node_is_said_before_its_call() -> None:
    @pipeline
    def late(number: int) -> None:
        ops.plain(number).named("a")  # type: ignore[attr-defined]

    assert "clean.named(...)(rows), not clean(rows).named(...)" in only(late).fix


def test_a_handle_without_a_name_is_told_of() -> None:
    @pipeline
    def nameless(number: int) -> None:
        "".join([ops.plain(number)])  # type: ignore[list-item]

    diagnostic = only(nameless)
    assert diagnostic.code == "DC110"
    assert diagnostic.message.startswith("a handle is used as if it were a value")


def test_an_error_of_the_author_beside_a_handle_is_his_own() -> None:
    def helper(number: int, limit: int) -> int:
        raise ValueError("no limit")

    @pipeline
    def broken(number: int) -> None:
        helper(number, 3)

    diagnostic = only(broken)
    assert diagnostic.code == "DC108"
    assert "ValueError: no limit" in diagnostic.message


def test_there_are_many_lines() -> None:
    assert len(set(LINES)) == len(LINES) > 240


def misused(use: Use) -> Any:
    @pipeline
    def wrong(number: int) -> None:
        use(number)

    return wrong


def test_numpys_protocol_is_refused() -> None:
    np = pytest.importorskip("numpy")
    for use in (np.asarray, np.mean, lambda handle: np.add(handle, 1), lambda h: np.ones(2) * h):
        assert codes(misused(use)) == ["DC110"]


@pytest.mark.parametrize(
    "name", ["__array__", "__array_ufunc__", "__arrow_c_stream__", "__dataframe__", "__fspath__"]
)
def test_a_protocol_by_its_method_is_refused(name: str) -> None:
    assert codes(misused(lambda handle: getattr(handle, name)())) == ["DC110"]


def test_the_place_is_what_the_author_wrote() -> None:
    @pipeline
    def wrong(number: int) -> None:
        "é".join([]), number > 3

    (label,) = only(wrong).labels
    assert source(label.place) == "number > 3"


def test_the_place_is_not_in_a_library() -> None:
    @pipeline
    def wrong(number: int) -> None:
        json.dumps([number], default=str)

    (label,) = only(wrong).labels
    assert source(label.place) == "json.dumps([number], default=str)"


def test_the_place_may_be_in_a_helper_of_the_author() -> None:
    def helper(number: int) -> int:
        return number + 1

    @pipeline
    def wrong(number: int) -> None:
        helper(number)

    (label,) = only(wrong).labels
    assert source(label.place) == "number + 1"


def test_a_handle_may_be_shown_and_asked_for_nothing() -> None:
    seen: list[object] = []

    @pipeline
    def shown(number: int) -> None:
        seen.extend([repr(number), repr(ops.split([]).right), dir(number), number is None])
        seen.append(getattr(number, "__wrapped__", "none"))

    trace(shown)
    assert seen == [
        "<handle param number: int>",
        "<handle split.right: Annotated[list[wired.contracts.Row], wired.contracts.not_empty]>",
        [],
        False,
        "none",
    ]


def kept_handle() -> Any:
    kept: list[Any] = []

    @pipeline
    def earlier(number: int) -> None:
        kept.append(ops.plain(number))

    trace(earlier)
    return kept[0]


def test_a_handle_of_an_earlier_trace_is_refused() -> None:
    handle = kept_handle()

    @pipeline
    def later(rows: list[Row]) -> list[Row]:
        ops.plain(handle)
        ops.publish.after(handle)(rows)
        ops.merge([rows], {"a": handle}, (1, 0.5))
        return handle  # type: ignore[no-any-return]

    assert codes(later) == ["DC111"] * 4


def test_a_handle_is_refused_by_an_op_outside_a_trace() -> None:
    handle = kept_handle()
    with pytest.raises(CompileError, match=r"DC111.*used outside its trace"):
        ops.plain(handle)
    with pytest.raises(CompileError, match=r"DC111.*used outside its trace"):
        ops.plain(number=handle)


def test_a_handle_in_another_thread_is_refused() -> None:
    errors: list[CompileError] = []

    def run(number: int) -> None:
        try:
            ops.plain(number)
        except CompileError as error:
            errors.append(error)

    @pipeline
    def threaded(number: int) -> None:
        thread = threading.Thread(target=run, args=(number,))
        thread.start()
        thread.join()

    assert codes(threaded) == ["DC111"]
    assert [each.code for error in errors for each in error.diagnostics] == ["DC111"]


def test_a_trace_that_is_handed_to_another_thread_is_refused() -> None:
    import contextvars

    errors: list[CompileError] = []

    def run(number: int) -> None:
        try:
            ops.plain(number)
        except CompileError as error:
            errors.append(error)

    @pipeline
    def threaded(number: int) -> None:
        context = contextvars.copy_context()
        thread = threading.Thread(target=context.run, args=(run, number))
        thread.start()
        thread.join()

    assert codes(threaded) == ["DC111"]
    assert [each.code for error in errors for each in error.diagnostics] == ["DC111"]


def test_a_use_in_another_thread_is_refused() -> None:
    @pipeline
    def threaded(number: int) -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(int, number)
            pool.submit(ops.plain, number)

    assert sorted(codes(threaded)) == ["DC110", "DC111"]


def test_an_op_without_handles_does_not_run_in_a_thread_that_the_body_starts() -> None:
    ran: list[int] = []

    @op
    def work(number: int) -> int:
        ran.append(number)
        return number

    @pipeline
    def threaded() -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(work, 1).result()

    found = only(threaded)
    assert (found.code, ran) == ("DC111", [])
    assert [source(label.place) for label in found.labels] == ["pool.submit(work, 1)"]


def test_a_thread_that_the_trace_did_not_start_runs_ops() -> None:
    asked, told = threading.Event(), threading.Event()
    values: list[object] = []

    def run() -> None:
        asked.wait(60)
        values.append(ops.plain(1))
        told.set()

    @pipeline
    def beside() -> None:
        asked.set()
        assert told.wait(60)
        ops.plain(1)

    thread = threading.Thread(target=run)
    thread.start()
    assert not codes(beside)
    thread.join()
    assert values == [ops.plain(1)]


@pytest.mark.parametrize("fails", [ValueError, None])
def test_a_thread_that_outlives_its_trace_runs_ops(fails: type[Exception] | None) -> None:
    with ThreadPoolExecutor(1) as pool:

        @pipeline
        def first() -> None:
            pool.submit(int).result()
            if fails is not None:
                raise fails

        codes(first)
        assert pool.submit(ops.plain, 1).result() == ops.plain(1)


def test_a_use_after_the_trace_only_raises() -> None:
    handle = kept_handle()
    with pytest.raises(CompileError, match="DC110"):
        int(handle)


def test_an_op_that_swallows_handles_is_still_refused_in_containers() -> None:
    @op
    def first(values: list[int]) -> int:
        return values[0]

    handle = kept_handle()
    with suppress(CompileError):
        first([handle])
    assert type(handle) is Handle
