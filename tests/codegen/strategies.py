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
)
from dagcompile.codegen.literals import quote
from dagcompile.ir.records import Ref

TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\"'\\\n\r\t{}%#\x00\u2028\u202e\u200b\u0301\ud800\u65e5\xe9 "),
    ),
    max_size=40,
)

T = TypeVar("T")


def drawn(strategy: st.SearchStrategy[T], count: int) -> list[T]:
    """Examples of a strategy, to be looked at all in one run of an outside program."""
    found: list[T] = []

    @settings(max_examples=count, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(strategy)
    def keep(example: T) -> None:
        found.append(example)

    keep()
    return found


def named(prefix: str) -> st.SearchStrategy[str]:
    """Identifiers of 1 to 45 characters."""
    return st.integers(0, 44).map(lambda length: (prefix + "abcdefghij" * 5)[: length + 1])


FIXED = st.sampled_from(["None", "1", "-1.5", "True", "...", "()", "0x1F"])
ATOMS = st.one_of(
    named("v").map(lambda text: Atom(Code(text))),
    FIXED.map(lambda text: Atom(Code(text))),
    TEXTS.map(lambda text: Atom(quote(text))),
)
MODULES = st.sampled_from(["ops", "app.ops", "app.sub.contracts", "math", "lib"])
NAMES = st.one_of(
    st.builds(lambda module, text: NameOf(Ref(module=module, name=text)), MODULES, named("N")),
    named("I").map(lambda text: Imported("dagcompile.runtime.v1", text)),
    st.sampled_from(["date", "datetime", "UTC"]).map(lambda text: Imported("datetime", text)),
)
HEADS = st.one_of(named("h").map(lambda text: Atom(Code(text))), NAMES)


def tuples(items: st.SearchStrategy[Expr], least: int = 0) -> st.SearchStrategy[tuple[Expr, ...]]:
    return st.lists(items, min_size=least, max_size=4).map(tuple)


def annotations() -> st.SearchStrategy[Expr]:
    """What may stand as a type."""
    plain = st.one_of(NAMES, st.sampled_from(["int", "None"]).map(lambda text: Atom(Code(text))))
    return st.recursive(plain, lambda inner: st.one_of(subscripts(inner), unions(inner)), max_leaves=8)


def subscripts(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    return st.builds(Subscript, HEADS, tuples(inner, least=1))


def unions(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    members = inner.filter(lambda each: not isinstance(each, BinUnion))
    return tuples(members, least=2).map(BinUnion)


def _larger(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    keywords = st.lists(st.tuples(named("k"), inner), max_size=3, unique_by=lambda pair: pair[0])
    return st.one_of(
        st.builds(Call, _callable(inner), tuples(inner), keywords.map(tuple)),
        tuples(inner).map(ListOf),
        tuples(inner).map(TupleOf),
        tuples(inner, least=1).map(SetOf),
        st.lists(st.tuples(ATOMS, inner), max_size=3).map(lambda pairs: DictOf(tuple(pairs))),
        st.builds(Attribute, HEADS, named("a")),
        annotations(),
    )


def _callable(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    method = st.builds(Attribute, HEADS, named("m"))
    step = st.builds(lambda func, args: Call(func, args), method, tuples(inner))
    return st.one_of(HEADS, method, step)


EXPRESSIONS: st.SearchStrategy[Expr] = st.recursive(st.one_of(ATOMS, NAMES), _larger, max_leaves=12)
CALLS = EXPRESSIONS.filter(lambda each: isinstance(each, Call))


def signatures() -> st.SearchStrategy[Signature]:
    default = st.none() | EXPRESSIONS.filter(lambda each: not isinstance(each, BinUnion))
    maker = st.builds(Parameter, named("p").map(Code), st.none() | annotations(), default)
    params = st.lists(maker, max_size=4, unique_by=lambda each: each.name)
    return st.builds(_signature, named("f").map(Code), params, st.none() | annotations())


def _signature(name: Code, params: list[Parameter], returns: Expr | None) -> Signature:
    """Keyword-only from the second parameter on, as generated functions are."""
    made = [
        Parameter(each.name, each.annotation, each.default, keyword_only=index > 0)
        for index, each in enumerate(params)
    ]
    return Signature(name, tuple(made), returns)


def statements() -> st.SearchStrategy[Statement]:
    return st.one_of(
        st.builds(Assign, named("t").map(Code), EXPRESSIONS),
        st.builds(Return, EXPRESSIONS),
        st.builds(Do, CALLS),
        st.builds(Decorator, CALLS),
        st.builds(With, CALLS, named("w").map(Code)),
        signatures(),
    )
