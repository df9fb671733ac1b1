"""Expressions and statements of every kind, with names of lengths around which lines break."""

from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import (
    Assign,
    Atom,
    Attribute,
    BinUnion,
    Call,
    Decorator,
    Delete,
    DictOf,
    Do,
    Expr,
    Imported,
    ListOf,
    NameOf,
    Parameter,
    Return,
    SetOf,
    Signature,
    Statement,
    Subscript,
    TupleOf,
    With,
    name,
)
from dagcompile.codegen.literals import quote
from dagcompile.ir.records import Ref

T = TypeVar("T")

TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\"'\\\n\r\t{}%#\x00\u2028\u202e\u200b\u0301\ud800\u65e5\xe9 "),
    ),
    max_size=40,
)
FIXED = ["None", "1", "-1.5", "True", "...", "()", "0x1F"]
MODULES = ["ops", "app.ops", "app.sub.contracts", "math", "lib"]


def drawn(strategy: st.SearchStrategy[T], count: int) -> list[T]:
    """Examples of a strategy, to be looked at all in one run of an outside program."""
    found: list[T] = []

    @settings(max_examples=count, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(strategy)
    def keep(example: T) -> None:
        found.append(example)

    keep()
    return found


@st.composite
def words(draw: st.DrawFn, prefix: str) -> str:
    """Identifiers of 1 to 45 characters."""
    return (prefix + "abcdefghij" * 5)[: draw(st.integers(1, 45))]


@st.composite
def names(draw: st.DrawFn) -> Expr:
    match draw(st.integers(0, 3)):
        case 0:
            return name(draw(words("v")))
        case 1:
            return NameOf(Ref(module=draw(st.sampled_from(MODULES)), name=draw(words("N"))))
        case 2:
            return Imported("datetime", draw(st.sampled_from(["date", "datetime", "UTC"])))
        case _:
            return Imported("dagcompile.runtime.v1", draw(words("I")))


@st.composite
def atoms(draw: st.DrawFn) -> Expr:
    match draw(st.integers(0, 2)):
        case 0:
            return Atom(Code(draw(st.sampled_from(FIXED))))
        case 1:
            return Atom(quote(draw(TEXTS)))
        case _:
            return draw(names())


@st.composite
def annotations(draw: st.DrawFn, depth: int = 3, *, union: bool = True) -> Expr:
    """What may stand as a type."""
    match draw(st.integers(0, 5)) if depth else 0:
        case 0 | 1 | 2:
            return draw(names())
        case 3 if union:
            member = annotations(depth - 1, union=False)
            return BinUnion(tuple(draw(st.lists(member, min_size=2, max_size=4))))
        case _:
            items = draw(st.lists(annotations(depth - 1), min_size=1, max_size=4))
            return Subscript(draw(names()), tuple(items))


@st.composite
def expressions(draw: st.DrawFn, depth: int = 3) -> Expr:
    inner = expressions(depth - 1)

    def items(least: int = 0) -> tuple[Expr, ...]:
        return tuple(draw(st.lists(inner, min_size=least, max_size=4)))

    match draw(st.integers(0, 10)) if depth > 0 else 0:
        case 0 | 1:
            return draw(atoms())
        case 2:
            return ListOf(items())
        case 3:
            return TupleOf(items())
        case 4:
            return SetOf(items(1))
        case 5:
            return DictOf(tuple(draw(st.lists(st.tuples(inner, inner), max_size=3))))
        case 6:
            return Attribute(draw(names()), draw(words("a")))
        case 7:
            return draw(annotations())
        case _:
            return draw(calls(depth))


@st.composite
def calls(draw: st.DrawFn, depth: int = 3) -> Expr:
    """`f(...)`, `run.step(...)`, `run.step(...)(...)`, `run.step(...)[...]`."""
    inner = expressions(depth - 1)
    args = st.lists(inner, max_size=4)
    func = draw(names())
    if draw(st.booleans()):
        func = Attribute(func, draw(words("m")))
    if draw(st.booleans()):
        func = Call(func, tuple(draw(args)))
    if draw(st.integers(0, 9)) == 0:
        func = Subscript(func, tuple(draw(st.lists(inner, min_size=1, max_size=2))))
    kwargs = st.tuples(words("k"), inner)
    named = draw(st.lists(kwargs, max_size=3, unique_by=lambda pair: pair[0]))
    unpacked = [(None, draw(inner))] if draw(st.integers(0, 9)) == 0 else []
    return Call(func, tuple(draw(args)), (*named, *unpacked))


@st.composite
def parameters(draw: st.DrawFn) -> Parameter:
    default = draw(st.none() | expressions(2).filter(lambda each: not isinstance(each, BinUnion)))
    return Parameter(Code(draw(words("p"))), draw(st.none() | annotations()), default)


@st.composite
def signatures(draw: st.DrawFn) -> Signature:
    """Keyword-only from the second parameter on, as generated functions are."""
    params = draw(st.lists(parameters(), max_size=4, unique_by=lambda each: each.name))
    made = [
        Parameter(each.name, each.annotation, each.default, keyword_only=index > 0)
        for index, each in enumerate(params)
    ]
    return Signature(Code(draw(words("f"))), tuple(made), draw(st.none() | annotations()))


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    match draw(st.integers(0, 8)):
        case 0 | 1:
            return Assign(Code(draw(words("t"))), draw(expressions()))
        case 2:
            return Return(draw(expressions()))
        case 3:
            return Do(draw(calls()))
        case 4:
            return Decorator(draw(calls()))
        case 5:
            return With(draw(calls()), Code(draw(words("w"))))
        case 6:
            return Delete(tuple(map(Code, draw(st.lists(words("d"), min_size=1, max_size=9)))))
        case _:
            return draw(signatures())
