"""Native work: its operator as it is written in the DAG, and what stands around it.

run_job_inputs_xcom = run_job_inputs(load_xcom)        # makes what it is given plain
run_job_task = BashOperator(task_id="run_job", env=run_job_inputs_xcom["env"], ...)
must_render(run_job_task, "env")
run_job_result_xcom = run_job_result(run_job_task.output)     # reads what it gives
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dagcompile.codegen.calls import every_output, guard_types, looking
from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import (
    Atom,
    Call,
    DictOf,
    Do,
    Expr,
    Imported,
    ListOf,
    Return,
    Statement,
    Subscript,
    call,
    name,
)
from dagcompile.codegen.literals import literal
from dagcompile.codegen.strings import quote
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.ir.placing import placement_of
from dagcompile.ir.queries import Index
from dagcompile.ir.records import Mapping, OpNode, Sequence, Symbol, Value
from dagcompile.targets.airflow.aspects import RUNTIME
from dagcompile.targets.airflow.step import method_of
from dagcompile.targets.airflow.tasks import Tasks

if TYPE_CHECKING:
    from dagcompile.targets.airflow.bodies import Bodies

RENDER = "must_render"


def arguments(node: OpNode, bodies: "Bodies") -> list[Statement]:
    """What the operator of a node is given by other nodes, made plain."""
    guarded = placement_of(node, bodies.guards) != "off"
    before, values = bodies.inputs(node, guarded=guarded)
    return [*before, Return(Call(method_of("arguments"), (), tuple(values.items())))]


def received(node: OpNode, bodies: "Bodies") -> Return:
    """What the operator of a node gave, read by its type."""
    op = bodies.index.ops[node.op]
    guards = [each for each in node.guards if each.side == "output"]
    stands = placement_of(node, bodies.guards) == "inline" and bool(guards)
    named: list[tuple[str, Expr]] = [("returns", guard_types(every_output(op), bodies.types, op))]
    named += looking(guards[0]) if stands else [("guard", name("False"))]
    given = name(bodies.tasks.names[node.id, "operator"].variable)
    return Return(Call(method_of("received"), (given,), tuple(named)))


def operator_call(node: OpNode, tasks: Tasks, settings: Iterable[tuple[str, Expr]]) -> Call:
    """The operator of a node. `settings` are what every task is given."""
    op = tasks.index.ops[node.op]
    assert op.operator is not None
    own = [(name, _written(value)) for name, value in op.operator.arguments]
    inputs = tasks.names.get((node.id, "inputs"))
    given = [
        (each, Subscript(name(inputs.variable), (Atom(quote(each)),)))
        for each in filled_in(node, tasks)
        if inputs is not None
    ]
    task_id, *rest = settings
    said = {each for each, _ in (*own, *given)}  # by the author, of this operator alone
    rest = [each for each in rest if each[0] not in said]
    return Call(Imported(op.ref.module, op.ref.name), (), (task_id, *own, *given, *rest))


def filled_in(node: OpNode, tasks: Tasks) -> tuple[str, ...]:
    """The arguments of the operator of a node for which other tasks give values."""
    return tuple(each.port for each in node.inputs) if tasks.has(node.id, "inputs") else ()


def looked_over(variable: str, arguments: Iterable[str]) -> Statement:
    """That Airflow fills in those arguments is looked at where the file is read."""
    return Do(
        call(Imported(RUNTIME, RENDER), name(variable), *(Atom(quote(each)) for each in arguments))
    )


def output_of(variable: str) -> Expr:
    """What an operator gives, for a task to take."""
    return Atom(Code(f"{variable}.output"))


def refuse_policies(index: Index) -> None:
    """Refuse policies that an operator cannot be given.

    Raises:
        CompileError: with each of them.
    """
    found = [
        Diagnostic(code="DC513", message=f"node {node.id!r}, native work, {fault}", fix=fix)
        for node in index.meaning.nodes
        if isinstance(node, OpNode) and index.ops[node.op].operator is not None
        for fault, fix in _faults(node)
    ]
    if found:
        raise CompileError(found)


def _faults(node: OpNode) -> Iterator[tuple[str, str]]:
    if node.policy.retry is not None and node.policy.retry.on:
        yield (
            "is tried again only on some exceptions, whose classes would have to be imported",
            "leave out on=...: Airflow tries an operator again whatever its error is",
        )
    if node.policy.guarded_retry:
        yield (
            "is tried again where its guard fails, but by then its operator has succeeded",
            "leave out retry=True of its guard",
        )


def classes_of(index: Index) -> Iterator[str]:
    """The names of the operators' classes, and of what their arguments need."""
    for op in index.meaning.ops:
        if op.operator is not None:
            yield op.ref.name
            yield from ("Late", RENDER)


def _written(value: Value) -> Expr:
    """A literal. A function is imported when it is called, not when the file is parsed."""
    match value:
        case Symbol(ref=ref):
            return call(Imported(RUNTIME, "Late"), Atom(quote(f"{ref.module}:{ref.name}")))
        case Sequence(type="list", items=items):
            return ListOf(tuple(map(_written, items)))
        case Mapping(items=pairs):
            return DictOf(tuple((literal(key), _written(item)) for key, item in pairs))
        case _:
            return literal(value)
