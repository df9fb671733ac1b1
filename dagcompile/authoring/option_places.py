"""Where an option of a target is written: the key of a dict in `targets={...}`.

@op(targets={"airflow": {"pool": "db"}})               in a decorator
load.with_policy(targets={"airflow": {...}})(day)      or before the call
"""

import ast
from collections.abc import Iterator
from types import CodeType
from typing import NamedTuple

from dagcompile.authoring.places import Mark, Spot
from dagcompile.authoring.sources import call_at, function_node, place_in
from dagcompile.diagnostics import Place

_NAME = "targets"


class Written(NamedTuple):
    """The place of the option at `path`: of the innermost key of it that is written out, said
    before the call at `mark`, else in a decorator of the function of `code`, else `otherwise`.
    """

    path: tuple[str, ...]
    code: CodeType | None
    otherwise: Spot
    mark: Mark | None = None

    def place(self) -> Place:
        """The place in the source file."""
        best: tuple[int, Place] | None = None
        for code, keyword in self._keywords():
            depth, node = _inside(keyword, self.path)
            if best is None or depth > best[0]:
                best = (depth, place_in(code, node))
        return self.otherwise.place() if best is None else best[1]

    def _keywords(self) -> Iterator[tuple[CodeType, ast.keyword]]:
        """Each `targets=` that may say it, what counts first."""
        if isinstance(self.mark, Mark):
            walked: ast.AST | None = call_at(self.mark)
            while isinstance(walked, ast.Call | ast.Attribute):
                if isinstance(walked, ast.Call):
                    yield from ((self.mark.code, each) for each in _named(walked))
                    walked = walked.func
                else:
                    walked = walked.value
        function = None if self.code is None else function_node(self.code)
        for decorator in function.decorator_list if function is not None else ():
            if isinstance(decorator, ast.Call) and self.code is not None:
                yield from ((self.code, each) for each in _named(decorator))


def _named(call: ast.Call) -> Iterator[ast.keyword]:
    return (each for each in call.keywords if each.arg == _NAME)


def _inside(keyword: ast.keyword, path: tuple[str, ...]) -> tuple[int, ast.keyword | ast.expr]:
    """How far `path` leads into the dict, and the last key on it."""
    found: ast.keyword | ast.expr = keyword
    value: ast.expr = keyword.value
    for depth, name in enumerate(path):
        if not isinstance(value, ast.Dict):
            return depth, found
        for key, item in zip(value.keys, value.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == name:
                found, value = key, item
                break
        else:
            return depth, found
    return len(path), found
