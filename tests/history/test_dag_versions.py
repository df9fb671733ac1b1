"""What is said of versions of the DAG, held against those that Airflow makes.

One process of Airflow reads what is built before and after each change; between them a run is made,
for a version of which nothing has run is replaced by the next.
"""

import pytest
from history import CASES, NO_OPS, Case
from history.played import NOTHING, older_text
from history.processes import Played, Seen, Step, seen_by_airflow

UNDER_WAY = ("a step less", "a step in between", "more retries", "a stage is dissolved")
NEXT = ("an earlier start", "what was due is made up for")
LAST = ("2013-03-01T11:00:00+00:00", "2013-03-02T11:00:00+00:00")
"""The data interval of the last scheduled run: long ago."""
DAG, FILE = "daily_delays", "daily_delays_dag.py"


@pytest.fixture(scope="session")
def seen(played: Played, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """The versions of the DAG after each step of what happens to its file."""
    dags = {name: each["dags"] for name, each in played.items()}
    before, run = ("read", dags[NOTHING]), ("run", DAG)
    scenes: dict[str, list[Step]] = {
        case.name: [before, run, ("read", dags[case.name])] for case in (*CASES, *NO_OPS)
    }
    one, other = (("read", dags[name]) for name in ("more retries", "another hour"))
    scenes["without a run"] = [before, run, one, other, before]
    scenes["back again"] = [before, run, one, run, before]
    older = {FILE: older_text(dags[NOTHING][FILE])}
    scenes["dagcompile is another"] = [("read", older), run, before]
    for name in UNDER_WAY:
        ended = ("ended", DAG, "load_flights", "clean", "publish")
        scenes[f"under way: {name}"] = [before, run, ended, ("read", dags[name]), ("look", DAG)]
    for name in NEXT:
        scenes[f"next: {name}"] = [("read", dags[name]), ("next", DAG, *LAST)]
    return seen_by_airflow(scenes, tmp_path_factory.mktemp("airflow"))


def told(case: Case, played: Played) -> str:
    """What the diff says of the version of the DAG."""
    lines = " ".join(played[case.name]["said"]["out"].split())
    if f"DAG `{DAG}` gets a new version" in lines:
        return "new"
    return "gone" if f"DAG `{DAG}` is gone once its file is" in lines else "same"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_airflow_makes_the_version_that_was_told(case: Case, played: Played, seen: Seen) -> None:
    assert told(case, played) == case.version
    _, before, after = seen[case.name]
    made = len(after[DAG]) - len(before[DAG])
    assert made == (1 if case.version == "new" else 0)
    others = [each for each in after if each not in before]
    assert others == [*case.dags]


@pytest.mark.parametrize("case", NO_OPS, ids=lambda case: case.name)
def test_airflow_makes_no_version_of_what_no_run_can_tell(case: Case, seen: Seen) -> None:
    _, before, after = seen[case.name]
    assert before == after


def test_a_version_of_which_nothing_has_run_is_replaced(
    seen: Seen,
) -> None:
    _, run, *others = (each[DAG] for each in seen["without a run"])
    assert [len(each) - len(run) for each in others] == [1, 1, 1]
    _, run, one, _, back = (each[DAG] for each in seen["back again"])
    assert (len(one) - len(run), len(back) - len(run)) == (1, 2)


def test_another_layout_of_the_same_pipeline_is_a_version(
    seen: Seen,
) -> None:
    _, before, after = (each[DAG] for each in seen["dagcompile is another"])
    assert len(after) == len(before) + 1


# --- runs under way ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "removed", "added"),
    [
        ("a step less", {"publish"}, set()),
        ("a step in between", set(), {"unique"}),
        ("a stage is dissolved", {"carriers"}, {"params", "carrier_names", "by_carrier", "rank"}),
    ],
)
def test_tasks_that_are_gone_are_removed_from_a_run_under_way_and_new_ones_are_there(
    name: str, removed: set[str], added: set[str], played: Played, seen: Seen
) -> None:
    after = seen[f"under way: {name}"][-1]
    assert {task for task, (state, _) in after.items() if state == "removed"} == removed
    assert added <= {task for task, (state, _) in after.items() if state is None}
    lines = " ".join(played[name]["said"]["out"].split())
    for task in removed:
        assert f"task `{task}` is gone" in lines
    for task in added:
        assert f"`{task}`" in lines


def test_a_run_under_way_keeps_the_retries_with_which_it_began(seen: Seen) -> None:
    assert seen["under way: more retries"][-1]["load_flights"] == ["success", 2]


# --- runs that are made up for -----------------------------------------------------------------


def test_runs_that_are_made_up_for_follow_on_the_last(seen: Seen) -> None:
    (_, following) = seen["next: what was due is made up for"]
    assert following == {"begin": "2013-03-02 11:00:00+00:00", "end": "2013-03-03 11:00:00+00:00"}
    (_, following) = seen["next: an earlier start"]
    assert following["begin"] > "2013-03-03"  # the latest, and none of those before the first
