"""Options of the Airflow target: `[tool.dagcompile.target.airflow]`, `@pipeline(targets=...)` and,
for one node, `@op(targets=...)`. Their names are Airflow's own wherever it has one.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from dagcompile.runtime import store as stores
from dagcompile.target import NodeOptions, Options
from dagcompile.targets.airflow.environments import Environment
from dagcompile.targets.airflow.lacking import OF_DAGS, OF_NODES

Tag = Annotated[str, Field(min_length=1, max_length=100)]
"""Airflow takes no longer one."""


def _duration(given: object) -> object:
    """Seconds as a duration."""
    if isinstance(given, timedelta):
        return given
    if isinstance(given, bool) or not isinstance(given, int | float):
        said = "it is neither a number of seconds nor a timedelta"
        raise ValueError(said)  # noqa: TRY004  (pydantic wants it so)
    if not 0 < given < _LONGEST:
        raise ValueError("it is not a positive time, of at most a hundred years")
    return timedelta(seconds=given)


_LONGEST = 100 * 365 * 86400.0


def _listed(given: object) -> object:
    """One as a list of one."""
    return given if given is None or isinstance(given, list) else [given]


def _path(given: str) -> str:
    module, colon, name = given.partition(":")
    parts = (*module.split("."), *name.split("."))
    if not colon or not all(each.isidentifier() for each in parts):
        raise ValueError(f'{given!r} is not an import path: write "package.module:function"')
    return given


def _version(given: str) -> str:
    if not re.fullmatch(r"3\.[0-9]+", given):
        raise ValueError(f'{given!r} is no version of Airflow 3: write two numbers, as in "3.3"')
    return given


def _store(given: str) -> str:
    """A folder or URL, as far as can be told without going there."""
    named = stores.Store(given, by="it")
    try:
        if not named.url():
            named.folder()
    except stores.NoStore as error:
        raise ValueError(str(error)) from None
    return given


Count = Annotated[int, Field(ge=1)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
"""Seconds."""

Path = Annotated[str, AfterValidator(_path)]
"""Where a function is found: `package.module:function`."""

Store = Annotated[str, Field(min_length=1), AfterValidator(_store)]
"""A folder or URL."""

Callbacks = Annotated[list[Path], BeforeValidator(_listed)]
"""One, or several."""

Run: TypeAlias = Literal["scheduled", "manual", "backfill", "asset_triggered"]


class Deadline(BaseModel):
    """A time by which a run has to be over, and what is called if it is not."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    after: Literal["queued", "logical_date"] = Field(
        default="queued", description="from when on the time counts"
    )
    within: Duration = Field(description="how long a run may take")
    call: Path = Field(description="what is called, in the triggerer; it may be async")
    kwargs: dict[str, Any] = Field(
        default={}, description="what it is given by name, besides the context"
    )
    name: str | None = Field(default=None, description="how the deadline is called")


Deadlines = Annotated[list[Deadline], BeforeValidator(_listed)]
"""One, or several."""


class AirflowNodeOptions(NodeOptions):
    """What the tasks of a node are given. Only what is set is written."""

    instead: ClassVar[Mapping[str, str]] = OF_NODES
    for_people = frozenset({"owner", "display_name"})

    pool: str | None = Field(default=None, description="the pool that its tasks take slots of")
    pool_slots: Count | None = Field(default=None, description="how many slots each takes")
    queue: str | None = Field(default=None, description="the queue of the executor")
    priority_weight: int | None = Field(default=None, description="what goes first")
    weight_rule: Literal["downstream", "upstream", "absolute"] | None = Field(
        default=None, description="whose weights are added"
    )
    owner: str | None = Field(default=None, description="who answers for it")
    executor: str | None = Field(default=None, description="one of several executors")
    executor_config: dict[str, Any] | None = Field(
        default=None, description="what the executor is told, as plain values"
    )
    run_as_user: str | None = Field(default=None, description="the user of the operating system")
    execution_timeout: Duration | None = Field(
        default=None,
        description="how long a whole task may take, what surrounds the body and all; the time of"
        " the body alone is the op's `timeout`",
    )
    depends_on_past: bool | None = Field(
        default=None, description="whether it waits for itself in the run before"
    )
    wait_for_downstream: bool | None = Field(
        default=None, description="whether it waits for what follows it there, too"
    )
    max_active_tis_per_dag: Count | None = Field(
        default=None, description="how many of it may run at once, in all runs"
    )
    display_name: str | None = Field(default=None, description="what people are shown for its id")
    runs_in: Environment | None = Field(
        default=None,
        description="where it runs: a virtualenv, an external_python, docker or kubernetes",
    )
    on_failure: Callbacks | None = Field(default=None, description="called when a task has failed")
    on_success: Callbacks | None = Field(default=None, description="called when one has succeeded")
    on_retry: Callbacks | None = Field(default=None, description="called before it is tried again")
    on_skipped: Callbacks | None = Field(default=None, description="called when one skips itself")


class AirflowOptions(Options):
    """What a DAG is given besides the pipeline itself."""

    of_projects = frozenset({"runtime"})
    instead: ClassVar[Mapping[str, str]] = OF_DAGS
    for_people = frozenset({"tags", "display_name", "owner_links"})

    runtime: Literal["installed", "vendor"] = Field(
        default="installed",
        description="the run time that DAG files import: dagcompile's, or a copy that is written "
        "beside them",
    )
    store: Store | None = Field(
        default=None,
        description="folder or URL of the values that are too large for an XCom, unless "
        "`DAGCOMPILE_STORE` names one where a task runs",
    )
    store_cleanup: Literal["never", "success", "always"] = Field(
        default="never",
        description="whether a last task removes what a run has stored, all but what the pipeline "
        "returns: if the run succeeded, or whatever came of it",
    )
    airflow_version: Annotated[str, AfterValidator(_version)] = Field(
        default="3.3",
        description="the oldest Airflow that the files are to run on; what is newer is refused",
    )
    tags: list[Tag] = Field(default=[], description="tags of the DAG, besides the pipeline's own")
    display_name: str | None = Field(default=None, description="what people are shown for its id")
    max_active_runs: Count | None = Field(
        default=None, description="how many runs there may be at once"
    )
    max_active_tasks: Count | None = Field(
        default=None, description="how many tasks of one run may be at work at once"
    )
    max_consecutive_failed_dag_runs: Count | None = Field(
        default=None, description="after how many failed runs in a row it is paused"
    )
    dagrun_timeout: Duration | None = Field(
        default=None, description="how long a run may take before it is failed"
    )
    owner_links: dict[str, str] | None = Field(
        default=None, description="where the name of an owner leads"
    )
    is_paused_upon_creation: bool | None = Field(
        default=None, description="whether a new DAG waits to be switched on"
    )
    allowed_run_types: list[Run] | None = Field(
        default=None, description="which runs there may be at all"
    )
    rerun_with_latest_version: bool | None = Field(
        default=None, description="whether cleared tasks run as the file is now"
    )
    deadline: Deadlines | None = Field(default=None, description="by when runs have to be over")
    on_failure: Callbacks | None = Field(default=None, description="called when a run has failed")
    on_success: Callbacks | None = Field(default=None, description="called when one has succeeded")
    nodes: AirflowNodeOptions = Field(
        default=AirflowNodeOptions(), description="options of the nodes that do not say their own"
    )
