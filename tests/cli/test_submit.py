"""`dagcompile submit`, as far as it goes without a cluster: what is wrong here is told first."""

from pathlib import Path

from commands import Command

NOWHERE = "tcp://127.0.0.1:1"
"""No scheduler is there; who asks it for something gives up at once."""


def test_a_wrong_pipeline_is_3_before_the_cluster_is_asked(dagcompile: Command) -> None:
    done = dagcompile("submit", "flow:wrong", "--scheduler", NOWHERE, "--number", "1")
    assert done.status == 3
    assert done.err.startswith("error[DC201]: ")
    assert NOWHERE not in done.err


def test_a_wrong_flag_is_2_before_the_cluster_is_asked(dagcompile: Command) -> None:
    done = dagcompile("submit", "doubled", "--scheduler", NOWHERE, "--number", "one")
    assert (done.status, done.out) == (2, "")
    assert "--number: expected int, got 'one'" in done.err
    assert NOWHERE not in done.err


def test_a_scheduler_has_to_be_named_and_is_told_with_what_else_is_missing(
    dagcompile: Command,
) -> None:
    done = dagcompile("submit", "doubled")
    assert (done.status, done.out) == (2, "")
    assert "--number: it is required" in done.err
    assert "--scheduler ADDRESS or --scheduler-file FILE, or set DASK_SCHEDULER" in done.err


def test_one_may_ask_for_this_machine(dagcompile: Command, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    done = dagcompile("submit", "doubled", "--number", "21", "--local", "threads")
    assert (done.status, done.out) == (0, "42\n")
    assert set(tmp_path.iterdir()) - before <= {tmp_path / "__pycache__"}


def test_a_scheduler_that_does_not_answer_is_4(dagcompile: Command) -> None:
    done = dagcompile("submit", "doubled", "--number", "21", DASK_SCHEDULER_ADDRESS=NOWHERE)
    assert (done.status, done.out) == (4, "")
    assert f"doubled: no scheduler can be reached at {NOWHERE}: " in done.err
    assert "Traceback" not in done.err


def test_without_dask_it_is_4_and_says_what_to_install(dagcompile: Command) -> None:
    dagcompile.write("distributed.py", "raise ImportError('stands for one that is not there')\n")
    done = dagcompile("submit", "doubled", "--scheduler", NOWHERE, "--number", "21")
    assert done.status == 4
    assert done.err.startswith("error[DC634]: submit needs the packages `dask` and `distributed`")
    assert "fix: pip install 'dagcompile[dask]'" in done.err


def test_mistakes_are_told_in_the_format_that_is_asked_for(dagcompile: Command) -> None:
    done = dagcompile("submit", "--format", "json", "flow:wrong", "--number", "1")
    assert done.status == 3
    assert '"code": "DC201"' in done.err


def test_the_help_of_the_module_is_the_help_behind_a_pipeline(dagcompile: Command) -> None:
    done = dagcompile("submit", "doubled", "--help")
    assert done.status == 0
    assert done.out.startswith("usage: doubled --number INT [options]\n")
    assert "--tls-ca-file FILE" in done.out


def test_a_flag_in_front_is_told_where_it_belongs(dagcompile: Command) -> None:
    done = dagcompile("submit", "--scheduler", NOWHERE, "doubled")
    assert done.status == 2
    assert "one of the script stands behind its name: PIPELINE --scheduler" in done.err
