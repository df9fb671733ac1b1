"""Values between tasks on a real Airflow: all that a type can hold, however it is set up."""

import os
import pickle
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import lawful
import pytest
from bare import run_dags

from dagcompile.project import build_pipelines, load_project
from dagcompile.runtime.airflow.values import unpack

pytest.importorskip("airflow.sdk")

SETTINGS = """
[tool.dagcompile]
targets = ["airflow"]

[tool.dagcompile.target.airflow]
{options}

[tool.dagcompile.pipelines]
"""
RUNS: list[dict[str, Any]] = [
    {"dag": "laws"},
    {"dag": "sizes"},
    {"dag": "words", "conf": {"ds": "{{ run_id }}"}},
]


def deployed(home: Path, *names: str, options: str = "") -> Path:
    """An Airflow home with the DAGs of some pipelines."""
    home.mkdir()
    (home / "values.pickle").write_bytes(pickle.dumps([each for _, each in lawful.drawn()]))
    lines = [f'{each} = "lawful:{each}"' for each in names]
    text = SETTINGS.format(options=options) + "\n".join(lines)
    (home / "pyproject.toml").write_text(text + "\n")
    summary = build_pipelines(load_project(home), out=home / "out")
    assert not summary.failed, summary.failed[0].error
    (home / "out" / "airflow").rename(home / "dags")
    return home


def run(home: Path, runs: list[dict[str, Any]], **environment: str) -> list[dict[str, Any]]:
    path = os.pathsep.join(each for each in sys.path if each)
    return run_dags(
        Path(sys.executable), home, runs,
        PYTHONPATH=path, LAWFUL=str(home / "values.pickle"), **environment,
    )  # fmt: skip


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, Any]]:
    """As it is set up by default: a local executor and no store that is named."""
    home = deployed(tmp_path_factory.mktemp("plain") / "home", "laws", "sizes", "words")
    told = run(home, RUNS)
    return home, dict(zip(("laws", "sizes", "words"), told, strict=True))


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """With a backend of its own for XComs, an allow-list of nothing, another executor, a store by
    URL, and everything in it.
    """
    home = deployed(
        tmp_path_factory.mktemp("odd") / "home", "laws", "sizes", "words",
        options=f'store = "local://{tmp_path_factory.mktemp("values")}"',
    )  # fmt: skip
    told = run(
        home, RUNS,
        DAGCOMPILE_XCOM_BUDGET="0",
        AIRFLOW__CORE__EXECUTOR="CeleryExecutor",
        AIRFLOW__CORE__ALLOWED_DESERIALIZATION_CLASSES="nothing.at.all",
        AIRFLOW__CORE__XCOM_BACKEND="airflow.providers.common.io.xcom.backend.XComObjectStorageBackend",
        AIRFLOW__COMMON_IO__XCOM_OBJECTSTORAGE_PATH=f"file://{home}/xcoms",
        AIRFLOW__COMMON_IO__XCOM_OBJECTSTORAGE_THRESHOLD="0",
    )  # fmt: skip
    assert any((home / "xcoms").rglob("*")), "the backend was used"
    return dict(zip(("laws", "sizes", "words"), told, strict=True))


def broken(told: Any) -> list[str]:
    """The families whose values came back as others."""
    states = told["tasks"]
    return [
        f"{number}: {lawful.KINDS[number]}"
        for number in range(len(lawful.KINDS))
        if states[f"same_{number}"] != "success"
    ]


def test_values_of_every_family_are_the_same_in_the_next_task(plain: Any, odd: Any) -> None:
    assert broken(plain[1]["laws"]) == []
    assert broken(odd["laws"]) == []
    assert len(lawful.KINDS) > 70


@pytest.mark.parametrize("name", list(lawful.LOSSY))
def test_what_others_lose(name: str, plain: Any, odd: Any) -> None:
    number = list(lawful.LOSSY).index(name)
    for told in (plain[1]["laws"], odd["laws"]):
        assert told["tasks"][f"same_{number}"] == "success"


@pytest.mark.parametrize(("size", "stored"), [(47_999, False), (48_000, False), (48_001, True)])
def test_a_value_about_the_budget(size: int, stored: bool, plain: Any) -> None:
    home, told = plain
    made = told["sizes"]["xcoms"][f"text_{size}"]["result"]
    assert ("stored" in made) is stored
    assert told["sizes"]["xcoms"][f"length_{size}"] == {"result": {"value": size - 2}}
    if stored:
        assert made["stored"]["uri"].startswith(
            f"{home.as_uri()}/dagcompile-store/dagcompile/sizes/"
        )


@pytest.mark.parametrize("count", [0, 1_025])
def test_lists_that_airflow_would_map(count: int, plain: Any) -> None:
    xcoms = plain[1]["sizes"]["xcoms"]
    assert xcoms[f"many_{count}"] == {"result": {"value": list(range(count))}}
    assert xcoms[f"total_{count}"] == {"result": {"value": sum(range(count))}}


def test_names_of_the_context_and_texts_of_templates_mean_nothing(plain: Any, odd: Any) -> None:
    said = "{{ nope }} {% for %} {# no #}"
    listed = ["{% if %}", "{{ nope }}", said]
    expected = repr(("{{ run_id }}", 1, {"a": 1}, listed, "{{ run_id }}1"))
    made = plain[1]["words"]["xcoms"]["keyed"]["result"]
    assert unpack(made, str, subject="") == expected
    assert odd["words"]["state"] == "success"


# --- what a run leaves ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "after_success", "after_failure"),
    [
        ("never", {"lost.result.json", "returned.result.json"}, {"text_of.result.json"}),
        ("success", {"returned.result.json"}, {"text_of.result.json"}),
        ("always", {"returned.result.json"}, set()),
    ],
)
def test_a_last_task_cleans_the_store(
    when: str, after_success: set[str], after_failure: set[str], tmp_path: Path
) -> None:
    store = tmp_path / "values"
    options = f'store = "{store}"\nstore_cleanup = "{when}"'
    home = deployed(tmp_path / "home", "kept", "failing", options=options)
    good, bad = run(home, [{"dag": "kept"}, {"dag": "failing"}])
    assert (good["state"], bad["state"]) == ("success", "failed")
    left = {each.name for each in store.glob("dagcompile/kept/*/*")}
    assert left == after_success
    assert {each.name for each in store.glob("dagcompile/failing/*/*")} == after_failure
    if when != "never":
        assert good["tasks"]["store_cleanup"] == bad["tasks"]["store_cleanup"] == "success"
