"""Hostile files are not only text: Dask computes them, and Airflow takes them in."""

from inspect import cleandoc
from typing import Any

import pytest
from hostile.built import Built, function_of
from hostile.corpus import TEXTS
from hostile.ops import valid

from dagcompile.runtime.v1.dask import execute
from dagcompile.targets.airflow.ids import airflow_id

SAMPLE = 12
"""One in so many pipelines is run on Dask."""


def of(built: list[Built], target: str) -> list[Built]:
    return [each for each in built if each.target == target]


def test_dask_returns_every_literal(built: list[Built]) -> None:
    sample = of(built, "dask")[::SAMPLE]
    assert len(sample) > 20
    for each in sample:
        report = execute(function_of(each), local="threads", sinks=())
        assert report.outcome == "ok", (each.name, [one.reason for one in report.nodes.values()])
        assert repr(report.results) == repr(each.made.expected), each.name


def test_a_literal_that_looks_like_a_key_of_the_graph_is_none(built: list[Built]) -> None:
    """Dask takes a text for a key where one is called so; ours are wrapped."""
    for each in of(built, "dask"):
        if each.made.text in ("ops", "a.b", "x_xcom"):
            report = execute(function_of(each), local="threads", sinks=())
            assert report.results == each.made.expected


@pytest.mark.parametrize("what", ["errors", "warnings"])
def test_airflow_has_nothing_to_say(airflow_sees: list[dict[str, Any]], what: str) -> None:
    assert [each[what] for each in airflow_sees] == [{}, {}]


def test_airflow_knows_every_dag(built: list[Built], airflow_sees: list[dict[str, Any]]) -> None:
    ids = {airflow_id(each.pipeline.meaning.name) for each in of(built, "airflow")}
    paths = {each.path for each in of(built, "airflow")}
    for each in airflow_sees:
        assert each["dags"].keys() <= ids
        assert len(each["dags"]) == len(paths) > len(TEXTS)


def test_airflow_shows_the_docstrings_and_tags(
    built: list[Built], airflow_sees: list[dict[str, Any]]
) -> None:
    dags = airflow_sees[0]["dags"]
    for each in of(built, "airflow"):
        if each.made.name.startswith("values"):
            dag = dags[each.pipeline.meaning.name]
            text = each.made.text.encode(errors="backslashreplace").decode()
            # What the author wrote comes first; what may be escaped in it is tested with the docs.
            said = [word for word in cleandoc(text).split() if "<" not in word]
            shown = (dag["doc"] or "").partition("## Params")[0].split()
            assert [word for word in shown if "<" not in word][: len(said)] == said
            tag = valid(each.made.text)[:100]
            assert set(dag["tags"]) == ({tag, "b"} if tag else set())


def test_airflow_shows_the_defaults(built: list[Built], airflow_sees: list[dict[str, Any]]) -> None:
    for each in of(built, "airflow"):
        if each.made.name.startswith("values") and "\0" not in (text := each.made.text):
            params = airflow_sees[0]["dags"][each.pipeline.meaning.name]["params"]
            assert params["given"]["value"] == (text if valid(text) == text else None)
