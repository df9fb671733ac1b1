"""What the options of the Airflow target come to in a DAG file, and what is refused of them."""

import ast
import re
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import airflow.sdk
import pytest

import dagcompile
from dagcompile import Check, Cron, Daily, Pipeline, Retry, native, op, partition, pipeline
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.config import load_project
from dagcompile.project.emitting import emitted, examine
from dagcompile.project.targets import Chosen, options_of
from dagcompile.target import find_target
from dagcompile.targets.airflow.dag_settings import DAG_NAMES
from dagcompile.targets.airflow.task_settings import TASK_NAMES

AIRFLOW = find_target("airflow")


@pytest.fixture(autouse=True)
def alerts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module with callbacks, and with what is none."""
    module = ModuleType("alerts")

    def told(context: object) -> None: ...

    async def late(context: object, *, channel: str) -> None: ...

    async def later(context: object) -> None: ...

    vars(module).update(told=told, late=late, later=later, number=3, nothing=lambda: None)
    vars(module).update(anything=lambda _, **kwargs: None)
    monkeypatch.setitem(sys.modules, "alerts", module)


@op
def load() -> int:
    return 1


@op
def take_day(day: date) -> int:
    return day.year


@op
def double(number: int) -> int:
    return 2 * number


Options = Mapping[str, object]


def built(
    of_pipeline: Options | None = None, of_load: Options | None = None, **said: Any
) -> Pipeline[..., Any]:
    if of_pipeline is not None:
        said["targets"] = {"airflow": of_pipeline}

    def daily() -> int:
        first = load if of_load is None else load.with_policy(targets={"airflow": of_load})
        return double(first())

    made: Pipeline[..., Any] = pipeline(**said)(daily)
    return made


def file_of(made: Pipeline[..., Any], table: str = "", *, folder: Path | None = None) -> str:
    options = AIRFLOW.options()
    if folder is not None:
        (folder / "pyproject.toml").write_text(f"[tool.dagcompile]\n{table}")
        options = options_of(load_project(folder), AIRFLOW)
    compiled, chosen = compile_loaded(made), Chosen(target=AIRFLOW, options=options)
    examine(compiled, [chosen])
    (artifact,) = emitted(compiled, chosen)
    return str(artifact.text)


def arguments(text: str, kind: str, number: int = 0) -> dict[str, str]:
    """What the decorators of a kind are given, each on a line of its own or not, as source."""
    found = [
        each
        for function in ast.walk(ast.parse(text))
        if isinstance(function, ast.FunctionDef)
        for each in function.decorator_list
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == kind
    ]
    return {str(each.arg): ast.unparse(each.value) for each in found[number].keywords}


def added(made: Pipeline[..., Any], kind: str, number: int = 0) -> dict[str, str]:
    """What is given that is not given without options."""
    plain = arguments(file_of(built()), kind, number)
    found = arguments(file_of(made), kind, number)
    assert plain.items() <= found.items()
    return {name: value for name, value in found.items() if name not in plain}


OF_DAG: list[tuple[Options, dict[str, str]]] = [
    ({"max_active_runs": 1}, {"max_active_runs": "1"}),
    ({"max_active_tasks": 4}, {"max_active_tasks": "4"}),
    ({"max_consecutive_failed_dag_runs": 3}, {"max_consecutive_failed_dag_runs": "3"}),
    ({"dagrun_timeout": timedelta(hours=2)}, {"dagrun_timeout": "timedelta(hours=2)"}),
    ({"dagrun_timeout": 90}, {"dagrun_timeout": "timedelta(seconds=90)"}),
    ({"dagrun_timeout": 1800.0}, {"dagrun_timeout": "timedelta(minutes=30)"}),
    ({"display_name": "Täglich {{ ds }}"}, {"dag_display_name": "'Täglich {{ ds }}'"}),
    ({"is_paused_upon_creation": False}, {"is_paused_upon_creation": "False"}),
    ({"owner_links": {"a": "https://b"}}, {"owner_links": "{'a': 'https://b'}"}),
    ({"allowed_run_types": ["manual"]}, {"allowed_run_types": "['manual']"}),
    ({"rerun_with_latest_version": True}, {"rerun_with_latest_version": "True"}),
    ({"on_failure": "alerts:told"}, {"on_failure_callback": "Callback('alerts:told')"}),
    (
        {"on_success": ["alerts:told", "alerts:later"]},
        {"on_success_callback": "[Callback('alerts:told'), Callback('alerts:later')]"},
    ),
    ({"tags": ["b", "a"]}, {"tags": "['a', 'b']"}),
    ({"max_active_runs": None}, {}),
    ({}, {}),
    (
        {"deadline": {"within": 3600, "call": "alerts:late", "kwargs": {"channel": "#a"}}},
        {
            "deadline": "DeadlineAlert(reference=DeadlineReference.DAGRUN_QUEUED_AT,"
            " interval=timedelta(hours=1), callback=AsyncCallback(missed,"
            " kwargs={'call': 'alerts:late', 'kwargs': {'channel': '#a'}}))"
        },
    ),
    (
        {
            "deadline": [
                {"within": 60, "call": "alerts:told", "after": "logical_date", "name": "soon"}
            ]
        },
        {
            "deadline": "DeadlineAlert(reference=DeadlineReference.DAGRUN_LOGICAL_DATE,"
            " interval=timedelta(minutes=1), callback=AsyncCallback(missed,"
            " kwargs={'call': 'alerts:told'}), name='soon')"
        },
    ),
    ({"nodes": {"pool": "db"}}, {"default_args": "{'pool': 'db'}"}),
    (
        {"nodes": {"depends_on_past": True, "on_retry": "alerts:told"}},
        {"default_args": "{'depends_on_past': True, 'on_retry_callback': Callback('alerts:told')}"},
    ),
]


@pytest.mark.parametrize(("options", "given"), OF_DAG)
def test_options_of_a_pipeline(options: Options, given: dict[str, str]) -> None:
    assert added(built(options), "dag") == given
    assert added(built(options), "task") == {}


OF_NODE: list[tuple[Options, dict[str, str]]] = [
    ({"pool": "db", "pool_slots": 2}, {"pool": "'db'", "pool_slots": "2"}),
    ({"queue": "slow"}, {"queue": "'slow'"}),
    (
        {"priority_weight": 9, "weight_rule": "absolute"},
        {"priority_weight": "9", "weight_rule": "'absolute'"},
    ),
    ({"owner": "ann"}, {"owner": "'ann'"}),
    ({"executor": "LocalExecutor"}, {"executor": "'LocalExecutor'"}),
    ({"executor_config": {"a": [1, {"b": None}]}}, {"executor_config": "{'a': [1, {'b': None}]}"}),
    ({"run_as_user": "etl"}, {"run_as_user": "'etl'"}),
    ({"execution_timeout": 1.5}, {"execution_timeout": "timedelta(seconds=1.5)"}),
    ({"execution_timeout": 86400}, {"execution_timeout": "timedelta(days=1)"}),
    ({"depends_on_past": True}, {"depends_on_past": "True"}),
    ({"wait_for_downstream": True}, {"wait_for_downstream": "True"}),
    ({"max_active_tis_per_dag": 1}, {"max_active_tis_per_dag": "1"}),
    ({"display_name": "Load"}, {"task_display_name": "'Load'"}),
    ({"on_failure": "alerts:told"}, {"on_failure_callback": "Callback('alerts:told')"}),
    ({"on_success": "alerts:told"}, {"on_success_callback": "Callback('alerts:told')"}),
    ({"on_retry": "alerts:told"}, {"on_retry_callback": "Callback('alerts:told')"}),
    ({"on_skipped": ["alerts:told"]}, {"on_skipped_callback": "Callback('alerts:told')"}),
    ({"pool": None}, {}),
]


@pytest.mark.parametrize(("options", "given"), OF_NODE)
def test_options_of_a_node(options: Options, given: dict[str, str]) -> None:
    made = built(of_load=options)
    assert added(made, "task") == given
    assert added(made, "task", 1) == {}
    assert added(made, "dag") == {}


def test_every_option_is_in_the_tables_above() -> None:
    assert AIRFLOW.node_options is not None
    of_node = {name for options, _ in OF_NODE for name in options}
    # Where a node runs is the decorator itself: see test_airflow_environments.py.
    assert of_node == set(AIRFLOW.node_options.model_fields) - {"runs_in"}
    of_dag = {name for options, _ in OF_DAG for name in options}
    elsewhere = {"guards", "runtime", "store", "store_cleanup", "airflow_version"}
    assert of_dag | elsewhere == set(AIRFLOW.options.model_fields)


# --- precedence ------------------------------------------------------------------------------


def test_a_node_outweighs_its_pipeline_and_that_the_project(tmp_path: Path) -> None:
    table = """
