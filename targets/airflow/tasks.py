"""Which Airflow tasks a pipeline needs, what they are called and what they wait for.

A node is one task. Where guards are steps, its outputs are guarded by a task `NODE.guard`, and
its inputs by `NODE.guard_inputs`.

The task of native work is its operator. What the operator is given from other tasks, a task
`NODE.inputs` makes plain; what it gives, a task `NODE.result` reads by its type.
"""

import hashlib
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from dagcompile.codegen.expectations import late, looked_at
from dagcompile.codegen.names import identifiers
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.ir.placing import placement_of
from dagcompile.ir.queries import Index, all_sources, flat, sources
from dagcompile.ir.records import FirstOf, FromPort, Node, Operator, OpNode, Placement

Role: TypeAlias = Literal["guard_inputs", "inputs", "operator", "body", "guard"]
"""What a task does for its node. The XCom of `body` is that of the node; an operator whose value
nobody takes is the body itself.
"""

ROLES: tuple[Role, ...] = get_args(Role)
"""In the order in which the tasks of a node run."""

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

    def is_operator(self, node: Node, role: Role) -> bool:
        """Whether the task is an operator of Airflow's own."""
        return role == "operator" or (
            role == "body"
            and operator_of(node, self.index) is not None
            and not self.has(node.id, "operator")
        )

    def has(self, node: str, role: Role) -> bool:
        """Whether `node` has a task in that role."""
        return (node, role) in self.names

    def upstream(self, node: Node, role: Role) -> tuple[tuple[str, Role], ...]:
        """The tasks that must have ended before this one starts."""
        if role == "guard":
            looked = self.looked_at(node) if isinstance(node, OpNode) else ()
            return ((node.id, "body"), *((each, "body") for each in looked))
        if role == "body" and self.has(node.id, "operator"):
            return ((node.id, "operator"),)
        if role in ("body", "operator") and self.has(node.id, "inputs"):
            return ((node.id, "inputs"),)
        found = _before(self.index, node, self.names)
        if role == "body" and self.has(node.id, "guard_inputs"):
            found.append((node.id, "guard_inputs"))
        return tuple(found)

    def looked_at(self, node: OpNode) -> tuple[str, ...]:
        """The nodes whose values are looked at together with the outputs of `node`."""
        sources = looked_at(node, self.index.ops[node.op]).values()
        ports = (each for source in sources for each in flat(source) if isinstance(each, FromPort))
        return tuple(dict.fromkeys(each.node for each in ports))

    def joins(self, node: Node, role: Role) -> bool:
        """Whether the task has to wait for all of its upstream tasks, of which one may be skipped.

        Airflow would skip it as soon as it sees the first skipped one, without waiting for
        another that may yet fail, and could then call the run a success. A choice may have another
        item, which is no task.
        """
        above = self.upstream(node, role)
        if isinstance(node, FirstOf):
            return any(self.index.may_skip(each) for each, _ in above)
        return _joins(self.index, above)


def operator_of(node: Node, index: Index) -> Operator | None:
    """The operator of a node of native work, None for any other."""
    return index.ops[node.op].operator if isinstance(node, OpNode) else None


def _before(index: Index, node: Node, known: Container[tuple[str, Role]]) -> list[tuple[str, Role]]:
    """The tasks of the nodes that a node needs, of those that are `known`."""
    found: list[tuple[str, Role]] = []
    for each in index.upstream[node.id]:
        found.append((each, "body"))
        if (each, "guard") in known:
            found.append((each, "guard"))
    return found


def _joins(index: Index, above: Sequence[tuple[str, Role]]) -> bool:
    return len(above) > 1 and any(index.may_skip(each) for each, _ in above)


def tasks_of(index: Index, *, guards: Placement, reserved: frozenset[str]) -> Tasks:
    """The tasks of a pipeline.

    Raises:
        CompileError: two tasks would have one name.
    """
    wanted = _wanted(index, guards)
    paths = [_path(node, role, wanted) for node, role in wanted]
    ids = [airflow_id(path) for path in paths]
    _refuse_doubles(ids, list(wanted))
    functions = identifiers(paths, reserved=reserved)
    named = frozenset(functions.values())
    names = {
        key: TaskName(
            task_id=task_id,
            function=functions[path],
            variable=_free(functions[path] + _suffix(*key, index, wanted), named),
        )
        for key, path, task_id in zip(wanted, paths, ids, strict=True)
    }
    return Tasks(index=index, names=names)


def _wanted(index: Index, guards: Placement) -> dict[tuple[str, Role], None]:
    """The tasks of a pipeline, node by node."""
    taken = _taken(index)
    wanted: dict[tuple[str, Role], None] = {}
    for node in index.meaning.nodes:
        native = operator_of(node, index) is not None
        roles: list[Role] = ["body"]
        if native:
            plain = not sources(node) and not _joins(index, _before(index, node, wanted))
            roles = [] if plain else ["inputs"]
            roles += ["operator", "body"] if node.id in taken else ["body"]
        if isinstance(node, OpNode) and placement_of(node, guards) == "steps":
            sides = {guard.side for guard in node.guards}
            roles += ["guard"] if "output" in sides or late(node) else []
            roles += ["guard_inputs"] if "input" in sides and not native else []
        wanted |= dict.fromkeys((node.id, role) for role in roles)
    return wanted


def _path(node: str, role: Role, wanted: Container[tuple[str, Role]]) -> str:
    """What a task is called after. That of an operator is called as its node."""
    if role == "operator" or (role == "body" and (node, "operator") not in wanted):
        return node
    return f"{node}.{'result' if role == 'body' else role}"


def _taken(index: Index) -> frozenset[str]:
    """The nodes whose value is taken, or looked at."""
    found: set[str] = set()
    for source in all_sources(index.meaning):
        found.update(each.node for each in flat(source) if isinstance(each, FromPort))
    for node in index.meaning.nodes:
        if isinstance(node, OpNode) and any(each.side == "output" for each in node.guards):
            found.add(node.id)
    return frozenset(found)


def _suffix(node: str, role: Role, index: Index, wanted: Container[tuple[str, Role]]) -> str:
    """What the variable of a task ends in. That of an operator holds the operator."""
    native = operator_of(index.nodes[node], index) is not None
    if native and role == "body" and (node, "operator") not in wanted:
        role = "operator"
    return _SUFFIX[role]


_SUFFIX: Mapping[Role, str] = {
    "body": "_xcom",
    "operator": "_task",
    "inputs": "_xcom",
    "guard": "_done",
    "guard_inputs": "_done",
}


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
    "operator": "",
    "inputs": "the inputs of ",
    "guard": "the guard of ",
    "guard_inputs": "the guard of the inputs of ",
}
