"""What a DAG file says of the store: where it is, and a last task that cleans up.

    STORE = "s3://bucket/values"

    @task(multiple_outputs=False)
    def store_cleanup():
        clean_store(STORE, keep=["report.result"], when="success")

    store_cleanup().as_teardown().set_upstream(report_xcom)

A teardown runs whatever came of the tasks before it, and has no say in how the run ends.
"""

from collections.abc import Iterable, Mapping

from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import (
    Assign,
    Atom,
    Attribute,
    Do,
    Expr,
    Imported,
    ListOf,
    Statement,
    call,
    name,
)
from dagcompile.codegen.strings import quote
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.ir.queries import flat
from dagcompile.ir.records import FromPort, Meaning
from dagcompile.targets.airflow.aspects import RUNTIME
from dagcompile.targets.airflow.options import AirflowOptions

STORE = "STORE"
"""The constant of a DAG file that names its store."""


def store_constant(options: AirflowOptions) -> tuple[Assign, ...]:
    """The constant, where the options name a store."""
    return () if options.store is None else (Assign(Code(STORE), Atom(quote(options.store))),)


def store_argument(options: AirflowOptions) -> Mapping[str, Expr]:
    """What a step is told of it."""
    return {} if options.store is None else {"store": name(STORE)}


CLEANUP = "store_cleanup"
"""The id of the last task, and its function."""

CLEAN_STORE = Imported(RUNTIME, "clean_store")


STORE_NAMES = frozenset({STORE, CLEANUP, CLEAN_STORE.name})
"""Names of a DAG file that may be taken for the store."""


def cleanup_body(meaning: Meaning, options: AirflowOptions) -> tuple[Statement, ...]:
    """What the last task does. The values stay that the pipeline returns."""
    kept = [
        f"{source.node}.{source.port}"
        for output in meaning.outputs
        for source in flat(output.source)
        if isinstance(source, FromPort)
    ]
    told: dict[str, Expr] = {}
    if kept:
        told["keep"] = ListOf(tuple(Atom(quote(each)) for each in dict.fromkeys(kept)))
    told["when"] = Atom(quote(options.store_cleanup))
    where = () if options.store is None else (name(STORE),)
    return (Do(call(CLEAN_STORE, *where, **told)),)


def cleanup_wiring(last: Iterable[str]) -> Statement:
    """That the last task comes after those of some variables, whatever became of them."""
    before = tuple(map(name, last))
    task = Atom(Code(f"{CLEANUP}().as_teardown()"))
    after = before[0] if len(before) == 1 else ListOf(before)
    return Do(call(Attribute(task, "set_upstream"), after))


def refuse_double(task_ids: Iterable[str]) -> None:
    """Refuse a pipeline that has a task of the same id (DC401)."""
    if CLEANUP in task_ids:
        raise CompileError(
            [
                Diagnostic(
                    code="DC401",
                    message=f"a node and the task that cleans the store would both be called "
                    f"{CLEANUP!r} in Airflow",
                    fix="give the node another id, e.g. with .named(...)",
                )
            ]
        )
