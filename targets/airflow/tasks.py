"""Which Airflow tasks a pipeline needs, what they are called and what they wait for.

A node is one task. Where guards are steps, its outputs are guarded by a task `NODE.guard`, and
its inputs by `NODE.guard_inputs`. The nodes of a stage are one task together.

The task of native work is its operator. What the operator is given from other tasks, a task
`NODE.inputs` makes plain; what it gives, a task `NODE.result` reads by its type.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from dagcompile.codegen.expectations import late, looked_at
from dagcompile.codegen.names import identifiers
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.ir.placing import placement_of
from dagcompile.ir.queries import Index, all_sources, flat, sources
from dagcompile.ir.records import FirstOf, FromPort, Node, Operator, OpNode, Placement, Stage
from dagcompile.ir.stages import Stages, stages_of
from dagcompile.targets.airflow.ids import airflow_id

Role: TypeAlias = Literal["stage", "guard_inputs", "inputs", "operator", "body", "guard"]
"""What a task does for its node. The XCom of `body` is that of the node; an operator whose value
nobody takes is the body itself. `stage` is the task of all nodes of a stage.
"""

Work: TypeAlias = Node | Stage
"""What a task is for."""

Key: TypeAlias = tuple[str, Role]
"""A task: what it is for, by its id, and what it does."""

ROLES: tuple[Role, ...] = get_args(Role)
"""In the order in which the tasks of a node run."""


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
    stages: Stages
    names: Mapping[Key, TaskName]
    inside: Mapping[str, str]
    """What the XCom of each node of a stage is called where a task takes it."""

    def work(self, id: str) -> Work:
        """The node, or the stage, of that id."""
        return self.index.nodes.get(id) or self.stages.named[id]

    def nodes(self, id: str) -> tuple[Node, ...]:
        """The node of that id, or those of the stage."""
        stage = self.stages.named.get(id)
        return tuple(self.index.nodes[each] for each in (stage.nodes if stage else (id,)))

    def variable(self, key: Key) -> str:
        """What the XCom of a task is called, or that of a node of a stage."""
        return self.names[key].variable if key in self.names else self.inside[key[0]]

    def home(self, key: Key) -> Key:
        """The task itself, or that of the stage which runs the node."""
        return home_of(self.stages, key)

    def is_operator(self, work: Work, role: Role) -> bool:
        """Whether the task is an operator of Airflow's own."""
        return role == "operator" or (
            role == "body"
            and operator_of(work, self.index) is not None
            and not self.has(work.id, "operator")
        )

    def has(self, node: str, role: Role) -> bool:
        """Whether `node` has a task in that role."""
        return (node, role) in self.names

    def upstream(self, work: Work, role: Role) -> tuple[Key, ...]:
        """The tasks that must have ended before this one starts."""
        if role == "guard":
            looked = self.looked_at(work) if isinstance(work, OpNode) else ()
            taken: list[Key] = [(each, "body") for each in looked]
            return tuple(dict.fromkeys([(work.id, "body"), *map(self.home, taken)]))
        if role == "body" and self.has(work.id, "operator"):
            return ((work.id, "operator"),)
        if role in ("body", "operator") and self.has(work.id, "inputs"):
            return ((work.id, "inputs"),)
        found = _before(self.stages, work, self.names)
        if role == "body" and self.has(work.id, "guard_inputs"):
            found.append((work.id, "guard_inputs"))
        return tuple(found)

    def looked_at(self, node: OpNode) -> tuple[str, ...]:
        """The nodes whose values are looked at together with the outputs of `node`."""
        sources = looked_at(node, self.index.ops[node.op]).values()
        ports = (each for source in sources for each in flat(source) if isinstance(each, FromPort))
        return tuple(dict.fromkeys(each.node for each in ports))

    def joins(self, work: Work, role: Role) -> bool:
        """Whether the task has to wait for all of its upstream tasks, of which one may be skipped.

        Airflow would skip it as soon as it sees the first skipped one, without waiting for
        another that may yet fail, and could then call the run a success. A choice may have another
        item, which is no task, and a stage another node, which needs nothing of that task.
        """
        above = self.upstream(work, role)
        if isinstance(work, FirstOf | Stage):
            return any(_may_skip(self.stages, each) for each, _ in above)
        return _joins(self.stages, above)


def operator_of(work: Work, index: Index) -> Operator | None:
    """The operator of a node of native work, None for any other."""
    return index.ops[work.op].operator if isinstance(work, OpNode) else None


def home_of(stages: Stages, key: Key) -> Key:
    """A task, or that of the stage which runs a node."""
    stage = stages.of(key[0]) if key[1] == "body" else None
    return key if stage is None else (stage, "stage")


