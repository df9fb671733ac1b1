"""The nodes of a pipeline that run elsewhere than in a process of Airflow's own."""

from collections.abc import Iterator, Mapping

from dagcompile.ir.options import option_place
from dagcompile.ir.records import Node, OpNode, Pipeline
from dagcompile.target import Feature, Objection, nodes_asked
from dagcompile.targets.airflow.answers import ANSWERS
from dagcompile.targets.airflow.environments import Environment
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
        for feature, fault in _faults(node, pipeline, options, stages.get(node.id)):
            where = _WORDS[environment.kind]
            yield Objection(
                code="DC514",
                message=f"node {node.id!r} runs in {where}, and {fault}: {ANSWERS[feature].note}",
                fix=ANSWERS[feature].instead,
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
) -> Iterator[tuple[Feature, str]]:
    """What a node asks for that cannot be had there: the feature, and by what."""
    ops = {op.key: op for op in pipeline.meaning.ops}
    if isinstance(node, OpNode) and ops[node.op].operator is None and ops[node.op].context:
        yield "context elsewhere", "its op takes a Context"
    if stage is not None:
        yield "stages elsewhere", f"it is of stage {stage!r}"
    if options.runtime == "vendor":
        yield "vendored elsewhere", "dagcompile is not to be installed"
