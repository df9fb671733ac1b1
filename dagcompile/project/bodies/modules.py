"""A module as its text has it, and in which of its parts two versions differ. No code is run.

    old, new = module_of(b"...", "app.ops"), module_of(b"...", "app.ops")
    difference(old, "clean", new, "clean")      ("cut",) where it only uses a `cut` that is another

What a name stands for is looked up in the same module alone.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from dagcompile.project.bodies.normal import Form, form, parsed, plain, root_of

_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
_US = "dagcompile"
_REFUSED = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What is raised where a text is not one of Python's, or too much for it."""
_ANY = "_"
"""What everything is called whose own name does not count."""
_NOWHERE: Any = {"lineno": 1, "col_offset": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the IR tells of a function or class, so that its source is not asked for it.

    Of an `op` the defaults of its parameters, but for `untold`; of a `config` or a frame's contract
    its fields; of another class which fields it has, but not what they are by default.
    """

    kind: Literal["op", "fields", "other"] = "other"
    untold: frozenset[str] = frozenset()


@dataclass(slots=True, kw_only=True)
class Module:
    """A module. `statements` are those that say what a name stands for, by the name."""

    name: str
    statements: Mapping[str, list[ast.stmt]]
    lines: Mapping[str, int]
    told: Mapping[str, Told] = field(default_factory=dict)
    _forms: dict[str, Form | None] = field(default_factory=dict, init=False)

    def form(self, name: str) -> Form | None:
        """The normal form of what `name` stands for; None where nothing in the module says so.

        Raises:
            SyntaxError, ValueError, RecursionError, MemoryError: Python does not take it.
        """
        if name not in self._forms:
            found = self._found(name)
            self._forms[name] = None if found is None else form(found)
        return self._forms[name]

    def line(self, name: str) -> int:
        """Where it is written that it stands for something, or the thing that it is a part of."""
        while name not in self.lines and "." in name:
            name = name.rpartition(".")[0]
        return self.lines.get(name, 1)

    def _found(self, name: str) -> list[ast.stmt] | None:
        top, *parts = name.split(".")
        found: Sequence[ast.stmt] | None = self.statements.get(top)
        for part in parts:
            inside: list[ast.stmt] = [
                each
                for one in found or ()
                if isinstance(one, ast.ClassDef)
                for each in one.body
                if isinstance(each, _Function | ast.ClassDef) and each.name == part
            ]
            found = inside or None
        if found is None:
            return None
        told = self.told.get(name)
        last = name.rpartition(".")[2]
        return [one for each in found for one in _bare(each, last, told)]


def module_of(content: bytes, name: str, *, package: str) -> Module | None:
    """The module of a text; None where it is not one that Python reads.

    Args:
        content: the text, as the file has it.
        name: of the module.
        package: what its relative imports begin at.
    """
    try:
        tree = parsed(content)
        lines = dict(_lines(tree.body, ""))
        statements = _statements(tree, package)
        ours = frozenset(each for each, found in statements.items() if all(map(_is_ours, found)))
        plain(tree, ours=ours)
    except _REFUSED:
        return None
    made = {
        each: [one for one in found if not _is_told(one, ours)]
        for each, found in statements.items()
    }
    return Module(name=name, statements=made, lines=lines)


def difference(old: Module, was: str, new: Module, name: str) -> tuple[str, ...] | None:
    """By which names of its module what `name` stands for is another than `was` stood for.

    None where it is the same, or neither text says what it is; empty where it differs itself.
    """
    try:
        before, after = old.form(was), new.form(name)
        if before is None or after is None:
            return None if before is after else ()
        if before.key != after.key:
            return ()
        return tuple(_through(old, new, before.uses | after.uses, seen={was, name})) or None
    except _REFUSED:
        return None


def _through(old: Module, new: Module, uses: frozenset[str], *, seen: set[str]) -> Iterator[str]:
    for name in sorted(uses):
        if name in seen:
            continue
        seen.add(name)
        before, after = old.form(name), new.form(name)
        if before is None or after is None:
            if before is not after:
                yield name
        elif before.key != after.key:
            yield name
        else:
            yield from _through(old, new, before.uses | after.uses, seen=seen)


# --- what a name stands for ----------------------------------------------------------------------


def _statements(tree: ast.Module, package: str) -> dict[str, list[ast.stmt]]:
    found: dict[str, list[ast.stmt]] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for name, each in _imports(statement, package):
                found.setdefault(name, []).append(each)
        else:
            for name in dict.fromkeys(_names(statement)):
                found.setdefault(name, []).append(statement)
    return {name: _in_order(each) for name, each in found.items()}


def _in_order(statements: list[ast.stmt]) -> list[ast.stmt]:
    """Imports of one name alone stand in any order."""
    if len(statements) > 1 and all(isinstance(e, ast.Import | ast.ImportFrom) for e in statements):
        return list({ast.dump(each): each for each in sorted(statements, key=ast.dump)}.values())
    return statements


def _imports(
    statement: ast.Import | ast.ImportFrom, package: str
) -> Iterator[tuple[str, ast.stmt]]:
    """Each name that is imported, with an import of it alone."""
    for each in statement.names:
        name = each.asname or each.name.partition(".")[0]
        if isinstance(statement, ast.Import):
            yield name, ast.Import(names=[each], **_NOWHERE)
        else:
            module = _absolute(statement, package)
            yield name, ast.ImportFrom(module=module, names=[each], level=0, **_NOWHERE)


def _absolute(statement: ast.ImportFrom, package: str) -> str:
    if not statement.level:
        return statement.module or ""
    parts = package.split(".")
    above = parts[: len(parts) - statement.level + 1]
    return ".".join([*above, *filter(None, [statement.module])])


def _names(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement binds, and those of which it may change what they stand for."""
    if isinstance(statement, _Function | ast.ClassDef):
        yield statement.name
        return
    for each in ast.walk(statement):
        match each:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield each.name
            case ast.Import() | ast.ImportFrom():
                yield from (one.asname or one.name.partition(".")[0] for one in each.names)
            case ast.Name(ctx=ast.Store()):
                yield each.id
            case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
                yield root_of(each)
            case ast.Expr(value=ast.Call(func=ast.Attribute() as function)):
                yield root_of(function)
            case _:
                continue


def _lines(body: list[ast.stmt], within: str) -> Iterator[tuple[str, int]]:
    for each in body:
        if isinstance(each, _Function | ast.ClassDef):
            yield f"{within}{each.name}", each.lineno
            if isinstance(each, ast.ClassDef):
                yield from _lines(each.body, f"{within}{each.name}.")
        elif not within:
            yield from ((name, each.lineno) for name in _names(each))


# --- what the IR tells ---------------------------------------------------------------------------


def _is_ours(statement: ast.stmt) -> bool:
    match statement:
        case ast.ImportFrom(module=str(module)):
            return module.partition(".")[0] == _US
        case ast.Import(names=names):
            return all(each.name.partition(".")[0] == _US for each in names)
        case _:
            return False


def _is_told(statement: ast.stmt, ours: frozenset[str]) -> bool:
    """Whether a statement makes something of ours, say a `Retry`, that is only used as such."""
    match statement:
        case ast.Assign(value=ast.Call() as call) | ast.AnnAssign(value=ast.Call() as call):
            return root_of(call) in ours
        case _:
            return False


def _bare(statement: ast.stmt, name: str, told: Told | None) -> Iterator[ast.stmt]:
    """A definition of `name` without its name, and without what is told of it."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() if statement.name == name:
            made = copy(statement)
            made.name = _ANY
            if told and told.kind == "op":
                yield ast.Expr(value=_untold(made.args, told), **_NOWHERE)
                made.args = copy(made.args)
                made.args.defaults, made.args.kw_defaults = [], [None] * len(made.args.kwonlyargs)
            yield made
        case ast.ClassDef() if statement.name == name:
            body = [*(_fields(statement.body, told) if told else statement.body)]
            made_class = copy(statement)
            made_class.name, made_class.body = _ANY, body or [ast.Pass(**_NOWHERE)]
            yield made_class
        case _:
            yield statement


def _untold(given: ast.arguments, told: Told) -> ast.expr:
    """The defaults of parameters that are not told, each behind its name."""
    by_position = [*given.posonlyargs, *given.args]
    start = len(by_position) - len(given.defaults)
    pairs = [
        *zip(by_position[start:], given.defaults, strict=True),
        *zip(given.kwonlyargs, given.kw_defaults, strict=True),
    ]
    found = [
        ast.Tuple(
            elts=[ast.Constant(value=each.arg, **_NOWHERE), value], ctx=ast.Load(), **_NOWHERE
        )
        for each, value in pairs
        if value is not None and each.arg in told.untold
    ]
    return ast.Tuple(elts=[*found], ctx=ast.Load(), **_NOWHERE)


def _fields(body: list[ast.stmt], told: Told) -> Iterator[ast.stmt]:
    """The body of a class without its fields, or with what they are by default alone."""
    for each in body:
        match each:
            case ast.AnnAssign(target=target, value=ast.expr() as value) if told.kind != "fields":
                yield ast.Assign(targets=[target], value=value, **_NOWHERE)
            case ast.AnnAssign():
                continue
            case _:
                yield each