def _before(stages: Stages, work: Work, known: Container[Key]) -> list[Key]:
    """The tasks of what a node or stage needs, of those that are `known`."""
    found: dict[Key, None] = {}
    needs = stages.needs if isinstance(work, Stage) else stages.index.upstream
    for each in needs[work.id]:
        found[home_of(stages, (each, "body"))] = None
        if (each, "guard") in known:
            found[each, "guard"] = None
    return list(found)


def _joins(stages: Stages, above: Sequence[Key]) -> bool:
    return len(above) > 1 and any(_may_skip(stages, each) for each, _ in above)


def _may_skip(stages: Stages, id: str) -> bool:
    """Whether the task of a node, or of a stage, may be skipped."""
    nodes = stages.named[id].nodes if id in stages.named else (id,)
    return all(map(stages.index.may_skip, nodes))


def tasks_of(
    index: Index,
    *,
    guards: Placement,
    reserved: frozenset[str],
    apart: Container[str] = frozenset(),
) -> Tasks:
    """The tasks of a pipeline.

    Raises:
        CompileError: two tasks would have one name.
    """
    stages = stages_of(index)
    wanted = _wanted(stages, guards, apart)
    paths = [_path(node, role, wanted) for node, role in wanted]
    ids = [airflow_id(path) for path in paths]
    _refuse_doubles(ids, list(wanted))
    functions = identifiers([*paths, *stages.members], reserved=reserved)
    named = frozenset(functions.values())
    names = {
        key: TaskName(
            task_id=task_id,
            function=functions[path],
            variable=_free(functions[path] + _suffix(*key, index, wanted), named),
        )
        for key, path, task_id in zip(wanted, paths, ids, strict=True)
    }
    inside = {node: _free(f"{functions[node]}_xcom", named) for node in stages.members}
    return Tasks(index=index, stages=stages, names=names, inside=inside)


def _wanted(stages: Stages, guards: Placement, apart: Container[str]) -> dict[Key, None]:
    """The tasks of a pipeline, node by node."""
    index = stages.index
    taken = _taken(index, apart)
    wanted: dict[Key, None] = {}
    for node in index.meaning.nodes:
        if (stage := stages.of(node.id)) is not None:
            wanted[stage, "stage"] = None
            continue
        native = operator_of(node, index) is not None
        roles: list[Role] = ["body"]
        if native:
            plain = not sources(node) and not _joins(stages, _before(stages, node, wanted))
            roles = [] if plain else ["inputs"]
            roles += ["operator", "body"] if node.id in taken else ["body"]
        if isinstance(node, OpNode) and placement_of(node, guards) == "steps":
            sides = {guard.side for guard in node.guards}
            roles += ["guard"] if "output" in sides or late(node) else []
            roles += ["guard_inputs"] if "input" in sides and not native else []
        wanted |= dict.fromkeys((node.id, role) for role in roles)
    return wanted


def _path(node: str, role: Role, wanted: Container[Key]) -> str:
    """What a task is called after. That of an operator is called as its node."""
    if role in ("stage", "operator") or (role == "body" and (node, "operator") not in wanted):
        return node
    return f"{node}.{'result' if role == 'body' else role}"


def _taken(index: Index, apart: Container[str]) -> frozenset[str]:
    """The nodes whose value is taken, or looked at."""
    found: set[str] = set()
    for source in all_sources(index.meaning):
        found.update(each.node for each in flat(source) if isinstance(each, FromPort))
    for node in index.meaning.nodes:
        if isinstance(node, OpNode) and any(each.side == "output" for each in node.guards):
            found.add(node.id)
        if node.id in apart:  # where nothing is known of what other tasks have come to
            found.update(node.after)
    return frozenset(found)


def _suffix(id: str, role: Role, index: Index, wanted: Container[Key]) -> str:
    """What the variable of a task ends in. That of an operator holds the operator."""
    node = index.nodes.get(id)
    native = node is not None and operator_of(node, index) is not None
    if native and role == "body" and (id, "operator") not in wanted:
        role = "operator"
    return _SUFFIX[role]


_SUFFIX: Mapping[Role, str] = {
    "stage": "_xcom",
    "body": "_xcom",
    "operator": "_task",
    "inputs": "_xcom",
    "guard": "_done",
    "guard_inputs": "_done",
}


def _free(name: str, taken: frozenset[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _refuse_doubles(ids: list[str], wanted: list[Key]) -> None:
    """Refuse tasks that would have one id. They are few, so both are named."""
    known: dict[str, Key] = {}
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


def _shown(task: Key) -> str:
    node, role = task
    return f"{_WORDS[role]} {node!r}"


_WORDS: Mapping[Role, str] = {
    "stage": "stage",
    "body": "node",
    "operator": "node",
    "inputs": "the inputs of node",
    "guard": "the guard of node",
    "guard_inputs": "the guard of the inputs of node",
}
