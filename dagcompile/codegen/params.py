"""Params in straight-line code. A run gives them by name, so they keep theirs.

What else the code would call so makes way. A builtin cannot: a param that hides one that the code
means is refused.

    def sizes(run: Run, *, set: str) -> set[str]:      the annotation is read outside: fine
        load = run.guard("load", load, set[str])       means the param: refused
"""

from collections.abc import Iterable

from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import Atom, Expr, NameOf, Statement, expressions
from dagcompile.codegen.names import Misnamed
from dagcompile.codegen.pynames import BUILTINS
from dagcompile.diagnostics import Diagnostic
from dagcompile.ir.records import Instance, Mapping, Sequence, Text, Value


class ParamName(Code):
    """The name of a param where its value is meant."""

    __slots__ = ()


def refuse_hidden(params: frozenset[str], statements: Iterable[Statement]) -> None:
    """Refuse the params with the name of a builtin that `statements` mean.

    Raises:
        Misnamed: DC401, for each.
    """
    hidden = params & BUILTINS
    if hidden:
        hidden &= _builtins_meant(statements)
    if hidden:
        raise Misnamed({_hides(each): (f"param:{each}",) for each in sorted(hidden)})


def _hides(name: str) -> Diagnostic:
    return Diagnostic(
        code="DC401",
        message=f"the param {name!r} would hide the builtin {name!r}, which generated code uses",
        fix="give the param another name",
    )


def is_fixed(value: Value) -> bool:
    """Whether nothing can change a value, so that every run may have the same one."""
    match value:
        case Text():
            return value.type not in ("time", "uuid") and "[" not in value.text
        case Sequence(type="tuple" | "frozenset", items=items):
            return all(map(is_fixed, items))
        case Sequence() | Mapping() | Instance():
            return False
        case _:
            return True


def _builtins_meant(statements: Iterable[Statement]) -> frozenset[str]:
    meant: set[str] = set()
    rest: list[Expr | Statement] = list(statements)
    while rest:
        each = rest.pop()
        match each:
            case Atom(code) if not isinstance(code, ParamName):
                meant.add(code)
            case NameOf(ref) if ref.module == "builtins":
                meant.add(ref.name)
        rest.extend(expressions(each))
    return BUILTINS.intersection(meant)
