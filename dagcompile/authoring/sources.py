"""Places of the parts of a pipeline, found in its source when someone asks."""

import ast
import builtins
import linecache
from collections.abc import Iterator, Mapping
from types import CodeType
from typing import TYPE_CHECKING, TypeAlias

from dagcompile.authoring.places import Mark, Span, Spot, place_of
from dagcompile.diagnostics import Place
from dagcompile.ir import records as ir
from dagcompile.ir.options import option_paths, option_place

if TYPE_CHECKING:
    from dagcompile.authoring.tracer import Tracer


_BUILTINS = frozenset(vars(builtins))

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


class Places(Mapping[str, Place]):
    """Keys `node:<id>`, `input:<id>.<port>`, `op:<key>`, `param:<name>`, `output:<name>`,
    `stage:<name>`, `pipeline`, and for options of targets those of `option_place`.
    """

    def __init__(
        self,
        *,
        tracer: "Tracer",
        code: CodeType,
        params: tuple[ir.Param, ...],
        outputs: tuple[ir.Output, ...],
    ) -> None:
        self._tracer = tracer
        self._code = code
        self._params = params
        self._outputs = outputs
        self._found: dict[str, Spot] | None = None

    def __getitem__(self, key: str) -> Place:
        return self._finders()[key].place()

    def __iter__(self) -> Iterator[str]:
        return iter(self._finders())

    def __len__(self) -> int:
        return len(self._finders())

    def _finders(self) -> dict[str, Spot]:
        if self._found is None:
            self._found = dict(self._all())
        return self._found

    def _all(self) -> Iterator[tuple[str, Spot]]:
        tracer, code = self._tracer, self._code
        yield "pipeline", Definition(code)
        yield from self._of_nodes()
        for id, (options, at) in tracer.shared.asked.items():
            for path in option_paths(options):
                if spot := at(path):
                    yield option_place(id, *path), spot
        for stage in tracer.stages:
            yield f"stage:{stage.name}", stage.mark
        for key, spec in tracer.specs.items():
            if spec.spot is not None:
                yield f"op:{key}", spec.spot
        for param in self._params:
            yield f"param:{param.name}", Parameter(code, param.name)
        for output in self._outputs:
            yield f"output:{output.name}", Returned(code)

    def _of_nodes(self) -> Iterator[tuple[str, Spot]]:
        tracer = self._tracer
        for node in tracer.nodes:
            mark = tracer.marks[node.id]
            yield f"node:{node.id}", mark
            if isinstance(node, ir.FirstOf):
                for number in range(len(node.items)):
                    yield f"input:{node.id}.{number}", Argument(mark, number, ())
                continue
            positional = (
                tracer.specs[node.op].positional
                if isinstance(node, ir.OpNode)
                else tuple(each.port for each in node.inputs)
            )
            for each in node.inputs:
                yield f"input:{node.id}.{each.port}", Argument(mark, each.port, positional)


class Definition:
    """The place of the header of a function: its `def`, decorators left out."""

    def __init__(self, code: CodeType) -> None:
        self.code = code

    def place(self) -> Place:
        function = function_node(self.code)
        if function is None:
            return Place(file=self.code.co_filename, line=self.code.co_firstlineno)
        start, line = function.col_offset, function.lineno
        keyword = "def " if isinstance(function, ast.FunctionDef) else "async def "
        name = len(keyword) + len(function.name.encode())
        return place_of(self.code.co_filename, Span(line, line, start, start + name))


class Argument:
    """The place of one argument of a call, or of the call when its source is not to be had."""

    def __init__(self, mark: Mark, port: str | int, positional: tuple[str, ...]) -> None:
        self.mark = mark
        self.port = port
        self.positional = positional

    def place(self) -> Place:
        call = call_at(self.mark)
        found = self._argument(call) if call is not None else None
        return place_in(self.mark.code, found) if found is not None else self.mark.place()

    def _argument(self, call: ast.Call) -> ast.expr | ast.keyword | None:
        for keyword in call.keywords:
            if keyword.arg == self.port:
                return keyword.value
        if isinstance(self.port, int):
            index = self.port
        elif self.port in self.positional:
            index = self.positional.index(self.port)
        else:
            return None
        written = call.args[: index + 1]
        if len(written) <= index or any(isinstance(each, ast.Starred) for each in written):
            return None
        return written[index]


class Keyword(Argument):
    """The place of `name=value` in a call, or of the call."""

    def _argument(self, call: ast.Call) -> ast.expr | ast.keyword | None:
        return next((each for each in call.keywords if each.arg == self.port), None)


