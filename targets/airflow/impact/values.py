"""What steps of a new version find, in a run under way, of what steps of the old one have left.

A task that has not begun runs as the file is then, unless the bundle of DAG files has versions. It
reads what the tasks before it have left by the types of the new version.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dagcompile.ir.queries import flat, source_type, sources
from dagcompile.ir.records import FirstOf, FromPort, OpNode, TypeKey
from dagcompile.target import Impact
from dagcompile.targets.airflow.ids import RETURNED, xcom_key
from dagcompile.targets.airflow.impact.forms import Reading
from dagcompile.targets.airflow.impact.sides import Side, listed, told
from dagcompile.targets.airflow.tasks import Tasks


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Where a value is: the task that leaves it, the key of its XCom, the port in that."""

    task: str
    key: str
    port: str


def values(old: Side, new: Side) -> Iterator[Impact]:
    """Steps for which something is not there, or not in a form that they read."""
    left = _left(old.tasks)
    lacking: list[tuple[str, FromPort]] = []
    otherwise: list[tuple[str, FromPort]] = []
    for task, source in _taken(new.tasks):
        where = _where(source, new.tasks)
        if where.task not in old.keys or where.task not in new.keys:
            continue  # the run gets the new task as well
        if where not in left:
            lacking.append((task, source))
        elif not _reads(left[where], source_type(source, new.tasks.index), old.tasks, new.tasks):
            otherwise.append((task, source))
    yield from _told(lacking, new.tasks, "lack {of}, which nobody has left in it")
    yield from _told(otherwise, new.tasks, "not read {of}, left in another form")


def _told(found: Sequence[tuple[str, FromPort]], tasks: Tasks, text: str) -> Iterator[Impact]:
    if found:
        takers = list(dict.fromkeys(task for task, _ in found))
        values = listed(list(dict.fromkeys(_called(each, tasks) for _, each in found)))
        givers = listed(list(dict.fromkeys(_where(each, tasks).task for _, each in found)))
        said = f"task{'s' if len(takers) > 1 else ''} {listed(takers)} may {text.format(of=values)}"
        said = f"in a run under way {said}: clear {givers} there"
        yield told("runs_under_way", said, "risky", *takers)


def _reads(old: TypeKey, new: TypeKey, before: Tasks, now: Tasks) -> bool:
    return Reading(old=before.index.types, new=now.index.types).reads(old, new)


def _left(tasks: Tasks) -> dict[Value, TypeKey]:
    """What all tasks leave, and the types of that."""
    found: dict[Value, TypeKey] = {}
    for node in tasks.index.nodes.values():
        stage = tasks.stages.of(node.id)
        match node:
            case OpNode():
                ports = [each.name for each in tasks.index.ops[node.op].outputs]
            case FirstOf():
                ports = ["result"]
            case _:
                ports = []
        if stage is not None:
            ports = [*tasks.stages.outlets[stage].get(node.id, ())]
        for port in ports:
            source = FromPort(node=node.id, port=port)
            found[_where(source, tasks)] = source_type(source, tasks.index)
    return found


def _taken(tasks: Tasks) -> Iterator[tuple[str, FromPort]]:
    """What tasks take from other tasks, by the id of who takes it."""
    for node in tasks.index.nodes.values():
        for source in sources(node):
            for each in flat(source):
                if isinstance(each, FromPort) and not tasks.stages.within(each.node, node.id):
                    yield _task(node.id, tasks), each


def _where(source: FromPort, tasks: Tasks) -> Value:
    inside = tasks.stages.of(source.node) is not None
    return Value(
        task=_task(source.node, tasks),
        key=xcom_key(source.node) if inside else RETURNED,
        port=source.port,
    )


def _task(node: str, tasks: Tasks) -> str:
    return tasks.names[tasks.home((node, "body"))].task_id


def _called(source: FromPort, tasks: Tasks) -> str:
    """`clean.landed`, or `load` where that is all there is."""
    node = tasks.index.nodes[source.node]
    several = isinstance(node, OpNode) and tasks.index.ops[node.op].fields
    return f"{source.node}.{source.port}" if several else source.node
