"""Literals evaluate to what they stand for, with nothing but the imports they ask for."""

import ast
import math
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagcompile.codegen.expr import Do, Expr, call, name
from dagcompile.codegen.imports import Imports
from dagcompile.codegen.layout import layout
from dagcompile.codegen.literals import is_name, literal
from dagcompile.ir.records import Instance, Ref, Text, Value
from dagcompile.ir.values import to_value
from tests.codegen import samples
from tests.codegen.formatting import findings, formatted
from tests.codegen.strategies import TEXTS, drawn
from tests.codegen.values import VALUES, same


def shown(value: Value) -> str:
    return _shown(literal(value))


def _shown(expr: Expr) -> str:
    return layout(expr, Imports([expr]))


BUILTINS = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(),
        TEXTS,
        st.binary(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.sets(st.integers() | st.text(), min_size=1, max_size=3),
        st.dictionaries(st.text() | TEXTS | st.integers(), inner, max_size=3),
    ),
    max_leaves=8,
)


@given(BUILTINS)
def test_builtins_are_read_back_by_literal_eval(value: object) -> None:
    assert same(ast.literal_eval(shown(to_value(value))), value)


@given(VALUES)
def test_every_literal_evaluates_to_its_value(value: object) -> None:
    expr = literal(to_value(value))
    imports = Imports([expr])
    scope: dict[str, object] = {}
    exec(f"{imports.block()}\nfound = {layout(expr, imports)}", scope)
    assert same(scope["found"], value)


def test_the_formatter_and_the_linter_change_nothing() -> None:
    items = [Do(call(name("print"), literal(to_value(each)))) for each in drawn(VALUES, 200)]
    imports = Imports(items)
    # A set written with True and 1 in it is the example's, not ours: B033 looks at neither.
    text = f"{imports.block()}\n\n" + "\n".join(layout(item, imports) for item in items) + "\n"
    assert formatted(text) == text
    assert findings(text) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e16, "1e16"),
        (-0.0, "-0.0"),
        (1e-07, "1e-07"),
        (math.nan, 'float("nan")'),
        (-math.inf, 'float("-inf")'),
        (set(), "set()"),
        (frozenset(), "frozenset()"),
        (frozenset({1}), "frozenset({1})"),
        (((1,), ()), "((1,), ())"),
        ({"a": {}}, '{"a": {}}'),
        (Decimal("1.0"), 'Decimal("1.0")'),
        (date(2013, 1, 1), "date(2013, 1, 1)"),
        (datetime(2013, 1, 1), "datetime(2013, 1, 1)"),  # noqa: DTZ001
        (datetime(2013, 1, 1, 6, 30, tzinfo=UTC), "datetime(2013, 1, 1, 6, 30, tzinfo=UTC)"),
        (datetime(2013, 1, 1, 0, 0, 0, 5), "datetime(2013, 1, 1, 0, 0, 0, 5)"),  # noqa: DTZ001
        (
            datetime(2024, 11, 3, 1, 30, tzinfo=ZoneInfo("America/New_York"), fold=1),
            'datetime(2024, 11, 3, 1, 30, tzinfo=ZoneInfo("America/New_York"), fold=1)',
        ),
        (time(0), "time(0, 0)"),
        (
            time(6, tzinfo=timezone(timedelta(hours=1), "CET")),
            'time(6, 0, tzinfo=timezone(timedelta(seconds=3600), "CET"))',
        ),
        (timedelta(minutes=5), "timedelta(seconds=300)"),
        (timedelta(milliseconds=100), "timedelta(seconds=0.1)"),
        (timedelta.max, "timedelta(seconds=86399999999999, microseconds=999999)"),
        (UUID(int=1), 'UUID("00000000-0000-0000-0000-000000000001")'),
        (Path("a/b"), 'Path("a/b")'),
        (b"it's \x00", 'b"it\'s \\x00"'),
        (samples.Color.RED, "samples.Color.RED"),
        (list(samples.Odd), '[samples.Odd["a b"], samples.Odd["class"]]'),
        (
            samples.Cutoff(rest=samples.Outer.Inner(1)),
            "samples.Cutoff(max_delay=300, rest=samples.Outer.Inner(size=1))",
        ),
        (samples.Aliased.model_validate({"class": 1}), 'samples.Aliased(simple=1, **{"class": 1})'),
        (samples.is_even, "samples.is_even"),
        (ValueError, "ValueError"),
    ],
)
def test_how_values_are_written(value: object, text: str) -> None:
    assert shown(to_value(value)) == text


def test_an_integer_may_have_more_digits_than_python_reads() -> None:
    assert ast.literal_eval(shown(-(10**5000))) == -(10**5000)
    assert shown(10**3900) == f"1{'0' * 3900}"


@settings(max_examples=20)
@given(TEXTS)
def test_a_keyword_of_any_name_can_be_given(key: str) -> None:
    expr = literal(Instance(cls=Ref(module="builtins", name="dict"), fields=((key, 1),)))
    assert eval(_shown(expr)) == {key: 1}


def test_nothing_of_the_machine_is_in_a_zone() -> None:
    """A zone that this machine does not know is written all the same."""
    value = Text(type="datetime", text="2013-01-01T00:00:00 [No/Where]")
    assert shown(value) == 'datetime(2013, 1, 1, tzinfo=ZoneInfo("No/Where"))'


def test_what_python_lets_nobody_assign_is_no_name() -> None:
    assert is_name("debug")
    assert not is_name("__debug__")
    expr = literal(Instance(cls=Ref(module="builtins", name="dict"), fields=(("__debug__", 1),)))
    assert eval(_shown(expr)) == {"__debug__": 1}
