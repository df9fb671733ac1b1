"""Which Airflow tasks a pipeline needs, what they are called and what they wait for.

A node is one task. Where guards are steps, its outputs are guarded by a task `NODE.guard`, and
its inputs by `NODE.guard_inputs`.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dagcompile.codegen.expectations import late, looked_at
from dagcompile.codegen.names import identifiers
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.ir.placing import placement_of
from dagcompile.ir.queries import Index, flat
from dagcompile.ir.records import FromPort, Node, OpNode, Placement

Role: TypeAlias = Literal["body", "guard", "guard_inputs"]

LONGEST_ID = 250
"""Characters of a DAG's or task's id that Airflow accepts."""

_OTHER = re.compile(r"[^A-Za-z0-9_.-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskName:
    """How one task is called: its id, its function, and the variable of what calling that gives."""

    task_id: str
    function: str
    variable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasks:
    """The tasks of a pipeline: their names, by node and role, and which tasks wait for which."""

    index: Index
    names: Mapping[tuple[str, Role], TaskName]

    def has(self, node: str, role: Role) -> bool:
        """Whether `node` has a task in that role."""
        return (node, role) in self.names

    def upstream(self, node: Node, role: Role) -> tuple[tuple[str, Role], ...]:
        """The tasks that must have ended before this one starts."""
        if role == "guard":
            looked = self.looked_at(node) if isinstance(node, OpNode) else ()
            return ((node.id, "body"), *((each, "body") for each in looked))
        found: list[tuple[str, Role]] = []
        for each in self.index.upstream[node.id]:
            found.append((each, "body"))
            if self.has(each, "guard"):
                found.append((each, "guard"))
        if role == "body" and self.has(node.id, "guard_inputs"):
            found.append((node.id, "guard_inputs"))
        return tuple(found)

    def looked_at(self, node: OpNode) -> tuple[str, ...]:
        """The nodes whose values are looked at together with the outputs of `node`."""
        sources = looked_at(node, self.index.ops[node.op]).values()
        ports = (each for source in sources for each in flat(source) if isinstance(each, FromPort))
        return tuple(dict.fromkeys(each.node for each in ports))

    def joins(self, node: Node, role: Role) -> bool:
        """Whether the task has several upstream tasks of which one may be skipped.

        Airflow would skip it as soon as it sees the first skipped one, without waiting for
        another that may yet fail, and could then call the run a success.
        """
        above = self.upstream(node, role)
        return len(above) > 1 and any(self.index.may_skip(each) for each, _ in above)


def tasks_of(index: Index, *, guards: Placement, reserved: frozenset[str]) -> Tasks:
    """The tasks of a pipeline.

    Raises:
        CompileError: two tasks would have one name.
    """
    wanted: list[tuple[str, Role]] = []
    for node in index.meaning.nodes:
        wanted.append((node.id, "body"))
        if isinstance(node, OpNode) and placement_of(node, guards) == "steps":
            sides = {guard.side for guard in node.guards}
            wanted += [(node.id, "guard")] if "output" in sides or late(node) else []
            wanted += [(node.id, "guard_inputs")] if "input" in sides else []
    paths = [node if role == "body" else f"{node}.{role}" for node, role in wanted]
    ids = [airflow_id(path) for path in paths]
    _refuse_doubles(ids, wanted)
    functions = identifiers(paths, reserved=reserved)
    taken = frozenset(functions.values())
    names = {
        key: TaskName(
            task_id=task_id,
            function=functions[path],
            variable=_free(functions[path] + _SUFFIX[key[1]], taken),
        )
        for key, path, task_id in zip(wanted, paths, ids, strict=True)
    }
    return Tasks(index=index, names=names)


_SUFFIX: Mapping[Role, str] = {"body": "_xcom", "guard": "_done", "guard_inputs": "_done"}


def airflow_id(text: str) -> str:
    """`text` as an id that Airflow accepts: ASCII letters, digits, `_`, `-` and dots, not too long.

    Airflow itself takes letters of any script, but then fails while it hands on the value of such
    a task. An id that has lost some of them ends in a digest, so that ids stay distinct.
    """
    plain = _OTHER.sub("_", text)
    if not text.isascii():
        plain = f"{plain}-{_digest(text, 8)}"
    if len(plain) <= LONGEST_ID:
        return plain
    return f"{plain[: LONGEST_ID - 13]}-{_digest(text, 12)}"


def _digest(text: str, digits: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


def _free(name: str, taken: frozenset[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _refuse_doubles(ids: list[str], wanted: list[tuple[str, Role]]) -> None:
    """Refuse tasks that would have one id. They are few, so both are named."""
    known: dict[str, tuple[str, Role]] = {}
    problems: list[Diagnostic] = []
    for id, task in zip(ids, wanted, strict=True):
        first = known.setdefault(id, task)
        if first != task:
            problems.append(
                Diagnostic(
                    code="DC401",
                    message=f"{_shown(first)} and {_shown(task)} would both be called {id!r} "
                    "in Airflow",
                    fix="give one of the nodes another id, e.g. with .named(...)",
                )
            )
    if problems:
        raise CompileError(problems)


def _shown(task: tuple[str, Role]) -> str:
    node, role = task
    return f"{_WORDS[role]}node {node!r}"


_WORDS: Mapping[Role, str] = {
    "body": "",
    "guard": "the guard of ",
    "guard_inputs": "the guard of the inputs of ",
}
