"""The body of the task of a stage: a script in a task, between what it takes and what it hands on.

step = Step("prepare")
load = step.input(load_xcom, list[contracts.Flight])
run = step.stage()

clean = run.step("clean", ops.clean, returns=list[contracts.Flight])(load)
run.hand_on("clean", clean, list[contracts.Flight])

return run.ended()
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from dagcompile.codegen.calls import V1
from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import (
    Assign,
    Atom,
    Call,
    DictOf,
    Expr,
    Imported,
    Return,
    Statement,
    call,
    name,
)
from dagcompile.codegen.lifetimes import last_uses_outside
from dagcompile.codegen.names import identifiers
from dagcompile.codegen.plan import Part, Runtime
from dagcompile.codegen.steps import Steps
from dagcompile.codegen.strings import quote
from dagcompile.ir.queries import Index, index_of
from dagcompile.ir.records import FromParam, OpNode, Stage
from dagcompile.targets.airflow.bodies import Bodies
from dagcompile.targets.airflow.crossing import Outside, outside
from dagcompile.targets.airflow.ids import xcom_key
from dagcompile.targets.airflow.step import STEP, STEP_CLASS, method_of
from dagcompile.targets.airflow.tasks import Tasks

RUN = "run"


def stage_groups(stage: Stage, bodies: Bodies) -> Iterator[tuple[Statement, ...]]:
    """The statements of the task of a stage, a group for each node."""
    tasks = bodies.tasks
    taken = {STEP, STEP_CLASS.name, *map(tasks.variable, bodies.parameters(stage, "stage"))}
    names = identifiers(stage.nodes, reserved={*taken, RUN})
    inputs = _inputs(stage, tasks, taken={*taken, RUN, *names.values()})
    steps = _steps(stage, bodies, names, inputs)
    yield (
        bodies.begun(stage.id),
        *(Assign(variable.code, _read(each, bodies)) for each, variable in inputs.items()),
        Assign(Code(RUN), _begun(stage, bodies)),
    )
    for node in stage.nodes:
        yield tuple(steps.of(tasks.index.nodes[node]))
    yield (Return(call(name(f"{RUN}.ended"))),)


def _read(source: Outside, bodies: Bodies) -> Expr:
    return bodies.value(source, "optional" if bodies.index.may_withhold(source) else "input")


def _inputs(stage: Stage, tasks: Tasks, *, taken: set[str]) -> Mapping[Outside, Atom]:
    """A variable for each value from outside: called as the param, or as the node that made it, or
    by node and port.
    """
    found: dict[Outside, str] = {}
    for each in outside(stage, tasks.stages):
        wanted = _called(each, tasks.index)
        found[each] = identifiers([wanted], reserved={*taken, *found.values()})[wanted]
    return {source: name(variable) for source, variable in found.items()}


def _called(source: Outside, index: Index) -> str:
    if isinstance(source, FromParam):
        return source.name
    node = index.nodes[source.node]
    several = isinstance(node, OpNode) and index.ops[node.op].fields
    return f"{source.node}.{source.port}" if several else source.node


def _steps(
    stage: Stage,
    bodies: Bodies,
    names: Mapping[str, str],
    inputs: Mapping[Outside, Atom],
) -> Steps:
    tasks = bodies.tasks
    meaning = tasks.index.meaning
    nodes = tuple(tasks.index.nodes[each] for each in stage.nodes)
    inner = index_of(replace(meaning, nodes=nodes, outputs=(), stages=()))
    part = Part(
        index=inner,
        inputs=inputs,
        dropped=last_uses_outside(inner, tasks.index),
        after=frozenset(bodies.checked_after(stage)),
        outlets=tasks.stages.outlets[stage.id],
        keys={each: key for each in stage.nodes if (key := xcom_key(each)) != each},
    )
    runtime = Runtime(
        variable=RUN,
        type=STEP_CLASS,
        gather=Imported(V1, "gather"),
        holds="values",
        reserved=frozenset(),
    )
    return Steps(
        tasks.index,
        runtime,
        bodies.types,
        run=RUN,
        names=names,
        guards=bodies.guards,
        part=part,
    )


def _begun(stage: Stage, bodies: Bodies) -> Expr:
    """What the nodes are called over, told of those before them that may have been skipped."""
    checked = bodies.checked_after(stage)
    names = {each: bodies.tasks.names[each, "body"] for each in checked if bodies.is_operator(each)}
    xcoms = [each for each in checked if each not in names]
    after = _table((each, name(bodies.tasks.variable((each, "body")))) for each in xcoms)
    operators = _table((each, Atom(quote(task.task_id))) for each, task in names.items())
    given = (("after", after), ("operators", operators))
    return Call(method_of("stage"), (), tuple(each for each in given if each[1].items))


def _table(items: Iterable[tuple[str, Expr]]) -> DictOf:
    return DictOf(tuple((Atom(quote(key)), value) for key, value in items))
