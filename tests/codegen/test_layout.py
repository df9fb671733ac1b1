"""The layout is what the formatter would make of it."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import (
    Assign,
    Attribute,
    BinUnion,
    Call,
    Decorator,
    Expr,
    ListOf,
    Parameter,
    Return,
    Signature,
    Statement,
    Subscript,
    TupleOf,
    With,
    call,
    name,
)
from dagcompile.codegen.imports import Imports
from dagcompile.codegen.layout import layout
from dagcompile.codegen.literals import literal
from dagcompile.codegen.parts import flat
from tests.codegen.formatting import formatted
from tests.codegen.strategies import drawn, expressions, statements

SEPARATOR = "\n\n\nMARK = 0\n\n\n"


def placed(item: Statement, *, indent: int) -> str:
    """A function in which `item` stands, and what Python wants around it."""
    margin = " " * indent
    block = (
        "def outer():\n    y = 1\n\n"
        if indent == 4
        else "def outer():\n    if x:\n        y = 1\n\n"
    )
    block += margin + layout(item, Imports([item]), indent=indent)
    if isinstance(item, Signature | With):
        block += f"\n{margin}    pass"
    if isinstance(item, Decorator):
        block += f"\n{margin}def decorated():\n{margin}    pass"
    return block


def test_the_formatter_changes_nothing() -> None:
    blocks = [
        placed(item, indent=indent)
        for item, indent in drawn(st.tuples(statements(), st.sampled_from([4, 8])), 200)
    ]
    kept = formatted(SEPARATOR.join(blocks) + "\n").rstrip("\n").split(SEPARATOR)
    assert len(kept) == len(blocks)
    changed = [(mine, its) for mine, its in zip(blocks, kept, strict=True) if mine != its]
    assert not changed, "\n".join(min(changed))


@given(expressions())
def test_breaking_lines_changes_no_meaning(item: Expr) -> None:
    imports = Imports([item])
    broken = layout(Assign(Code("made"), item), imports, indent=80)
    assert tree(broken) == tree(f"made = {flat(item, imports)}")


def tree(source: str) -> str:
    return ast.dump(ast.parse(source))


def shown(item: Expr | Statement, *, indent: int = 0) -> str:
    return layout(item, Imports([item]), indent=indent)


def names(*lengths: int) -> tuple[Expr, ...]:
    return tuple(name("n" * length) for length in lengths)


@pytest.mark.parametrize("columns", [88, 89])
def test_a_line_may_be_88_columns_wide(columns: int) -> None:
    item = Call(name("f"), names(columns - len("f()")))
    assert shown(item).count("\n") == (0 if columns == 88 else 2)


def test_what_does_not_fit_has_one_item_a_line() -> None:
    item = Assign(Code("made"), call(name("build"), *names(40, 5), key=name("k" * 40)))
    assert shown(item, indent=4).split("\n") == [
        "made = build(",
        "        " + "n" * 40 + ",",
        "        nnnnn,",
        "        key=" + "k" * 40 + ",",
        "    )",
    ]


def test_only_what_does_not_fit_is_broken_further() -> None:
    inner = call(name("inner"), *names(20))
    outer = call(name("outer"), inner, ListOf(names(30, 30, 30)))
    lines = shown(outer).split("\n")
    assert lines[1] == f"    inner({'n' * 20}),"
    assert lines[2] == "    ["


def test_a_step_breaks_in_the_call_that_is_too_long() -> None:
    step = Attribute(name("run"), "step")
    long = call(call(step, literal("load"), name("ops.load")), *names(40, 40))
    assert shown(Assign(Code("load"), long)).startswith('load = run.step("load", ops.load)(\n')
    early = call(call(step, literal("l" * 40), name("o" * 40)), name("day"))
    assert shown(Assign(Code("load"), early)).endswith("\n)(day)")


def test_one_item_of_a_subscript_has_no_comma_and_of_a_tuple_one() -> None:
    assert shown(Subscript(name("list"), names(90))) == f"list[\n    {'n' * 90}\n]"
    assert shown(TupleOf(names(3))) == "(nnn,)"
    assert shown(TupleOf(names(90))) == f"(\n    {'n' * 90},\n)"
    assert shown(Subscript(name("tuple"), (TupleOf(),))) == "tuple[()]"


def test_a_long_union_is_put_in_parentheses_outside_of_brackets() -> None:
    union = BinUnion((*names(40, 40), name("None")))
    inside = f"{'n' * 40}\n    | {'n' * 40}\n    | None"
    assert shown(Return(union)) == f"return (\n    {inside}\n)"
    assert shown(Subscript(name("list"), (union,))) == f"list[\n    {inside}\n]"


def test_a_string_is_never_split() -> None:
    text = "word " * 60
    assert shown(Assign(Code("x"), literal(text))) == f'x = "{text}"'


def test_wide_characters_count_twice() -> None:
    assert "\n" not in shown(Call(name("f"), (literal("日" * 40), name("n"))))
    assert "\n" in shown(Call(name("f"), (literal("日" * 40), name("nn"))))


def test_a_signature_has_a_star_before_its_keyword_only_parameters() -> None:
    day = Parameter(Code("day"), name("date"), name("None"), keyword_only=True)
    bare = Parameter(Code("n"), default=name("1"), keyword_only=True)
    item = Signature(Code("daily"), (Parameter(Code("run"), name("Run")), day, bare), name("int"))
    assert shown(item) == "def daily(run: Run, *, day: date = None, n=1) -> int:"
    assert shown(Signature(Code("f"), (day,))) == "def f(*, day: date = None):"
    assert shown(Signature(Code("f"))) == "def f():"


def test_a_long_signature_has_one_parameter_a_line() -> None:
    params = tuple(Parameter(Code(each * 40), name("int"), keyword_only=True) for each in "ab")
    assert shown(Signature(Code("f"), params, name("int"))).split("\n") == [
        "def f(",
        "    *,",
        f"    {'a' * 40}: int,",
        f"    {'b' * 40}: int,",
        ") -> int:",
    ]
