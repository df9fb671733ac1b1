"""Expressions and statements as data, before it is decided how their lines break.

    call(Attribute(Atom(Code("run")), "step"), Atom(quote("clean")), NameOf(Ref(...)))

A name that the file must import stands in the tree as `NameOf` (an object of a user's module,
written through the module: `ops.clean`) or `Imported` (imported by itself: `date`). What it is
called in the file is known once `Imports` has seen the whole file. The records hold what is
written, `dagcompile.codegen.layout` how it looks.

Nothing changes a record once it is made. Those that a file has many of are not frozen all the same:
that makes them in a third of the time, and to make them was half of lowering.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from dagcompile.codegen.code import Code
from dagcompile.ir.records import Ref


@dataclass(slots=True)
class Atom:
    """Source without a place to break a line: a name, a literal."""

    code: Code


@dataclass(frozen=True, slots=True)
class NameOf:
    """An object of a user's module, written as an attribute of the module. Builtins are bare."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class Imported:
    """A name of the standard library, the run time or an engine, imported by itself; without a
    module, the module `name`.
    """

    module: str
    name: str


@dataclass(frozen=True, slots=True)
class Borrowed(Imported):
    """One of a library that the user's own modules need: imported where they are.

    `otherwise` is what it is called where its own name is reserved or wanted twice.
    """

    otherwise: str


@dataclass(slots=True)
class Attribute:
    """`base.name`."""

    base: "Expr"
    name: str


@dataclass(slots=True)
class Call:
    """`func(*args, **kwargs)`. A keyword without a name (None) is unpacked: `**value`."""

    func: "Expr"
    args: "tuple[Expr, ...]" = ()
    kwargs: "tuple[tuple[str | None, Expr], ...]" = ()


@dataclass(frozen=True, slots=True)
class Subscript:
    """`base[items]`, with at least one item."""

    base: "Expr"
    items: "tuple[Expr, ...]"


@dataclass(slots=True)
class ListOf:
    """`[a, b]`."""

    items: "tuple[Expr, ...]" = ()


@dataclass(slots=True)
class TupleOf:
    """`(a, b)`; one item is `(a,)`."""

    items: "tuple[Expr, ...]" = ()


@dataclass(frozen=True, slots=True)
class SetOf:
    """`{a, b}`, with at least one item."""

    items: "tuple[Expr, ...]"


@dataclass(slots=True)
class DictOf:
    """`{key: value}`. Keys are without a place to break a line, or short."""

    items: "tuple[tuple[Expr, Expr], ...]" = ()


@dataclass(frozen=True, slots=True)
class BinUnion:
    """`A | B | None`, with at least two members, none of them a union or a call."""

    members: "tuple[Expr, ...]"


Expr: TypeAlias = (
    Atom
    | NameOf
    | Imported
    | Attribute
    | Call
    | Subscript
    | ListOf
    | TupleOf
    | SetOf
    | DictOf
    | BinUnion
)


@dataclass(slots=True)
class Assign:
    """`target = value`."""

    target: Code
    value: Expr


@dataclass(slots=True)
class Return:
    """`return value`."""

    value: Expr


@dataclass(slots=True)
class Do:
    """An expression for its effect."""

    value: Expr


@dataclass(slots=True)
class Delete:
    """`del a, b`, of at least one variable."""

    targets: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a signature."""

    name: Code
    annotation: Expr | None = None
    default: Expr | None = None
    keyword_only: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """`def name(params) -> returns:`. Keyword-only parameters come last."""

    name: Code
    params: tuple[Parameter, ...] = ()
    returns: Expr | None = None


@dataclass(frozen=True, slots=True)
class Decorator:
    """`@value`."""

    value: Expr


@dataclass(frozen=True, slots=True)
class With:
    """`with value as target:`."""

    value: Expr
    target: Code


@dataclass(slots=True)
class Alike:
    """`model`, which others share, with a text in the place of each of its marks: see `shapes`."""

    model: "Statement"
    texts: Sequence[Code]


Statement: TypeAlias = Assign | Return | Do | Delete | Signature | Decorator | With | Alike
"""A simple statement, or the first line of a compound one."""

Name: TypeAlias = NameOf | Imported


def name(text: str) -> Atom:
    """An identifier that is already one, e.g. from `identifiers`."""
    return Atom(Code(text))


def call(func: Expr, *args: Expr, **kwargs: Expr) -> Call:
    """`func(*args, **kwargs)`."""
    return Call(func, args, tuple(kwargs.items()))


def expressions(item: Expr | Statement) -> Sequence[Expr]:
    """The expressions that stand directly in `item`, in the order in which they are written."""
    match item:
        case Call():
            return (item.func, *item.args, *[value for _, value in item.kwargs])
        case Assign() | Return() | Do() | Decorator() | With():
            return (item.value,)
        case Attribute():
            return (item.base,)
        case Subscript():
            return (item.base, *item.items)
        case ListOf() | TupleOf() | SetOf():
            return item.items
        case DictOf():
            return [each for pair in item.items for each in pair]
        case BinUnion():
            return item.members
        case Atom() | NameOf() | Imported() | Delete():
            return ()
        case Signature():
            parts = [part for each in item.params for part in (each.annotation, each.default)]
            return [part for part in (*parts, item.returns) if part is not None]
        case Alike():
            return expressions(item.model)
        case _:
            assert_never(item)


def models(statements: Iterable[Statement]) -> Iterator[Statement]:
    """The statements, of those that are alike only their model, and that once."""
    seen: set[int] = set()
    for each in statements:
        if not isinstance(each, Alike):
            yield each
        elif id(each.model) not in seen:
            seen.add(id(each.model))
            yield each.model


def names_in(items: Iterable[Expr | Statement]) -> set[Name]:
    """Every name to import in `items`."""
    found: set[Name] = set()
    # Ops and types are shared by statements, and most of a file is in them: they are looked at
    # once. What is known by its number must live as long as that is kept.
    seen: set[int] = set()
    kept = list(items)
    rest = list(kept)
    while rest:
        item = rest.pop()
        if isinstance(item, NameOf) or isinstance(item, Imported):  # noqa: SIM101  (twice as fast)
            found.add(item)
            continue
        for each in expressions(item):
            if type(each) is not Atom and id(each) not in seen:
                seen.add(id(each))
                rest.append(each)
    return found
