"""Generated DAG files in the parity suite: on a real Airflow, in one process of its own.

Run as a program (`python -m dagcompile.targets.airflow.parity SPEC RESULTS`) it is that process.
"""

import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, TypeAlias

from dagcompile.ir import records as ir
from dagcompile.ir.queries import index_of, source_type
from dagcompile.runtime.airflow.values import unpack
from dagcompile.runtime.reading.durations import duration_text
from dagcompile.runtime.reading.wording import readable
from dagcompile.runtime.store import STORE_VARIABLE
from dagcompile.runtime.tokens import Missing, Outcome
from dagcompile.runtime.types import shape_of
from dagcompile.target.emitting import placement
from dagcompile.targets.airflow.answers import GUARDS
from dagcompile.targets.airflow.given import given_id
from dagcompile.targets.airflow.ids import RETURNED, airflow_id, xcom_key
from dagcompile.targets.airflow.options import AirflowOptions
from dagcompile.targets.airflow.placing import placed
from dagcompile.targets.airflow.tasks import ROLES, Key, Role, tasks_of
from dagcompile.testing.parity.annotations import annotation_of
from dagcompile.testing.parity.observed import Event, NodeObservation, Observed, by_node
from dagcompile.testing.parity.runners import BuiltCase, Unrunnable, results_of

Told: TypeAlias = Mapping[str, Any]
"""What the process says of one case: `state`, `tasks`, `xcoms`, `run`; or `error`."""

_OUTCOMES: Mapping[str, Outcome] = {
    "success": "ok",
    "skipped": "skipped",
    "failed": "failed",
    "upstream_failed": "not_run",
}
_RUN_OUTCOMES: Mapping[str, Literal["ok", "failed"]] = {"success": "ok", "failed": "failed"}
"""`dag.test()` returns whatever became of the run, and one that has not ended is neither."""

_ROLES: tuple[Role, ...] = ("body", *(each for each in ROLES if each != "body"))


class AirflowRunner:
    """Runs DAGs by `dag.test()`, all of them in one process with a database of its own.

    `store` is the folder in Airflow's own that large values go to; if it is empty, none is named.
    """

    name = "airflow"

    def __init__(self, *, store: str = "store") -> None:
        self.store = store

    def run(self, cases: Sequence[BuiltCase]) -> Mapping[str, Observed | Unrunnable]:
        """What became of each case, by its name."""
        with tempfile.TemporaryDirectory(prefix="parity-airflow-") as made:
            home = Path(made)
            store = str(home / self.store) if self.store else ""
            told = _run_all(home, cases, store=store)
            lines = (home / "events.jsonl").read_text().splitlines()
            events = [json.loads(line) for line in lines]
            return {case.name: _observed(case, told[case.name], events) for case in cases}


def _run_all(home: Path, cases: Sequence[BuiltCase], *, store: str) -> Mapping[str, Told]:
    spec, results = home / "spec.json", home / "results.json"
    wanted = [
        {"name": each.name, "dag": _dag_id(each), "folder": str(each.folder), "conf": _conf(each)}
        for each in cases
    ]
    spec.write_text(json.dumps(wanted))
    (home / "events.jsonl").touch()
    log = home / "airflow.log"
    with log.open("w") as output:
        command = [sys.executable, "-m", __name__, str(spec), str(results)]
        environment = {**_environment(home, cases), STORE_VARIABLE: store}
        ended = subprocess.run(  # noqa: S603  our own module
            command, env=environment, stdout=output, stderr=subprocess.STDOUT, check=False
        )
    if ended.returncode:
        raise RuntimeError(f"Airflow ended with {ended.returncode}:\n{log.read_text()[-5000:]}")
    told: Mapping[str, Told] = json.loads(results.read_text())
    return told


