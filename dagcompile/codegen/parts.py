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


@dataclass(slots=True)
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
    return Texts(imports).of(part)


class Texts:
    """The parts of one statement, each on one line.

    A part is looked at again on every level around it that has to break, so its text is kept, by
    its number. The statement keeps its expressions for as long; brackets are kept here.
    """

    def __init__(self, imports: Imports) -> None:
        self._imports = imports
        self._shared = imports.texts
        self._known: dict[int, str] = {}
        self._items: dict[int, tuple[Bracket, list[str]]] = {}

    def forget(self) -> None:
        """Begin with another statement."""
        self._known.clear()
        self._items.clear()

    def of(self, part: Part) -> str:
        """`part` on one line."""
        if isinstance(part, Atom):
            return part.code
        if isinstance(part, str):
            return part
        number = id(part)
        known = self._shared.get(number) or self._known.get(number)
        if known is None:
            known = self._known[number] = self._written(part)
        return known

    def of_run(self, run: Run) -> str:
        """A run on one line."""
        if len(run) == 1:
            return self.of(run[0])
        return "".join([self.of(each) for each in run])

    def items(self, part: Bracket) -> list[str]:
        """The items of a bracket, each on one line."""
        known = self._items.get(id(part))
        if known is None:
            known = (part, [self.of_run(each) for each in part.items])
            self._items[id(part)] = known
        return known[1]

    def _written(self, part: "Expr | Bracket") -> str:
        match part:
            case Call():
                inside = self._all(part.args)
                for key, value in part.kwargs:
                    text = self.of(value)
                    inside.append(f"**{text}" if key is None else f"{key}={text}")
                return f"{self.of(part.func)}({', '.join(inside)})"
            case Bracket():
                last = "," if part.comma == "always" else ""
                return f"{part.open}{', '.join(self.items(part))}{last}{part.close}"
            case Subscript():
                return self._imports.share(part, f"{self.of(part.base)}[{self._listed(part)}]")
            case Attribute():
                return f"{self.of(part.base)}.{part.name}"
            case ListOf() | SetOf() | TupleOf() | BinUnion() | DictOf():
                return self._display(part)
            case NameOf() | Imported():
                return self._imports.name(part)
            case Atom():
                return part.code
            case _:
                assert_never(part)

    def _display(self, part: ListOf | SetOf | TupleOf | BinUnion | DictOf) -> str:
        match part:
            case ListOf():
                return f"[{self._listed(part)}]"
            case TupleOf():
                return f"({self._listed(part)}{',' if len(part.items) == 1 else ''})"
            case SetOf():
                return f"{{{self._listed(part)}}}"
            case DictOf():
                pairs = [f"{self.of(key)}: {self.of(item)}" for key, item in part.items]
                return f"{{{', '.join(pairs)}}}"
            case BinUnion():
                return " | ".join(self._all(part.members))
            case _:
                assert_never(part)

    def _listed(self, part: Subscript | ListOf | TupleOf | SetOf) -> str:
        return ", ".join(self._all(part.items))

    def _all(self, parts: tuple[Expr, ...]) -> list[str]:
        return [each.code if type(each) is Atom else self.of(each) for each in parts]


def bracket(expr: Call | Subscript | ListOf | TupleOf | SetOf | DictOf) -> Bracket:
    """The bracket with which `expr` ends."""
    match expr:
        case Call():
            named = [("**" if key is None else f"{key}=", value) for key, value in expr.kwargs]
            return Bracket("(", (*_runs(expr.args), *named), ")")
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


# To make a union of classes for each question costs more than the question.
_LINKED = (Attribute, Call, Subscript)


def links(expr: Attribute | Call | Subscript) -> Run:
    """`head.name(args)[items]` as its head, names and brackets."""
    found: list[Part] = []
    after = ""
    rest: Expr = expr
    while isinstance(rest, _LINKED):
        if isinstance(rest, Attribute):
            after = f".{rest.name}{after}"
            rest = rest.base
        else:
            found += (after, bracket(rest)) if after else (bracket(rest),)
            after = ""
            rest = rest.func if isinstance(rest, Call) else rest.base
    if isinstance(rest, Atom):
        found.append(f"{rest.code}{after}")
    else:
        found += (after, rest) if after else (rest,)
    return tuple(reversed(found))


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
    return tuple([(item,) for item in items])