[tool.dagcompile.target.airflow]
max_active_runs = 1
max_active_tasks = 1
tags = ["of-the-project"]
[tool.dagcompile.target.airflow.nodes]
pool = "project"
queue = "project"
owner = "project"
"""
    made = built(
        {"max_active_runs": 2, "nodes": {"queue": "pipeline"}},
        {"queue": "node"},
        tags=["of-the-pipeline"],
        owner="data",
    )
    text = file_of(made, table, folder=tmp_path)
    dag, first = arguments(text, "dag"), arguments(text, "task")
    assert dag["max_active_runs"] == "2"
    assert dag["max_active_tasks"] == "1"
    assert dag["tags"] == "['of-the-pipeline', 'of-the-project']"
    assert dag["default_args"] == "{'pool': 'project', 'queue': 'pipeline', 'owner': 'data'}"
    assert first["queue"] == "'node'"
    assert "pool" not in first


def test_the_owner_that_is_said_to_airflow_alone_weighs_more() -> None:
    made = built({"nodes": {"owner": "airflow-team"}}, owner="data")
    assert added(made, "dag") == {"default_args": "{'owner': 'airflow-team'}"}


def test_a_node_can_do_without_what_the_others_have() -> None:
    made = built({"nodes": {"queue": "slow", "pool": "db"}}, {"queue": None})
    assert added(made, "dag") == {"default_args": "{'pool': 'db'}"}
    assert added(made, "task") == {}
    assert added(made, "task", 1) == {"queue": "'slow'"}


def test_guards_of_a_node_have_what_its_body_has() -> None:
    given = {"pool": "db", "display_name": "Load", "on_success": "alerts:told"}
    made = built({"guards": "steps"}, {**given, "on_failure": "alerts:told"})
    text = file_of(made)
    body = arguments(text, "task")
    assert body["task_display_name"] == "'Load'"
    assert "on_success_callback" not in body  # the node has not ended well before its guard has
    assert arguments(text, "task", 1) == {
        "task_id": "'load.guard'",
        "multiple_outputs": "False",
        "do_xcom_push": "False",
        "pool": "'db'",
        "on_failure_callback": "Callback('alerts:told')",
        "on_success_callback": "Callback('alerts:told')",
    }


def test_guards_of_a_node_are_tried_as_often_as_its_body() -> None:
    text = file_of(built({"guards": "steps"}, retry=Retry(attempts=3, delay=5)))
    tried = {"retries": "2", "retry_delay": "timedelta(seconds=5)"}
    for number in range(4):
        assert tried.items() <= arguments(text, "task", number).items()
    once = file_of(built({"guards": "steps"}))
    assert "retries" not in once


def lean(value: int) -> bool:
    return value > 0


@op
def begin(number: Annotated[int, Check(lean)]) -> int:
    return number


job = native(
    "airflow.providers.standard.operators.bash:BashOperator",
    takes={"env": dict[str, str]},
    bash_command="echo 1",
    returns=int,
)


@op
def environment(number: int) -> dict[str, str]:
    return {"N": str(number)}


def test_what_is_said_of_nodes_holds_for_nodes() -> None:
    asked = {
        "guards": "steps",
        "store_cleanup": "always",
        "nodes": {"pool": "db", "depends_on_past": True, "on_success": "alerts:told"},
    }
    retry = Retry(attempts=2, delay=3)

    @pipeline(targets={"airflow": asked})
    def daily(number: Annotated[int, Check(lean)] = 3) -> int:
        return job.named("job")(env=environment.with_policy(retry=retry)(begin(number)))

    text = file_of(daily)
    functions = re.findall(r"^def (\w+)", text, re.MULTILINE)[:-1]
    tasks = {each: arguments(text, "task", number) for number, each in enumerate(functions)}
    silent = {name for name, given in tasks.items() if "on_success_callback" in given}
    # The operator ends in its `result`, and what has a guard in its guard.
    assert tasks.keys() - silent == {"begin_guard", "environment_guard", "job_guard"}
    assert {tasks[each]["on_success_callback"] for each in silent} == {"None"}
    assert "on_success_callback=None" in text.partition("BashOperator(")[2]
    for each in ("params", "store_cleanup"):
        assert tasks[each]["depends_on_past"] == "False"
        assert tasks[each]["retry_delay"] == "timedelta(seconds=3)"
    assert text.count("depends_on_past=False") == 2
    assert "'depends_on_past': True" in arguments(text, "dag")["default_args"]


# --- what is refused -------------------------------------------------------------------------


def imported_of_airflow() -> set[str]:
    """The names of `airflow.sdk` itself that the run time imports, or that files may."""
    root = Path(dagcompile.__file__).parent
    texts = [each.read_text() for each in (root / "runtime" / "airflow").rglob("*.py")]
    lines = [re.sub(r"\s+", " ", each) for text in texts for each in _IMPORT.findall(text)]
    found = {name.strip() for line in lines for name in line.split(",")}
    return (found | DAG_NAMES | TASK_NAMES) & set(airflow.sdk.__all__)


_IMPORT = re.compile(r"from airflow\.sdk import \(?([\w, \n]+)")


def refused(made: Pipeline[..., Any]) -> list[Diagnostic]:
    with pytest.raises(CompileError) as caught:
        file_of(made)
    return list(caught.value.diagnostics)


WRONG: list[tuple[Options, Options, str, str]] = [
    ({"max_active_run": 1}, {}, "there is no option airflow.max_active_run of the pipeline",
     "did you mean max_active_runs? options are:"),
    ({"pool": "db"}, {}, "there is no option airflow.pool of the pipeline",
     'it is one of nodes: @op(targets={"airflow": {"pool": ...}}), or for all of them "nodes":'),
    ({"nodes": {"pol": "db"}}, {}, "there is no option airflow.nodes.pol of the pipeline",
     "did you mean pool? options are:"),
    ({"nodes": "db"}, {}, "airflow.nodes of the pipeline: expected a dict, got a text", ""),
    ({"max_active_runs": 0}, {},
     "airflow.max_active_runs of the pipeline: input should be greater than or equal to 1", ""),
    ({"max_active_runs": True}, {},
     "airflow.max_active_runs of the pipeline: expected a whole number, got True", ""),
    ({"dagrun_timeout": -1}, {},
     "airflow.dagrun_timeout of the pipeline: it is not a positive time", ""),
    ({"dagrun_timeout": True}, {},
     "airflow.dagrun_timeout of the pipeline: it is neither a number of seconds", ""),
    ({"on_failure": "alerts.told"}, {},
     "airflow.on_failure of the pipeline: 'alerts.told' is not", ""),
    ({"deadline": {"call": "alerts:told"}}, {},
     "the option airflow.deadline.within of the pipeline is required", "add it"),
    ({"allowed_run_types": ["manuel"]}, {}, "airflow.allowed_run_types.0 of the pipeline:",
     "did you mean manual?"),
    ({"airflow_version": "2.10"}, {},
     "airflow.airflow_version of the pipeline: '2.10' is no version of Airflow 3: write two", ""),
    ({"runtime": "vendor"}, {}, "airflow.runtime is an option of projects",
     "set it in pyproject.toml, in [tool.dagcompile.target.airflow]"),
    ({}, {"max_active_runs": 1}, "there is no option airflow.max_active_runs of `load`",
     'it is one of pipelines: @pipeline(targets={"airflow": {"max_active_runs": ...}})'),
    ({}, {"weight_rule": "upsteam"}, "airflow.weight_rule of `load`:", "did you mean upstream?"),
    ({}, {"executor_config": 3}, "airflow.executor_config of `load`: expected a dict", ""),
    ({}, {"trigger_rule": "all_done"}, "there is no option airflow.trigger_rule of `load`",
     "it would change what a pipeline means: a node runs once all"),
    ({"nodes": {"retries": 2}}, {}, "there is no option airflow.nodes.retries of the pipeline",
     "they are the op's `Retry`"),
    ({"fail_fast": True}, {}, "there is no option airflow.fail_fast of the pipeline",
     "independent branches finish"),
    ({"start_date": "2026-01-01"}, {}, "there is no option airflow.start_date of the pipeline",
     "the pipeline says when it runs"),
    ({}, {"start_date": "2026-01-01"}, "there is no option airflow.start_date of `load`",
     "a node would be missing"),
    ({"airflow_version": 3.3}, {}, "airflow.airflow_version of the pipeline: expected a text, got",
     'put it in quotes: "3.3"'),
    ({"deadline": {"after": "now", "within": 3, "call": "a:b"}}, {},
     "airflow.deadline.after of the pipeline: ", ""),
    ({"deadline": [{"after": "now", "within": 3, "call": "a:b"}]}, {},
     "airflow.deadline.0.after of the pipeline: ", ""),
    ({"dagrun_timeout": "2h"}, {},
     "airflow.dagrun_timeout of the pipeline: it is neither a number of seconds nor a timedelta",
     ""),
]  # fmt: skip


@pytest.mark.parametrize(("of_pipeline", "of_load", "message", "fix"), WRONG)
def test_a_wrong_option(of_pipeline: Options, of_load: Options, message: str, fix: str) -> None:
    found = refused(built(of_pipeline, of_load))
    assert {each.code for each in found} == {"DC188"}
    assert found[0].message.startswith(message)
    assert found[-1].fix.startswith(fix)
    assert all(each.labels for each in found)


def test_everything_wrong_is_told_at_once() -> None:
    found = refused(built({"a": 1, "nodes": {"b": 2}}, {"c": 3, "pool": 4}))
    assert [each.code for each in found] == ["DC188"] * 4


def test_options_are_looked_at_whatever_is_built() -> None:
    made = built({"a": 1})
    with pytest.raises(CompileError, match=r"airflow\.a"):
        compile_loaded(made)


def test_a_target_without_options_of_nodes_says_so() -> None:
    @pipeline
    def daily() -> int:
        return load.with_policy(targets={"python": {"pool": "db"}})()

    (found,) = refused(daily)
    assert found.code == "DC188"
    assert found.message.endswith("and the python target has no options for nodes")


def test_a_target_that_is_not_there() -> None:
    @pipeline(targets={"airfow": {"tags": ["a"]}})
    def daily() -> int:
        return load()

    (found,) = refused(daily)
    assert found.code == "DC186"
    assert found.fix.startswith("did you mean airflow?")


CALLBACKS = {
    "alerts:tol": "module alerts has no tol",
    "alerts:number": "it is of class int, which cannot be called",
    "alerts:nothing": "it cannot be called with one argument, the context",
    "alert:told": "there is no module alert",
    "json.alerts:told": "there is no module json.alerts",
}


@pytest.mark.parametrize(("path", "reason"), CALLBACKS.items())
@pytest.mark.parametrize(
    "place",
    [
        lambda path: ({"on_failure": path}, {}),
        lambda path: ({"nodes": {"on_success": ["alerts:told", path]}}, {}),
        lambda path: ({}, {"on_retry": path}),
        lambda path: ({"deadline": {"within": 60, "call": path}}, {}),
    ],
)
def test_a_callback_that_cannot_be_called(path: str, reason: str, place: Any) -> None:
    (found,) = refused(built(*place(path)))
    assert found.code == "DC509"
    assert repr(path) in found.message
    assert found.message.endswith(reason)
    assert found.labels


@pytest.mark.parametrize("kwargs", [{"context": "a"}, {"channel": "a", "call": "os:abort"}, {}])
def test_a_deadline_calls_what_takes_its_kwargs(kwargs: dict[str, str]) -> None:
    deadline = {"within": 60, "call": "alerts:late", "kwargs": kwargs}
    (found,) = refused(built({"deadline": deadline}))
    named = f", and {', '.join(kwargs)} by name" if kwargs else ""
    assert found.message.endswith(f"it cannot be called with one argument, the context{named}")


def test_kwargs_of_any_name_are_the_functions_own() -> None:
    kwargs = {"call": "os:abort", "context": "a"}
    deadline = {"within": 60, "call": "alerts:anything", "kwargs": kwargs}
    asked = arguments(file_of(built({"deadline": deadline})), "dag")["deadline"]
    assert f"kwargs={{'call': 'alerts:anything', 'kwargs': {kwargs!r}}}" in asked


def test_a_module_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "failing_alerts.py").write_text("1 / 0")
    monkeypatch.syspath_prepend(tmp_path)
    (found,) = refused(built({"on_failure": "failing_alerts:told"}))
    assert found.message.endswith("cannot be imported: ZeroDivisionError: division by zero")


def test_a_long_tag() -> None:
    assert refused(built(tags=["a" * 101]))[0].code == "DC510"
    assert "a" * 100 in file_of(built(tags=["a" * 100]))


# --- versions --------------------------------------------------------------------------------

GROWING = Retry(attempts=3, delay=1, backoff=2)


@pytest.mark.parametrize("options", [{"rerun_with_latest_version": True}])
def test_an_option_that_is_newer(options: Options) -> None:
    (found,) = refused(built({"airflow_version": "3.2", **options}))
    assert found.code == "DC508"
    assert found.message.endswith("which needs Airflow 3.3, and airflow_version is 3.2")
    file_of(built({"airflow_version": "3.3", **options}))
    file_of(built({"airflow_version": "3.12", **options}))


def test_a_retry_that_is_newer_is_told_at_its_node() -> None:
    made = built({"airflow_version": "3.2"}, retry=GROWING)
    found = refused(made)
    assert [each.message.partition(" has")[0] for each in found] == [
        "the retry of node load", "the retry of node double",
    ]  # fmt: skip
    assert all(each.code == "DC508" and each.labels and each.fix for each in found)
    file_of(built({"airflow_version": "3.2"}, retry=Retry(attempts=3, delay=1)))


def test_a_partition_that_only_a_key_can_say_is_newer() -> None:
    asked = {"airflow": {"airflow_version": "3.2"}}

    @pipeline(targets=asked)
    def by_key(day: date = partition(Daily())) -> int:
        return take_day(day)

    @pipeline(targets=asked, schedule=Cron("@daily"))
    def by_clock(day: date = partition(Daily())) -> int:
        return take_day(day)

    (found,) = refused(by_key)
    assert found.code == "DC508"
    assert found.message.startswith("param day is a partition, and the pipeline has no schedule")
    file_of(by_clock)


def test_what_is_imported_of_airflow_is_there_in_the_oldest_one_or_in_the_table() -> None:
    """What `airflow.sdk` offers in Task SDK 1.2.0, of the names that files and run time import."""
    oldest = {
        *("Asset", "AssetAll", "AssetAny", "AsyncCallback", "CronDataIntervalTimetable"),
        *("CronTriggerTimetable", "DeadlineAlert", "DeadlineReference", "Param", "dag"),
        *("get_current_context", "task"),
    }
    newer = {"PartitionedAtRuntime", "RetryDecision", "RetryPolicy"}
    assert imported_of_airflow() <= oldest | newer


def test_an_airflow_that_is_too_old_for_all_files() -> None:
    (found,) = refused(built({"airflow_version": "3.1"}, retry=GROWING))
    assert found.code == "DC508"
    assert "generated files run on Airflow 3.2 or newer" in found.message


def test_options_that_are_not_newer_are_taken() -> None:
    options = {
        "airflow_version": "3.2",
        "allowed_run_types": ["manual"],
        "deadline": {"within": 60, "call": "alerts:told"},
    }
    assert "deadline=DeadlineAlert(" in file_of(built(options))