def _environment(home: Path, cases: Sequence[BuiltCase]) -> dict[str, str]:
    folders = sorted({str(each.folder) for each in cases})
    # A bundle each: dag.test() parses the whole bundle of its DAG anew.
    bundles = [
        {
            "name": Path(folder).name,
            "classpath": "airflow.dag_processing.bundles.local.LocalDagBundle",
            "kwargs": {"path": folder},
        }
        for folder in folders
    ]
    return {
        **os.environ,
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
        "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST": json.dumps(bundles),
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
        "DAGCOMPILE_EVENTS": str(home / "events.jsonl"),
        "PYTHONPATH": os.pathsep.join(each for each in sys.path if each),
    }


def _conf(case: BuiltCase) -> dict[str, Any]:
    """The params of a run as Airflow takes them: JSON, each encoded by its declared type. The
    fields of configs as a person writes them.
    """
    types = {entry.key: entry.type for entry in case.pipeline.meaning.types}
    declared = {each.name: annotation_of(each.type, types) for each in case.pipeline.meaning.params}
    given = {name: _form(value, declared[name]) for name, value in case.params.items()}
    configs = case.config.items()
    return given | {
        f"{node}.{name}": readable(value)
        for node, changed in configs
        for name, value in changed.items()
    }


def _form(value: Any, annotation: Any) -> Any:
    """As a person gives it: a duration by its text, anything else as JSON has it."""
    if isinstance(value, timedelta):
        return duration_text(value)
    return shape_of(annotation).encode(value)


# --- what was observed -----------------------------------------------------------------------


def _observed(case: BuiltCase, told: Told, events: Sequence[Event]) -> Observed | Unrunnable:
    if "error" in told:
        return Unrunnable(told["error"])
    # Airflow knows the pipeline by the id of its DAG, and so do the events of its tasks.
    run = _dag_id(case), told["run"]
    mine = [each for each in events if (each["pipeline"], each["run"]) == run]
    return _Reading(case, told).observed(mine)


def _dag_id(case: BuiltCase) -> str:
    return airflow_id(case.id)


class _Reading:
    """A run as its task states and XComs tell of it."""

    def __init__(self, case: BuiltCase, told: Told) -> None:
        self.case = case
        guards = placement(case.pipeline, AirflowOptions(), default=GUARDS)
        self.index = index_of(placed(case.pipeline.meaning, guards))
        self.tasks = tasks_of(self.index, guards=guards, reserved=frozenset())
        names = self.tasks.names
        self.states = {key: told["tasks"].pop(each.task_id) for key, each in names.items()}
        # What looks at the params is of no node: where it fails, none of them is run.
        told["tasks"].pop(given_id([each.task_id for each in names.values()]), None)
        assert not told["tasks"], f"tasks of no node: {told['tasks']}"
        xcoms = told["xcoms"]
        self.stages = {
            stage: xcoms.get(each.task_id, {}).get(RETURNED)
            for (stage, role), each in names.items()
            if role == "stage"
        }
        homes: dict[str, Key] = {node: self.tasks.home((node, "body")) for node in self.index.nodes}
        self.xcoms = {
            node: xcoms.get(names[home].task_id, {}).get(
                RETURNED if home[0] == node else xcom_key(node)
            )
            for node, home in homes.items()
        }
        self.outcomes = {node: self._outcome(node) for node in self.index.nodes}
        self.outcome = _RUN_OUTCOMES[told["state"]]

    def observed(self, events: Sequence[Event]) -> Observed:
        told = by_node(events)
        return Observed(
            outcome=self.outcome,
            results=results_of(self.case, self._port),
            nodes={
                name: NodeObservation(outcome=outcome, withheld=self._withheld(name, told))
                for name, outcome in self.outcomes.items()
            },
            events=told,
        )

    def _outcome(self, node: str) -> Outcome:
        """Of all tasks of a node: it has failed where the task of a guard has. That of a stage says
        how each of its nodes ended, if it was started.
        """
        stage = self.tasks.stages.of(node)
        if stage is not None:
            ended = self.stages[stage]
            return _OUTCOMES[self.states[stage, "stage"]] if ended is None else ended[node]
        states = [self.states[node, role] for role in _ROLES if (node, role) in self.states]
        return "failed" if "failed" in states else _OUTCOMES[states[0]]

    def _withheld(self, name: str, told: Mapping[str, Sequence[Event]]) -> tuple[str, ...]:
        node = self.index.nodes[name]
        if self.outcomes[name] != "ok" or not isinstance(node, ir.OpNode):
            return ()
        if self.tasks.stages.of(name) is not None:  # not all that it gave has an XCom
            returned = [each for each in told[name] if each["event"] == "returned"]
            return tuple(sorted(returned[-1]["withheld"]))
        if self.tasks.is_operator(node, "body"):
            return ()  # nobody takes what it gives
        ports = (each.name for each in self.index.ops[node.op].outputs)
        return tuple(sorted(set(ports) - set(self.xcoms[name])))

    def _port(self, source: ir.FromPort) -> Any:
        """The value of a port, or a token where there is none."""
        xcom = self.xcoms[source.node]
        if self.outcomes[source.node] != "ok" or source.port not in xcom:
            return Missing(source.node, "withheld")
        annotation = annotation_of(source_type(source, self.index), self.index.types)
        return unpack(xcom[source.port], annotation, subject=f"{source.node}.{source.port}")


