"""The first task of a DAG, where its form cannot say all that its params and configs must be.

A partition may be left empty in any form, and what it is then follows from the time of a run, if it
has one. Where some step may run before one that reads it, the first task looks at it, too. So it
does where an operator would run first.

@task(multiple_outputs=False, do_xcom_push=False)
def params():
    given = Given()
    given.param("since", datetime)
    given.config("clean", contracts.Cutoff(max_delay=300))
    given.check()
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import chain

from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import (
    Assign,
    Atom,
    Do,
    Imported,
    Statement,
    call,
    name,
)
from dagcompile.codegen.literals import literal
from dagcompile.codegen.names import identifiers
from dagcompile.codegen.strings import quote
from dagcompile.ir.queries import flat_sources
from dagcompile.ir.records import FromParam, Node, OpNode
from dagcompile.targets.airflow.aspects import RUNTIME
from dagcompile.targets.airflow.bodies import Bodies
from dagcompile.targets.airflow.configs import Setting
from dagcompile.targets.airflow.params import read_param, takes_only_values
from dagcompile.targets.airflow.tasks import TaskName, Tasks
from dagcompile.targets.airflow.wiring import roots

GIVEN = "given"
GIVEN_CLASS = Imported(RUNTIME, "Given")
DOC = "Looks at what the run was given, before its first step."


def needs_look(tasks: Tasks, fields: Sequence[Setting], *, apart: Collection[str] = ()) -> bool:
    """Whether the form takes anything that a param or a config does not, by which a step would fail
    when others have been run. An operator looks at nothing: it would run where a run was given
    what nobody reads, which every step refuses.

    Args:
        apart: nodes that run where code is that a worker may lack. They look at their own configs.
    """
    index = tasks.index
    params = index.params.values()
    return (
        any(not takes_only_values(each, index.types) for each in params if each.partition is None)
        or any(not each.exact for each in fields if not each.reason and each.node not in apart)
        or _late(tasks)
        or any(tasks.is_operator(tasks.work(id), role) for id, role in roots(tasks))
    )


def _late(tasks: Tasks) -> bool:
    """Whether a step may run before one that reads a partition, which a run may not have.

    Where every task that waits for none reads it, none of them calls an op without it.
    """
    params = tasks.index.params.values()
    partitions = {each.name for each in params if each.partition is not None}
    needed = partitions & _read(tasks.index.meaning.nodes)
    return any(needed - _read(tasks.nodes(id)) for id, _ in roots(tasks))


def _read(nodes: Iterable[Node]) -> set[str]:
    """The params that nodes read."""
    sources = chain.from_iterable(map(flat_sources, nodes))
    return {each.name for each in sources if isinstance(each, FromParam)}


def given_id(ids: Collection[str]) -> str:
    """The id of the task, which none of the others has."""
    found = "params"
    while found in ids:
        found += "_"
    return found


def first_task(tasks: Tasks, *, reserved: Collection[str]) -> TaskName:
    """What the task is called, beside the others."""
    others = tasks.names.values()
    id = given_id([each.task_id for each in others])
    taken = {*reserved, *(each.function for each in others), *(each.variable for each in others)}
    function = identifiers([id], reserved=taken)[id]
    variable = f"{function}_done"
    while variable in taken:
        variable += "_"
    return TaskName(task_id=id, function=function, variable=variable)


def given_body(bodies: Bodies) -> list[Statement]:
    """The statements of the task."""
    index = bodies.index
    found: list[Statement] = [Assign(Code(GIVEN), call(GIVEN_CLASS))]
    params = (read_param(each, index, bodies.types, of=GIVEN) for each in index.params.values())
    found += map(Do, params)
    for node in index.nodes.values():
        looked = node.id in bodies.configurable and node.id not in bodies.environments
        if looked and isinstance(node, OpNode) and node.config is not None:
            given = Atom(quote(node.id)), literal(node.config)
            found.append(Do(call(name(f"{GIVEN}.config"), *given)))
    return [*found, Do(call(name(f"{GIVEN}.check")))]
