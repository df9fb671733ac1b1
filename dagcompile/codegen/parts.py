"""What an expression is made of when a line of it must break: runs of text and brackets.

f(a, key=b)    is  "f"  and a bracket of two runs:  a   "key=" b
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

from dagcompile.codegen.expr import (
    Atom,
    Attribute,
    BinUnion,
    Call,
    DictOf,
    Expr,
    Imported,
    ListOf,
    NameOf,
    SetOf,
    Signature,
    Subscript,
    TupleOf,
)
from dagcompile.codegen.imports import Imports

Part: TypeAlias = "str | Expr | Bracket"
Run: TypeAlias = "tuple[Part, ...]"


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket around runs. `comma` tells when one follows the last: one item in a subscript
    never has it (it would become a tuple), one item of a tuple always.
    """

    open: str
    items: tuple[Run, ...]
    close: str
    comma: Literal["broken", "always", "never"] = "broken"


def flat(part: Part, imports: Imports) -> str:
    """`part` on one line."""
    # Most statements fit and come no further than this: no brackets are built for them.
    match part:
        case Atom():
            return part.code
        case str():
            return part
        case NameOf() | Imported():
            return imports.name(part)
        case Call():
            inside = [flat(each, imports) for each in part.args]
            for key, value in part.kwargs:
                inside.append(f"{'**' if key is None else f'{key}='}{flat(value, imports)}")
            return f"{flat(part.func, imports)}({', '.join(inside)})"
        case Attribute():
            return f"{flat(part.base, imports)}.{part.name}"
        case Subscript():
            return f"{flat(part.base, imports)}[{_listed(part.items, imports)}]"
        case ListOf() | TupleOf() | SetOf() | DictOf():
            return flat(bracket(part), imports)
        case BinUnion():
            return " | ".join([flat(member, imports) for member in part.members])
        case Bracket():
            last = "," if part.comma == "always" else ""
            runs = ", ".join([flat_run(each, imports) for each in part.items])
            return f"{part.open}{runs}{last}{part.close}"
        case _:
            assert_never(part)


def _listed(items: tuple[Expr, ...], imports: Imports) -> str:
    return ", ".join([flat(each, imports) for each in items])


def flat_run(run: Run, imports: Imports) -> str:
    """A run on one line."""
    return "".join([flat(part, imports) for part in run])


def bracket(expr: Call | Subscript | ListOf | TupleOf | SetOf | DictOf) -> Bracket:
    """The bracket with which `expr` ends."""
    match expr:
        case Call(_, args, kwargs):
            named = [("**" if key is None else f"{key}=", value) for key, value in kwargs]
            return Bracket("(", (*_runs(args), *named), ")")
        case Subscript(_, items):
            return Bracket("[", _runs(items), "]", "broken" if len(items) > 1 else "never")
        case ListOf(items):
            return Bracket("[", _runs(items), "]")
        case TupleOf(items):
            return Bracket("(", _runs(items), ")", "always" if len(items) == 1 else "broken")
        case SetOf(items):
            return Bracket("{", _runs(items), "}")
        case DictOf(pairs):
            return Bracket("{", tuple((key, ": ", value) for key, value in pairs), "}")
        case _:
            assert_never(expr)


def links(expr: Attribute | Call | Subscript) -> Run:
    """`head.name(args)[items]` as its head, names and brackets."""
    found: list[Part] = []
    rest: Expr = expr
    while isinstance(rest, Attribute | Call | Subscript):
        if isinstance(rest, Attribute):
            found.append(f".{rest.name}")
            rest = rest.base
        else:
            found.append(bracket(rest))
            rest = rest.func if isinstance(rest, Call) else rest.base
    return (rest, *reversed(found))


def parameters(signature: Signature) -> Bracket:
    """The parameters of a signature, with `*` before the first keyword-only one."""
    runs: list[Run] = []
    starred = False
    for each in signature.params:
        if each.keyword_only and not starred:
            runs.append(("*",))
            starred = True
        annotation: Run = () if each.annotation is None else (": ", each.annotation)
        equals = "=" if each.annotation is None else " = "
        default: Run = () if each.default is None else (equals, each.default)
        runs.append((each.name, *annotation, *default))
    return Bracket("(", tuple(runs), ")")


def _runs(items: tuple[Expr, ...]) -> tuple[Run, ...]:
    return tuple((item,) for item in items)
