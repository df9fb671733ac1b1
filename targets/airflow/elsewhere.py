"""The nodes of a pipeline that run elsewhere than in a process of Airflow's own."""

from collections.abc import Iterator, Mapping

from dagcompile.ir.options import option_place
from dagcompile.ir.records import Node, OpNode, Pipeline
from dagcompile.target import nodes_asked
from dagcompile.targets.airflow.environments import Environment
from dagcompile.targets.airflow.objections import Objection
from dagcompile.targets.airflow.options import AirflowNodeOptions, AirflowOptions


def environments_of(pipeline: Pipeline, options: AirflowOptions) -> Mapping[str, Environment]:
    """Where the nodes run that do not run as all others do, by node."""
    asked = nodes_asked(pipeline, "airflow", AirflowNodeOptions)
    found: dict[str, Environment] = {}
    for node in pipeline.meaning.nodes:
        own = asked.get(node.id)
        said = own is not None and "runs_in" in own.model_fields_set
        environment = own.runs_in if own is not None and said else options.nodes.runs_in
        if environment is not None:
            found[node.id] = environment
    return found


def objections(pipeline: Pipeline, options: AirflowOptions) -> Iterator[Objection]:
    """What a node asks for that there is not where it runs (DC514)."""
    environments = environments_of(pipeline, options)
    stages = {node: stage.id for stage in pipeline.meaning.stages for node in stage.nodes}
    for node in pipeline.meaning.nodes:
        environment = environments.get(node.id)
        if environment is None:
            continue
        for fault, fix in _faults(node, pipeline, options, stages.get(node.id)):
            yield Objection(
                code="DC514",
                message=f"node {node.id!r} runs in {_WORDS[environment.kind]}, and {fault}",
                fix=fix,
                at=(
                    option_place(node.id, "airflow", "runs_in"),
                    option_place("", "airflow", "nodes", "runs_in"),
                    f"node:{node.id}",
                ),
            )


_WORDS = {
    "virtualenv": "a virtual environment",
    "external_python": "another Python",
    "docker": "a container",
    "kubernetes": "a pod",
}


def _faults(
    node: Node, pipeline: Pipeline, options: AirflowOptions, stage: str | None
) -> Iterator[tuple[str, str]]:
    ops = {op.key: op for op in pipeline.meaning.ops}
    if isinstance(node, OpNode) and ops[node.op].operator is None and ops[node.op].context:
        yield (
            "its op takes a Context, which tells Airflow of assets from its own processes alone",
            "leave out the parameter, or let another op tell of what this one returns",
        )
    if stage is not None:
        yield (
            f"it is of stage {stage!r}, whose nodes are one task",
            "leave it out of the stage, or let it run where the others do",
        )
    if options.runtime == "vendor":
        yield (
            'with runtime = "vendor" the run time lies beside the DAG files alone',
            "install dagcompile there, and leave the option out",
        )
