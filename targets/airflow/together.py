"""What speaks against the nodes of a stage as one task: options that no single task can have."""

from collections.abc import Iterator

from dagcompile.ir.options import option_place
from dagcompile.ir.records import Pipeline, Stage
from dagcompile.target import Objection, nodes_asked
from dagcompile.targets.airflow.options import AirflowNodeOptions

_OWN = "display_name"
"""What is of a node alone, and says nothing of a stage."""


def apart(pipeline: Pipeline) -> Iterator[Objection]:
    """The options of nodes of one stage that differ: what one says is said of the task (DC501)."""
    asked = nodes_asked(pipeline, "airflow", AirflowNodeOptions)
    for stage in pipeline.meaning.stages:
        yield from _apart(stage, {node: asked[node] for node in stage.nodes if node in asked})


def _apart(stage: Stage, asked: dict[str, AirflowNodeOptions]) -> Iterator[Objection]:
    said: dict[str, tuple[str, object]] = {}
    for node, options in asked.items():
        for name in AirflowNodeOptions.model_fields:
            if name not in options.model_fields_set or name == "runs_in":
                continue
            value = getattr(options, name)
            first, other = said.setdefault(name, (node, value))
            if name == _OWN:
                yield _told(
                    f"node `{node}` is asked to be shown as {value!r}, and the airflow target shows"
                    f" stage `{stage.id}`, whose task runs it",
                    "leave the name out, or call the step outside of the stage",
                    option_place(node, "airflow", name),
                )
            elif value != other:
                yield _told(
                    f"{name} is {value!r} for node `{node}` and {other!r} for `{first}`, and on the"
                    f" airflow target stage `{stage.id}` is one task, which cannot have both",
                    "say the same of both, or put them into two stages",
                    option_place(node, "airflow", name),
                )


def _told(message: str, fix: str, at: str) -> Objection:
    return Objection(code="DC501", message=message, fix=fix, at=(at,))
