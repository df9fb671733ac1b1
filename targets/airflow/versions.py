"""What of a DAG file needs a newer Airflow than the oldest on which generated files run at all.

One line a feature, and one function that tells where a pipeline uses it: `USES`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from dagcompile.ir.options import option_place
from dagcompile.ir.records import OpNode, Pipeline
from dagcompile.target import Objection
from dagcompile.targets.airflow.options import AirflowOptions

FLOOR: Final = "3.2"
"""The oldest Airflow: the run time imports `airflow.sdk.exceptions`, which is empty before."""

PROVEN: Final = "3.3"
"""The Airflow on which generated files are run by the tests of dagcompile."""

Feature: TypeAlias = Literal[
    "growing waits", "partition keys", "newest version", "deadlines", "allowed run types",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """From which Airflow on a feature is there.

    Args:
        version: the first one with it.
        what: the feature, for the documentation.
        evidence: how that is known.
        instead: what an author can do without it.
    """

    version: str
    what: str
    evidence: str
    instead: str


FEATURES: Final[Mapping[Feature, Since]] = {
    "growing waits": Since(
        version="3.3",
        what="a `Retry` whose waits grow or have jitter (`retry_policy`)",
        evidence="`RetryPolicy` is in `airflow.sdk` of Task SDK 1.3.0, and not of 1.2.0",
        instead="give it a Retry with a delay alone",
    ),
    "partition keys": Since(
        version="3.3",
        what="a partition param of a pipeline without a schedule (`PartitionedAtRuntime`)",
        evidence="`PartitionedAtRuntime` is in `airflow.sdk` of Task SDK 1.3.0, and not of 1.2.0;"
        " nor has a task's context the `partition_key` there",
        instead="give the pipeline a schedule of Cron(...), or make the param an ordinary one",
    ),
    "newest version": Since(
        version="3.3",
        what="`rerun_with_latest_version`",
        evidence="a parameter of `DAG` in Task SDK 1.3.0, and not in 1.2.0",
        instead="leave it out",
    ),
    "deadlines": Since(
        version="3.2",
        what="`deadline`",
        evidence="`DeadlineAlert` and `AsyncCallback` are in `airflow.sdk` of Task SDK 1.2.0, and"
        " not of 1.1.0; new in 3.1 and still called experimental in the documentation of 3.3",
        instead="leave it out",
    ),
    "allowed run types": Since(
        version="3.2",
        what="`allowed_run_types`",
        evidence="a parameter of `DAG` in Task SDK 1.2.0, and not in 1.1.0",
        instead="leave it out",
    ),
}


def since(feature: Feature) -> str:
    """From which Airflow on, for the table of capabilities."""
    return f"from Airflow {FEATURES[feature].version} on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Where a pipeline uses a feature: what it is that does, and the keys of its place."""

    feature: Feature
    what: str
    at: tuple[str, ...]


def _growing_waits(pipeline: Pipeline, options: AirflowOptions) -> Iterator[Use]:  # noqa: ARG001
    for node in pipeline.meaning.nodes:
        retry = node.policy.retry if isinstance(node, OpNode) else None
        if retry and retry.attempts > 1 and (retry.backoff != 1.0 or retry.jitter):
            what = f"the retry of node {node.id} has waits that grow or have jitter"
            yield Use(feature="growing waits", what=what, at=(f"node:{node.id}",))


def _partition_keys(pipeline: Pipeline, options: AirflowOptions) -> Iterator[Use]:  # noqa: ARG001
    if pipeline.meaning.schedule is None:
        for param in pipeline.meaning.params:
            if param.partition is not None:
                what = f"param {param.name} is a partition, and the pipeline has no schedule"
                yield Use(feature="partition keys", what=what, at=(f"param:{param.name}",))


def _options(pipeline: Pipeline, options: AirflowOptions) -> Iterator[Use]:  # noqa: ARG001
    for name, feature in _BY_OPTION.items():
        if getattr(options, name) is not None:
            at = (option_place("", "airflow", name), "pipeline")
            yield Use(feature=feature, what=f"the option {name} is set", at=at)


_BY_OPTION: Mapping[str, Feature] = {
    "deadline": "deadlines",
    "allowed_run_types": "allowed run types",
    "rerun_with_latest_version": "newest version",
}

USES: Final[tuple[Callable[[Pipeline, AirflowOptions], Iterator[Use]], ...]] = (
    _growing_waits,
    _partition_keys,
    _options,
)
"""Where a pipeline uses what is in the table: a function for one or several features."""


def too_new(pipeline: Pipeline, options: AirflowOptions) -> Iterator[Objection]:
    """What needs a newer Airflow than the option `airflow_version` (DC508)."""
    asked = options.airflow_version
    at = option_place("", "airflow", "airflow_version")
    if number(asked) < number(FLOOR):
        yield Objection(
            code="DC508",
            message=f"airflow_version is {asked}, and generated files run on Airflow {FLOOR} or"
            " newer: what their tasks raise is not in the Task SDK before",
            fix=f'set airflow_version = "{FLOOR}", or a newer one',
            at=(at, "pipeline"),
        )
        return
    for uses in USES:
        for use in uses(pipeline, options):
            known = FEATURES[use.feature]
            if number(asked) < number(known.version):
                yield Objection(
                    code="DC508",
                    message=f"{use.what}, which needs Airflow {known.version}, and airflow_version"
                    f" is {asked}",
                    fix=f'{known.instead}; or set airflow_version = "{known.version}" if no older'
                    " one runs the file",
                    at=use.at,
                )


def number(version: str) -> tuple[int, ...]:
    """A version to compare by."""
    return tuple(map(int, version.split(".")))
