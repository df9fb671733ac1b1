"""A DAG file as Airflow sees it, read off its text: also one that an older dagcompile has written.

file = read_dag(artifact.text)
file.tasks["clean"].settings       {"retries": "2", "pool": "'db'"}
file.params["top"].schema          {"type": "'integer'", "minimum": "1"}

Nothing is imported or run. What a task does within is not looked at, and neither does Airflow.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Words: TypeAlias = Mapping[str, str]
"""Keyword arguments, as source text."""

_Function: TypeAlias = ast.FunctionDef


class Unreadable(Exception):
    """A text is no DAG file of ours, or one that was damaged. Says what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenTask:
    """One task: `task`, `task.docker`, or the class of an operator, and what it is given."""

    id: str
    form: str
    doc: str = ""
    settings: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenParam:
    """One param of the form: what it takes, and whether a run may do without it."""

    text: str
    required: bool
    schema: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class DagFile:
    """What Airflow keeps of a DAG, by source text.

    `settings` are those of the DAG but for its params and `defaults`, which are what its tasks are
    given that do not say their own. `runtime` is the package whose run time the file imports.
    """

    id: str
    settings: Words
    defaults: Words
    params: Mapping[str, SeenParam]
    tasks: Mapping[str, SeenTask]
    doc: str
    order: str
    runtime: str

    def setting(self, task: str, name: str) -> str | None:
        """What `task` is given, by itself or as all are."""
        return self.tasks[task].settings.get(name, self.defaults.get(name))


def read_dag(text: str) -> DagFile:
    """The DAG of a generated file.

    Raises:
        Unreadable: there is none in it.
    """
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError) as error:
        raise Unreadable(f"it is no Python: {error}") from None
    constants = {
        target.id: each.value
        for each in tree.body
        if isinstance(each, ast.Assign)
        for target in each.targets
        if isinstance(target, ast.Name)
    }
    functions = [each for each in tree.body if isinstance(each, _Function)]
    dag = next((each for each in functions if _decorator(each, "dag")), None)
    if dag is None:
        raise Unreadable("it has no function with @dag")
    tree = ast.fix_missing_locations(_Constants(constants).visit(tree))
    return _read(tree, dag, functions)


def _read(tree: ast.Module, dag: _Function, functions: list[_Function]) -> DagFile:
    call = _decorator(dag, "dag")
    assert call is not None
    given = {each.arg: each.value for each in call.keywords if each.arg is not None}
    params, defaults = given.pop("params", None), given.pop("default_args", None)
    id = given.pop("dag_id", None)
    tasks = [*_tasks(functions), *_operators(dag)]
    wiring = dag.body[1:] if ast.get_docstring(dag, clean=False) else dag.body
    return DagFile(
        id=id.value if isinstance(id, ast.Constant) and isinstance(id.value, str) else dag.name,
        settings={name: ast.unparse(value) for name, value in given.items()},
        defaults={name: ast.unparse(value) for name, value in _items(defaults).items()},
        params={
            name: _param(value)
            for name, value in _items(params).items()
            if isinstance(value, ast.Call)
        },
        tasks={each.id: each for each in tasks},
        doc=ast.get_docstring(dag, clean=False) or "",
        order="\n".join(map(ast.unparse, wiring)),
        runtime=_runtime(tree),
    )


def _tasks(functions: list[_Function]) -> Iterator[SeenTask]:
    for each in functions:
        call = _decorator(each, "task")
        if call is not None:
            yield _task(call, each.name, doc=ast.get_docstring(each, clean=False) or "")


def _operators(dag: _Function) -> Iterator[SeenTask]:
    """The operators that are made in the body of the DAG: of all calls, they name their task."""
    for each in ast.walk(dag):
        if isinstance(each, ast.Call) and any(word.arg == "task_id" for word in each.keywords):
            yield _task(each, "")


def _task(call: ast.Call, id: str, *, doc: str = "") -> SeenTask:
    words = {each.arg: each.value for each in call.keywords if each.arg is not None}
    said = words.pop("task_id", None)
    if isinstance(said, ast.Constant) and isinstance(said.value, str):
        id = said.value
    settings = {name: ast.unparse(value) for name, value in words.items()}
    return SeenTask(id=id, form=ast.unparse(call.func), doc=doc, settings=settings)


def _param(call: ast.Call) -> SeenParam:
    words = {each.arg: ast.unparse(each.value) for each in call.keywords if each.arg is not None}
    schema = {name: word for name, word in words.items() if name not in _TOLD}
    return SeenParam(text=ast.unparse(call), required=not call.args, schema=schema)


_TOLD = ("description", "section", "title")
"""What the form says of a param to people."""


def _decorator(function: _Function, name: str) -> ast.Call | None:
    """`@name(...)` or `@name.form(...)` of a function."""
    for each in function.decorator_list:
        if isinstance(each, ast.Call):
            called = each.func.value if isinstance(each.func, ast.Attribute) else each.func
            if isinstance(called, ast.Name) and called.id == name:
                return each
    return None


def _items(table: ast.expr | None) -> dict[str, ast.expr]:
    if not isinstance(table, ast.Dict):
        return {}
    return {
        key.value: value
        for key, value in zip(table.keys, table.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }


def _runtime(tree: ast.Module) -> str:
    """The package whose `v1.airflow` the file imports."""
    for each in tree.body:
        module = each.module if isinstance(each, ast.ImportFrom) else None
        if module is not None and module.endswith(".v1.airflow"):
            return module.removesuffix(".v1.airflow")
    return ""


class _Constants(ast.NodeTransformer):
    """Writes what a constant of the file is in the place of its name: nobody sees the name."""

    def __init__(self, constants: Mapping[str, ast.expr]) -> None:
        self.constants = constants

    def visit_Name(self, node: ast.Name) -> ast.expr:
        if isinstance(node.ctx, ast.Load):
            return self.constants.get(node.id, node)
        return node
