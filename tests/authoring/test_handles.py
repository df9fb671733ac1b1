"""A handle can be passed on. Every other use is refused at the author's line, with the way out."""

import asyncio
import copy
import json
import math
import operator
import pickle
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from wired import ops
from wired.checks import codes, only, source
from wired.contracts import Row

from dagcompile import op, pipeline
from dagcompile.authoring import trace
from dagcompile.authoring.handles import Handle
from dagcompile.diagnostics import CompileError

Use = Callable[[Any], object]


async def awaited(handle: Any) -> None:
    await handle


async def walked(handle: Any) -> None:
    async for _ in handle:
        pass


async def entered(handle: Any) -> None:
    async with handle:
        pass


def matched(handle: Any) -> None:
    match handle:
        case list():
            pass
        case _:
            pass


def item_set(handle: Any) -> None:
    handle[0] = 1


def item_deleted(handle: Any) -> None:
    del handle[0]


def attribute_set(handle: Any) -> None:
    handle.name = 1


def attribute_deleted(handle: Any) -> None:
    del handle.name


def with_block(handle: Any) -> None:
    with handle:
        pass


def added_in_place(handle: Any) -> None:
    handle += 1


MISUSES: dict[str, Use] = {
    "if": lambda handle: 1 if handle else 2,
    "not": lambda handle: not handle,
    "and": lambda handle: handle and 1,
    "eq": lambda handle: handle == 1,
    "ne": lambda handle: handle != 1,
    "lt": lambda handle: handle < 1,
    "le": lambda handle: handle <= 1,
    "gt": lambda handle: handle > 1,
    "ge": lambda handle: handle >= 1,
    "chained": lambda handle: 0 < handle < 1,
    "hash": hash,
    "set": lambda handle: {handle},
    "key": lambda handle: {handle: 1},
    "for": lambda handle: [each for each in handle],  # noqa: C416
    "star": lambda handle: [*handle],
    "double star": lambda handle: dict(**handle),
    "unpack": lambda handle: operator.itemgetter(0)(tuple(handle)),
    "next": next,
    "reversed": reversed,
    "sorted": sorted,
    "len": len,
    "contains": lambda handle: 1 in handle,
    "getitem": lambda handle: handle[0],
    "slice": lambda handle: handle[1:],
    "setitem": item_set,
    "delitem": item_deleted,
    "call": lambda handle: handle(),
    "attribute": lambda handle: handle.columns,
    "hasattr": lambda handle: hasattr(handle, "columns"),
    "setattr": attribute_set,
    "delattr": attribute_deleted,
    "str": str,
    "f-string": lambda handle: f"{handle}",
    "format spec": lambda handle: f"{handle:>3}",
    "percent": lambda handle: "%s" % handle,  # noqa: UP031
    "join": lambda handle: "".join(map(str, [handle])),
    "print": print,
    "bytes": bytes,
    "int": int,
    "float": float,
    "complex": complex,
    "index": lambda handle: [1, 2][handle],
    "range": range,
    "round": round,
    "trunc": math.trunc,
    "floor": math.floor,
    "ceil": math.ceil,
    "sqrt": math.sqrt,
    "neg": lambda handle: -handle,
    "pos": lambda handle: +handle,
    "invert": lambda handle: ~handle,
    "abs": abs,
    "divmod": lambda handle: divmod(handle, 2),
    "pow": lambda handle: pow(2, handle),
    "sum": lambda handle: sum([handle]),
    "max": lambda handle: max(handle, 1),
    "add in place": added_in_place,
    "isinstance": lambda handle: isinstance(handle, list),
    "isinstance of an abc": lambda handle: isinstance(handle, Iterable),
    "isinstance of a union": lambda handle: isinstance(handle, list | dict),
    "match": matched,
    "class": lambda handle: handle.__class__,
    "with": with_block,
    "path": Path,
    "open": lambda handle: Path("x") / handle,
    "await": lambda handle: asyncio.run(awaited(handle)),
    "async for": lambda handle: asyncio.run(walked(handle)),
    "async with": lambda handle: asyncio.run(entered(handle)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": pickle.dumps,
    "json key": lambda handle: json.dumps({"a": [handle]}, default=str),
}

BINARY = "add sub mul matmul truediv floordiv mod pow lshift rshift and_ or_ xor".split()


def binary(name: str) -> Use:
    return lambda handle: getattr(operator, name)(handle, 2)


def reflected(name: str) -> Use:
    return lambda handle: getattr(operator, name)(2, handle)


for name in BINARY:
    MISUSES[name] = binary(name)
    MISUSES[f"reflected {name}"] = reflected(name)
    MISUSES[f"in place {name}"] = binary(f"i{name.rstrip('_')}")


def misused(use: Use) -> Any:
    @pipeline
    def wrong(number: int) -> None:
        use(number)

    return wrong


@pytest.mark.parametrize("name", MISUSES)
def test_a_misuse_is_refused(name: str) -> None:
    diagnostic = only(misused(MISUSES[name]))
    assert diagnostic.code == "DC110"
    assert "`param number` is " in diagnostic.message
    assert "it is a handle" in diagnostic.message
    assert "type int" in diagnostic.message
    assert diagnostic.fix


def test_there_are_many() -> None:
    assert len(MISUSES) > 90


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

    trace(threaded)
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

    assert trace(threaded).pipeline.meaning.nodes == ()
    assert [each.code for error in errors for each in error.diagnostics] == ["DC111"]


def test_an_op_that_swallows_handles_is_still_refused_in_containers() -> None:
    @op
    def first(values: list[int]) -> int:
        return values[0]

    handle = kept_handle()
    with suppress(CompileError):
        first([handle])
    assert type(handle) is Handle
