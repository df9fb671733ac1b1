"""Imports: sorted, complete, and never in the way of a name of the file."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagcompile.codegen.expr import Borrowed, Expr, Imported, ListOf, NameOf
from dagcompile.codegen.imports import Imports
from dagcompile.codegen.layout import layout
from dagcompile.diagnostics import CompileError
from dagcompile.ir.records import Ref
from tests.codegen.formatting import findings
from tests.codegen.strategies import drawn


def user(module: str, name: str = "f") -> NameOf:
    return NameOf(Ref(module=module, name=name))


def written(items: list[Expr], *, reserved: tuple[str, ...] = ()) -> tuple[list[str], list[str]]:
    imports = Imports(items, reserved=reserved)
    return imports.block().split("\n"), [layout(each, imports) for each in items]


def test_modules_by_their_last_name_and_libraries_by_theirs() -> None:
    block, names = written(
        [user("flights.ops", "Outer.load"), Imported("datetime", "date"), user("ops2")]
    )
    assert block == ["from datetime import date", "", "import ops2", "from flights import ops"]
    assert names == ["ops.Outer.load", "date", "ops2.f"]


def test_builtins_are_not_imported() -> None:
    assert written([user("builtins", "len")]) == ([""], ["len"])


def test_two_modules_with_one_last_name_go_by_their_whole_paths() -> None:
    items: list[Expr] = [user("a.b.ops"), user("c.ops"), user("ops")]
    block, names = written(items)
    assert block == ["import ops", "from a.b import ops as a_b_ops", "from c import ops as c_ops"]
    assert names == ["a_b_ops.f", "c_ops.f", "ops.f"]


PANDAS = Borrowed("pandera.typing", "DataFrame", "PandasFrame")
POLARS = Borrowed("pandera.typing.polars", "DataFrame", "PolarsFrame")


def test_what_has_another_name_goes_by_that_where_its_own_is_not_free() -> None:
    assert written([PANDAS])[1] == written([POLARS])[1] == ["DataFrame"]
    block, names = written([PANDAS, POLARS])
    assert names == ["PandasFrame", "PolarsFrame"]
    assert block == [
        "from pandera.typing import DataFrame as PandasFrame",
        "from pandera.typing.polars import DataFrame as PolarsFrame",
    ]
    assert written([POLARS], reserved=("DataFrame",))[1] == ["PolarsFrame"]
    _, names = written([PANDAS, POLARS, user("app.PolarsFrame")], reserved=("PandasFrame",))
    assert names == ["pandera_typing_DataFrame", "PolarsFrame", "app_PolarsFrame.f"]


def test_a_reserved_name_is_left_alone() -> None:
    items: list[Expr] = [
        user("flights.ops"),
        user("ops"),
        Imported("datetime", "date"),
        user("app.list"),
    ]
    block, names = written(items, reserved=("ops", "date", "flights_ops"))
    assert names == ["flights_ops_.f", "ops_.f", "datetime_date", "app_list.f"]
    assert block == [
        "from datetime import date as datetime_date",
        "",
        "import ops as ops_",
        "from app import list as app_list",
        "from flights import ops as flights_ops_",
    ]


def test_a_library_name_comes_before_a_module() -> None:
    _, names = written([user("app.date"), Imported("datetime", "date")])
    assert names == ["app_date.f", "date"]


def test_a_module_of_the_standard_library_is_in_the_first_block() -> None:
    block, names = written(
        [user("math", "sqrt"), user("app.ops"), Imported("dagcompile.runtime.v1", "Run")]
    )
    assert block == [
        "import math",
        "",
        "from dagcompile.runtime.v1 import Run",
        "",
        "from app import ops",
    ]
    assert names[0] == "math.sqrt"


def test_names_do_not_depend_on_the_order_in_which_they_are_found() -> None:
    items: list[Expr] = [
        user("a.ops"),
        user("b.ops"),
        user("ops"),
        user("a_ops"),
        Imported("x", "ops"),
    ]
    results = set()
    for each in itertools.permutations(items):
        imports = Imports(each, reserved=["b_ops"])
        results.add(
            (imports.block(), *(imports.name(item) for item in items if isinstance(item, NameOf)))
        )
    assert len(results) == 1


def test_blocks_for_the_top_of_a_file_and_for_a_function() -> None:
    first: list[Expr] = [user("a.ops"), Imported("datetime", "date")]
    second: list[Expr] = [user("b.ops"), user("math"), Imported("airflow.sdk", "task")]
    imports = Imports([*first, *second])
    assert imports.library_block() == "from datetime import date\n\nfrom airflow.sdk import task"
    assert imports.user_block(first, indent=4) == "from a import ops as a_ops"
    assert imports.user_block(second, indent=4) == "import math\n\n    from b import ops as b_ops"
    assert imports.user_block([Imported("datetime", "date")]) == ""
    assert imports.block(second).startswith("import math\n\nfrom airflow.sdk import task\n")


def test_a_long_import_has_one_name_a_line() -> None:
    items: list[Expr] = [Imported("airflow.sdk", letter * 20) for letter in "abcd"]
    lines = [f"    {letter * 20}," for letter in "abcd"]
    assert written(items)[0] == ["from airflow.sdk import (", *lines, ")"]
    inner = Imports(items).block(indent=4).split("\n")
    assert inner == ["from airflow.sdk import (", *(f"    {line}" for line in lines), "    )"]


def test_what_was_not_collected_has_no_name() -> None:
    with pytest.raises(KeyError):
        Imports([]).name(user("ops"))


@pytest.mark.parametrize(
    "item",
    [
        user("my-mod"),
        user("a.class"),
        user("__main__"),
        user("a", "f.<locals>.g"),
        user("", "f"),
        Imported("a.1b", "f"),
    ],
)
def test_what_no_statement_can_import_is_refused(item: Expr) -> None:
    with pytest.raises(CompileError) as caught:
        Imports([item, user("b-c")])
    assert {each.code for each in caught.value.diagnostics} == {"DC402"}
    assert len(caught.value.diagnostics) == 2


TOP = ["ops", "Ops", "OPS", "a1", "a10", "a2", "a02", "_x", "x_y", "X", "list", "Ab", "aB", "zeta"]
PARTS = st.sampled_from(TOP)
MODULES = st.lists(PARTS, min_size=1, max_size=3).map(".".join)
LIBRARY = st.sampled_from(["datetime", "typing", "dagcompile.runtime.v1", "airflow.sdk", "uuid"])
ITEMS = st.one_of(MODULES.map(user), st.builds(Imported, LIBRARY, PARTS | st.just("a" * 40)))


def test_the_linter_would_sort_them_the_same() -> None:
    blocks = []
    for index, items in enumerate(drawn(st.lists(ITEMS, min_size=1, max_size=12), 150)):
        imports = Imports(items)
        body = layout(ListOf(tuple(items)), imports, indent=4)
        block = imports.block(indent=4)
        blocks.append(f"def f{index}():\n    {block}\n\n    return {body}" if block else "x = 1")
    text = "\n\n\n".join(blocks) + "\n"
    assert findings(text, rules="I,F,E4", first_party=TOP) == ""


@given(st.lists(ITEMS, max_size=8), st.lists(PARTS, max_size=5))
def test_no_name_is_taken_twice_or_reserved(items: list[Expr], reserved: list[str]) -> None:
    imports = Imports(items, reserved=reserved)
    shuffled = random.Random(1).sample(items, len(items))
    assert Imports(shuffled, reserved=reserved).block() == imports.block()
    called: dict[str, object] = {}
    for each in items:
        assert isinstance(each, NameOf | Imported)
        first = imports.name(each).partition(".")[0]
        source = each.ref.module if isinstance(each, NameOf) else (each.module, each.name)
        assert called.setdefault(first, source) == source
        assert first not in (*reserved, "list", "class")
