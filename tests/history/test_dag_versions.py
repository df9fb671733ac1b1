"""What is said of versions of the DAG, held against those that Airflow makes.

One process of Airflow reads what is built before and after each change; between them a run is made,
for a version of which nothing has run is replaced by the next.
"""

from collections.abc import Mapping, Sequence

import pytest
from history import CASES, NO_OPS, Case
from history.played import NOTHING, older_text
from history.processes import Played, Step, Versions, versions_after

DAG, FILE = "daily_delays", "daily_delays_dag.py"


@pytest.fixture(scope="session")
def seen(
    played: Played, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Sequence[Versions]]:
    """The versions of the DAG after each step of what happens to its file."""
    before = played[NOTHING]["dags"]
    scenes: dict[str, list[Step]] = {
        case.name: [before, DAG, played[case.name]["dags"]] for case in (*CASES, *NO_OPS)
    }
    one, other = (played[name]["dags"] for name in ("more retries", "another hour"))
    scenes["without a run"] = [before, DAG, one, other, before]
    scenes["back again"] = [before, DAG, one, DAG, before]
    older = {FILE: older_text(before[FILE])}
    scenes["dagcompile is another"] = [older, DAG, before]
    return versions_after(scenes, tmp_path_factory.mktemp("airflow"))


def told(case: Case, played: Played) -> str:
    """What the diff says of the version of the DAG."""
    lines = " ".join(played[case.name]["said"]["out"].split())
    if f"DAG `{DAG}` gets a new version" in lines:
        return "new"
    return "gone" if f"DAG `{DAG}` is gone once its file is" in lines else "same"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_airflow_makes_the_version_that_was_told(
    case: Case, played: Played, seen: Mapping[str, Sequence[Versions]]
) -> None:
    assert told(case, played) == case.version
    _, before, after = seen[case.name]
    made = len(after[DAG]) - len(before[DAG])
    assert made == (1 if case.version == "new" else 0)
    others = [each for each in after if each not in before]
    assert others == [*case.dags]


@pytest.mark.parametrize("case", NO_OPS, ids=lambda case: case.name)
def test_airflow_makes_no_version_of_what_no_run_can_tell(
    case: Case, seen: Mapping[str, Sequence[Versions]]
) -> None:
    _, before, after = seen[case.name]
    assert before == after


def test_a_version_of_which_nothing_has_run_is_replaced(
    seen: Mapping[str, Sequence[Versions]],
) -> None:
    _, run, *others = (each[DAG] for each in seen["without a run"])
    assert [len(each) - len(run) for each in others] == [1, 1, 1]
    _, run, one, _, back = (each[DAG] for each in seen["back again"])
    assert (len(one) - len(run), len(back) - len(run)) == (1, 2)


def test_another_layout_of_the_same_pipeline_is_a_version(
    seen: Mapping[str, Sequence[Versions]],
) -> None:
    _, before, after = (each[DAG] for each in seen["dagcompile is another"])
    assert len(after) == len(before) + 1