class Parameter:
    """The place of a parameter of a function, or of the function."""

    def __init__(self, code: CodeType, name: str) -> None:
        self.code = code
        self.name = name

    def place(self) -> Place:
        function = function_node(self.code)
        if function is not None:
            arguments = function.args
            for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
                if each.arg == self.name:
                    return place_in(self.code, each)
        return Definition(self.code).place()


class Declared:
    """The place of what a function says that it returns, or of the function."""

    def __init__(self, code: CodeType) -> None:
        self.code = code

    def place(self) -> Place:
        function = function_node(self.code)
        said = function.returns if function is not None else None
        return Definition(self.code).place() if said is None else place_in(self.code, said)


class Decorated:
    """The place of `name=...` in a decorator of a function, or another."""

    def __init__(self, code: CodeType, name: str, *, otherwise: Spot) -> None:
        self.code = code
        self.name = name
        self.otherwise = otherwise

    def place(self) -> Place:
        function = function_node(self.code)
        for decorator in function.decorator_list if function is not None else ():
            for each in decorator.keywords if isinstance(decorator, ast.Call) else ():
                if each.arg == self.name:
                    return place_in(self.code, each)
        return self.otherwise.place()


class Returned:
    """The place of the last return of a function, or of the function."""

    def __init__(self, code: CodeType) -> None:
        self.code = code

    def place(self) -> Place:
        returns = self._returns()
        return place_in(self.code, returns[-1]) if returns else Definition(self.code).place()

    def is_written(self) -> bool:
        """Whether there is a return to be seen."""
        return bool(self._returns())

    def _returns(self) -> list[ast.Return]:
        function = function_node(self.code)
        return [each for each in _own(function) if isinstance(each, ast.Return)]


def names_at(mark: Mark) -> list[str]:
    """The names that the expression at `mark` mentions, those in calls inside it left out."""
    span = mark.span()
    if span is None:
        return []
    lines = linecache.getlines(mark.code.co_filename)[span.line - 1 : span.end_line]
    text = "".join(lines).encode()
    tail = len(lines[-1].encode()) - span.end_column if lines else 0
    try:
        tree = ast.parse(b"(" + text[span.column : len(text) - tail] + b")", mode="eval")
    except (SyntaxError, ValueError):
        return []
    return list(_names(tree.body))


def _names(expression: ast.AST) -> Iterator[str]:
    for each in ast.iter_child_nodes(expression):
        if isinstance(each, ast.Name):
            yield each.id
        elif not isinstance(each, ast.Call):
            yield from _names(each)


def call_at(mark: Mark) -> ast.Call | None:
    """The call at `mark`, None when its source is not to be had."""
    span = mark.span()
    call = _parsed(mark.code.co_filename).calls.get(span) if span is not None else None
    name = call.func.id if call is not None and isinstance(call.func, ast.Name) else ""
    return None if name in _BUILTINS else call  # that is map(op, ...), or list(map(op, ...))


def function_node(code: CodeType) -> Function | None:
    """The definition of which `code` is the body, None when its source is not to be had."""
    for node in _parsed(code.co_filename).functions:
        if node.name == code.co_name:
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            if first == code.co_firstlineno:
                return node
    return None


def _own(function: Function | None) -> Iterator[ast.AST]:
    """The nodes of a function in source order, without those of functions inside it."""
    waiting: list[ast.AST] = list(reversed(function.body)) if function is not None else []
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Function | ast.Lambda | ast.ClassDef):
            waiting.extend(reversed(list(ast.iter_child_nodes(node))))


def place_in(code: CodeType, node: ast.expr | ast.stmt | ast.arg | ast.keyword) -> Place:
    """The place of a node of the file of `code`."""
    return place_of(code.co_filename, _span(node))


def _span(node: ast.expr | ast.stmt | ast.arg | ast.keyword) -> Span:
    line, column = node.lineno, node.col_offset
    end, end_column = node.end_lineno or line, node.end_col_offset or column
    return Span(line, end, column, end_column)


class _Parsed:
    """A source file. `lines` is the very list that `linecache` gave: another means it changed."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        try:
            tree = ast.parse("".join(lines))
        except (SyntaxError, ValueError):
            tree = ast.Module(body=[], type_ignores=[])
        nodes = list(ast.walk(tree))
        self.functions = [each for each in nodes if isinstance(each, Function)]
        self.calls = {_span(each): each for each in nodes if isinstance(each, ast.Call)}


_FILES: dict[str, _Parsed] = {}


def _parsed(file: str) -> _Parsed:
    lines = linecache.getlines(file)
    known = _FILES.get(file)
    if known is None or known.lines is not lines:
        known = _FILES[file] = _Parsed(lines)
    return known