# --- the process of Airflow ------------------------------------------------------------------


def _main(spec: str, results: str) -> None:
    from datetime import UTC, datetime, timedelta

    from airflow.utils.db import initdb

    initdb()
    cases = json.loads(Path(spec).read_text())
    dags, errors = _parsed(sorted({each["folder"] for each in cases}))
    told: dict[str, Told] = {}
    for number, case in enumerate(cases):
        if case["dag"] in dags:
            date = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=number)
            told[case["name"]] = _test(dags[case["dag"]], date, case["conf"])
        else:
            told[case["name"]] = {
                "error": errors.get(case["folder"], "the file defines no such DAG")
            }
    Path(results).write_text(json.dumps(told))


def _parsed(folders: Sequence[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The DAGs in `folders` by id, stored in the database, and the import errors by folder."""
    from airflow.dag_processing.bundles.manager import DagBundlesManager
    from airflow.dag_processing.dagbag import BundleDagBag, sync_bag_to_db

    manager: Any = DagBundlesManager
    manager().sync_bundles_to_db()
    dags: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for folder in folders:
        name = Path(folder).name
        bag = BundleDagBag(dag_folder=folder, bundle_path=Path(folder), bundle_name=name)
        if bag.import_errors:
            errors[folder] = "\n".join(bag.import_errors.values())
        sync_bag_to_db(bag, name, None)
        dags |= bag.dags
    return dags, errors


def _test(dag: Any, date: Any, conf: Any) -> Told:
    from airflow.models.xcom import XComModel
    from airflow.utils.session import create_session

    # Airflow leaves in the params of a DAG what a run was given, and in a process of its own each
    # task reads the file anew.
    owners = [dag, *dag.tasks]
    params = [each.params.get_param(name) for each in owners for name in each.params]
    values = [each.value for each in params]
    try:
        run = dag.test(logical_date=date, run_conf=conf)
    except Exception:  # noqa: BLE001  one case must not keep the others from running
        return {"error": traceback.format_exc()}
    finally:
        for param, value in zip(params, values, strict=True):
            param.value = value
    with create_session() as session:
        rows: Any = session.scalars(XComModel.get_many(run_id=run.run_id, dag_ids=dag.dag_id))
        xcoms: dict[str, dict[str, Any]] = {}
        for row in rows:
            xcoms.setdefault(row.task_id, {})[row.key] = XComModel.deserialize_value(row)
    return {
        "run": run.run_id,
        "state": str(run.state),
        "tasks": {each.task_id: str(each.state) for each in run.get_task_instances()},
        "xcoms": xcoms,
    }


if __name__ == "__main__":
    _main(*sys.argv[1:])
