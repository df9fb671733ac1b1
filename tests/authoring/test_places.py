"""Every part of a pipeline knows where it was written."""

import linecache
from collections.abc import Iterator, Mapping
from typing import Any

from wired import ops, pipelines
from wired.checks import found, only, source
from wired.contracts import Row

from dagcompile import first_of, op, pipeline
from dagcompile.authoring import trace
from dagcompile.diagnostics import Place


def helper(rows: list[Row]) -> list[Row]:
    return ops.clean.named("ins" + "ide")(rows)


# fmt: off
@pipeline
def placed(rows: list[Row], /, lookup: dict[str, Row], *, größe: "int" = 3) -> list[Row]:  # noqa: PLC2401
    é = ops.load.named("ö")(  # noqa: PLC2401
        limit=größe, day=DAY)
    def inner() -> int:
        return 1
    kept = ops.clean(*[é])  # type: ignore[arg-type]
    first = first_of(kept, rows)
    merged = ops.merge([first], {}, (1, 0.5)); ops.look(lookup, "a"); other = helper(merged)  # noqa: E702
    return other
# fmt: on


DAY: Any = __import__("datetime").date(2024, 1, 1)


def shown(places: Mapping[str, Place]) -> dict[str, str]:
    return {key: source(place) for key, place in places.items()}


def test_all_places() -> None:
    places = trace(placed).places
    line = linecache.getlines(__file__).index("    def inner() -> int:\n") - 1
    assert shown(places) == {
        "pipeline": "def placed",
        "node:ö": 'ops.load.named("ö")(  # noqa: PLC2401',
        "input:ö.day": "DAY",
        "input:ö.limit": "größe",
        "node:clean": "ops.clean(*[é])",
        "input:clean.rows": "ops.clean(*[é])",
        "node:first_of": "first_of(kept, rows)",
        "input:first_of.0": "kept",
        "input:first_of.1": "rows",
        "node:merge": "ops.merge([first], {}, (1, 0.5))",
        "input:merge.parts": "[first]",
        "input:merge.names": "{}",
        "input:merge.pair": "(1, 0.5)",
        "node:look": 'ops.look(lookup, "a")',
        "input:look.lookup": "lookup",
        "input:look.key": '"a"',
        "node:inside": 'ops.clean.named("ins" + "ide")(rows)',
        "input:inside.rows": "rows",
        "op:wired.ops:load": "def load",
        "op:wired.ops:clean": "def clean",
        "op:wired.ops:merge": "def merge",
        "op:wired.ops:look": "def look",
        "param:rows": "rows: list[Row]",
        "param:lookup": "lookup: dict[str, Row]",
        "param:größe": 'größe: "int"',
        "output:result": "return other",
    }
    assert len(places) == 26
    assert places["node:ö"].file == __file__
    assert places["node:ö"].line == line
    assert "nothing" not in places


def test_without_its_source_the_line_is_known(tmp_path: Any) -> None:
    code = (
        "from dagcompile import pipeline\nfrom wired import ops\n\n"
        "@pipeline\ndef gone(number: int) -> int:\n    return ops.plain(number)\n"
    )
    names: dict[str, Any] = {"__name__": "gone_module"}
    exec(compile(code, str(tmp_path / "gone.py"), "exec"), names)
    places = trace(names["gone"]).places
    assert places["node:plain"] == Place(
        file=str(tmp_path / "gone.py"), line=6, column=12, end_column=29
    )
    assert places["param:number"].line == 4
    assert places["input:plain.number"] == places["node:plain"]
    assert places["output:result"].line == 4


def test_an_op_without_code_has_no_place() -> None:
    from dagcompile import op

    @pipeline
    def builtin(rows: list[Row]) -> int:
        return op(len)(rows)

    assert [key for key in trace(builtin).places if key.startswith("op:")] == []


def test_a_place_in_a_body_of_another_file() -> None:
    @pipeline
    def outer(number: int) -> None:
        list(map(ops.plain, ["a"]))  # type: ignore[arg-type]

    assert source(only(outer).labels[0].place) == 'list(map(ops.plain, ["a"]))'
    assert trace(pipelines.daily).places["output:result"].file == pipelines.__file__


def test_a_type_that_a_function_says_it_returns_is_shown_where_it_says_so() -> None:
    @op
    def walk(number: int) -> Iterator[int]:
        return iter([number])

    @pipeline
    def one(number: int) -> None:
        walk(number)

    wrong = next(each for each in found(one) if each.code == "DC220")
    label, _ = wrong.labels
    assert (source(label.place), label.text) == ("Iterator[int]", "what op `walk` returns")
