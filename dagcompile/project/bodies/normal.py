"""Statements in a normal form: two that have the same do the same. No code is run.

    plain(tree, ours=frozenset({"op"}))         without what no run can tell
    form(tree.body[3:4])                        its normal form, and the names that it uses

The form is the code that Python would run, without lines, and without the names of local variables.
So what is only written otherwise has the same form; where it is in doubt, it has another.
"""

import ast
import dis
import re
import warnings
from collections.abc import Callable, Hashable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from types import CodeType

_LOADS = {"LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS"}
_LOOKING = {"locals", "vars", "dir", "eval", "exec"}
"""Functions that see what local variables are called."""
_VARARGS, _VARKEYWORDS = 0x04, 0x08
_HANDING = {"COPY_FREE_VARS", "LOAD_CLOSURE", "MAKE_CELL"}
"""Instructions that hand variables to inner functions, in the order of their names."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Form:
    """A normal form, which is equal to others alone; `uses` are the names that it asks for."""

    key: Hashable
    uses: frozenset[str] = frozenset()


def parsed(content: bytes) -> ast.Module:
    """The statements of a text, in the encoding that it says.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: Python does not take it.
    """
    with _unwarned():
        return ast.parse(content)


@contextmanager
def _unwarned() -> Iterator[None]:
    """While inside, what Python thinks of a source is not told: whoever runs it is."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def plain(tree: ast.Module, *, ours: AbstractSet[str]) -> ast.Module:
    """`tree` itself, with what no run can tell taken out: lines, docstrings, annotations of
    functions; and decorators that the names `ours` stand for.
    """
    _Plain(ours).visit(tree)
    for node in ast.walk(tree):
        if "lineno" in node._attributes:
            ast.copy_location(node, _NOWHERE)
    return tree


_NOWHERE = ast.Pass(lineno=1, col_offset=0, end_lineno=1, end_col_offset=0)


def form(statements: Sequence[ast.stmt]) -> Form:
    """The normal form of statements of a module that is `plain`.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: Python does not take them.
    """
    tree = ast.Module(body=list(statements), type_ignores=[])
    with _unwarned():
        code = compile(tree, "", "exec", dont_inherit=True, optimize=0)
    codes = [*_codes(code)]
    uses = frozenset(
        each.argval for one in codes for each in dis.get_instructions(one) if each.opname in _LOADS
    )
    if uses & _LOOKING:
        return Form(_key(code, str), uses)
    told = {word for one in codes for text in _texts(one.co_consts) for word in _words(text)}
    return Form(_key(code, lambda name: name if name in told else ""), uses)


def root_of(expression: ast.expr) -> str:
    """The name that an expression begins with: `op` of `op(retry=3)` and of `op.task`."""
    while not isinstance(expression, ast.Name):
        match expression:
            case ast.Call():
                expression = expression.func
            case ast.Attribute() | ast.Subscript() | ast.Starred():
                expression = expression.value
            case _:
                return ""
    return expression.id


# --- the code that Python would run --------------------------------------------------------------


class _Shared:
    """Variables that inner functions share, as a function has them: those of its own, and those of
    the functions around. Python numbers them by their names; here each has the number at which it
    is first met, and a parameter its name.
    """

    def __init__(
        self, code: CodeType, around: "_Shared | None", told: Callable[[str], str]
    ) -> None:
        self._told = told
        self._numbers: Iterator[int] = around._numbers if around else count()
        parameters = code.co_varnames[: _parameters(code)]
        self._known: dict[str, list[str]] = {
            name: [name] if name in parameters else [] for name in code.co_cellvars
        }
        if around:
            self._known |= {name: around._known[name] for name in code.co_freevars}

    def __contains__(self, name: object) -> bool:
        return name in self._known

    def __getitem__(self, name: str) -> str:
        known = self._known[name]
        if not known:
            known.append(f"{next(self._numbers)} {self._told(name)}")
        return known[0]


def _key(code: CodeType, shown: Callable[[str], str], around: _Shared | None = None) -> Hashable:
    """All that a run can tell of `code`; `shown` is what counts of the name of a variable."""
    shared = _Shared(code, around, shown)
    variables, named = code.co_varnames, _parameters(code)
    return (
        tuple(_steps(code, shared)),
        code.co_exceptiontable,
        code.co_flags,
        (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount),
        code.co_names,
        (*variables[:named], *map(shown, variables[named:])),
        (len(code.co_cellvars), len(code.co_freevars)),
        tuple(_constant(each, shown, shared) for each in code.co_consts),
    )


def _parameters(code: CodeType) -> int:
    named = code.co_argcount + code.co_kwonlyargcount
    return named + bool(code.co_flags & _VARARGS) + bool(code.co_flags & _VARKEYWORDS)


def _steps(code: CodeType, shared: _Shared) -> Iterator[tuple[Hashable, ...]]:
    """The instructions; those that hand shared variables on do so in the order of their names."""
    for each in dis.get_instructions(code):
        names = each.argval if isinstance(each.argval, tuple) else (each.argval,)
        if each.opname in _HANDING or (
            each.opname.startswith("LOAD_FAST") and any(name in shared for name in names)
        ):
            yield (each.opname,)
        elif each.opcode in dis.hasfree:
            yield each.opname, shared[each.argval]
        else:
            yield each.opname, each.arg


def _constant(value: object, shown: Callable[[str], str], shared: _Shared) -> Hashable:
    """A constant, told from others that are equal to it: 1, True and 1.0."""
    match value:
        case CodeType():
            return _key(value, shown, shared)
        case tuple():
            return ("tuple", *(_constant(each, shown, shared) for each in value))
        case frozenset():
            return ("set", frozenset(_constant(each, shown, shared) for each in value))
        case _:
            return (type(value).__name__, repr(value))


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


def _texts(constants: AbstractSet[object] | tuple[object, ...]) -> Iterator[str]:
    for each in constants:
        if isinstance(each, str):
            yield each
        elif isinstance(each, tuple | frozenset):
            yield from _texts(each)


def _words(text: str) -> Iterator[str]:
    """The words of a text of more than one: a query may ask for variables by them."""
    yield from (each for each in _WORD.findall(text) if each != text)


# --- what no run can tell ------------------------------------------------------------------------


class _Plain(ast.NodeTransformer):
    def __init__(self, ours: AbstractSet[str]) -> None:
        self._ours = ours

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.body = _without_docstring(node.body)
        return self.generic_visit(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        node.body = _without_docstring(node.body)
        decorators = [each for each in node.decorator_list if root_of(each) not in self._ours]
        node.decorator_list = decorators
        if not decorators:  # another one may read them
            given = node.args
            every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
            for each in every:
                if each is not None:
                    each.annotation = None
            node.returns = None
        return self.generic_visit(node)


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    match body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return _without_docstring(rest)
        case []:
            return [ast.Pass(lineno=1, col_offset=0)]
        case _:
            return body
