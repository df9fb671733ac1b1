"""A plan laid out as a DAG file."""

from collections.abc import Mapping, Sequence

from dagcompile.target import (
    Artifact,
    Assign,
    Code,
    Imports,
    Layout,
    Pipeline,
    Statement,
    module_name,
    placement,
    prologue,
    python_artifact,
    render,
    templates,
)
from dagcompile.targets.airflow.answers import GUARDS
from dagcompile.targets.airflow.options import AirflowOptions
from dagcompile.targets.airflow.plan import DagPlan, TaskPlan, plan
from dagcompile.targets.airflow.vendor import copying


def emit(pipeline: Pipeline, options: AirflowOptions) -> tuple[Artifact, ...]:
    """The DAG file of a pipeline.

    Raises:
        CompileError: two parts of the pipeline would have the same name in it.
    """
    planned = plan(pipeline, options, guards=placement(pipeline, options, default=GUARDS))
    items = list(planned.statements())
    apart = {id(each) for task in planned.tasks if task.apart for each in task.body}
    parsed = [each for each in items if id(each) not in apart]
    imports = Imports(items, reserved=planned.names, moved=_moved(options))
    layout = Layout(imports)
    body = render(
        templates(),
        "airflow/dag.py.j2",
        prologue=prologue(pipeline),
        imports=imports.library_block(parsed),
        copied=_copied(planned, imports, layout),
        constants=[layout.of(each) for each in planned.constants],
        tasks=[_task(task, imports, layout) for task in planned.tasks],
        decorator=layout.of(planned.decorator),
        signature=layout.of(planned.signature),
        wiring=[planned.doc, *_lines(planned.wiring, layout)],
        start=layout.of(planned.start),
    )
    module = module_name(pipeline, "_dag")
    return (python_artifact(pipeline, body, folder="airflow", module=module, imports=imports),)


def _moved(options: AirflowOptions) -> Mapping[str, str]:
    """The packages that the file finds in a copy beside it."""
    return {copying.RUNTIME: copying.package()} if options.runtime == "vendor" else {}


def _copied(planned: DagPlan, imports: Imports, layout: Layout) -> tuple[Code, ...]:
    """How the file finds the copy, and the imports from it; nothing where there is none."""
    if planned.path is None:
        return ()
    return (layout.of(planned.path), imports.moved_block())


def _task(task: TaskPlan, imports: Imports, layout: Layout) -> dict[str, object]:
    (start, *first), *others = task.groups
    user_imports = imports.user_block(task.body, indent=8)
    return {
        "decorator": layout.of(task.decorator),
        "signature": layout.of(task.signature),
        "doc": task.doc,
        # What a task elsewhere needs is imported there.
        "libraries": (imports.library_block(task.body, indent=4),) if task.apart else (),
        "start": layout.of(start, indent=4),
        # Of what all else is asked of; a task that only cleans up has none, and imports nothing.
        "step": start.target if isinstance(start, Assign) else Code(""),
        "imports": (user_imports,) if user_imports else (),
        "groups": [_lines(group, layout) for group in (first, *others)],
    }


def _lines(statements: Sequence[Statement], layout: Layout) -> list[Code]:
    return [layout.of(each, indent=4) for each in statements]
