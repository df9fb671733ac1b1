"""Runs in threads of one process, of which one ends while another goes on: what a run changes for a
while in the whole process is as it was once all have ended, and not before.
"""

import logging
import threading
import warnings
from contextlib import ExitStack
from typing import Any

import cloudpickle  # type: ignore[import-untyped]
import dask
import pytest

from dagcompile.runtime.dask.cluster import shipped, uploading
from dagcompile.runtime.dask.cluster.warned import ClusterWarning, tell, told_as_lines, warn
from dagcompile.runtime.dask.running.counted import Counted
from dagcompile.runtime.dask.values.weighing import weighed
from dagcompile.runtime.v1.dask import Graph, collection
from tests.runtime import bodies

THRESHOLD = "distributed.admin.large-graph-warning-threshold"


@collection
def heavy(graph: Graph, *, rows: str) -> Any:
    return graph.step("one", bodies.same)(rows)


@pytest.mark.filterwarnings("ignore::dagcompile.runtime.dask.cluster.warned.ClusterWarning")
def test_dask_warns_of_large_graphs_once_all_runs_have_ended() -> None:
    before = dask.config.get(THRESHOLD)
    graph, _ = heavy.graph({"rows": "x" * 2_000_000}, topic=lambda run: run)
    first, second = ExitStack(), ExitStack()
    first.enter_context(weighed(graph, limit=None))
    during = dask.config.get(THRESHOLD)
    second.enter_context(weighed(graph, limit=None))
    first.close()
    assert dask.config.get(THRESHOLD) == during != before
    second.close()
    assert dask.config.get(THRESHOLD) == before


def test_what_is_sent_goes_by_value_until_all_have_sent() -> None:
    first, second = ExitStack(), ExitStack()
    for each in (first, second):
        each.enter_context(uploading._SHIPPED_BY_VALUE())
    first.close()
    assert shipped.__name__ in cloudpickle.list_registry_pickle_by_value()
    second.close()
    assert shipped.__name__ not in cloudpickle.list_registry_pickle_by_value()


def test_each_run_is_told_by_its_own_name(capsys: pytest.CaptureFixture[str]) -> None:
    before = warnings.showwarning, list(warnings.filters), logging.getLogger("dagcompile").level
    both, one_left = threading.Barrier(2), threading.Event()

    def run(name: str) -> None:
        with told_as_lines(name):
            both.wait(60)
            warn(f"{name} is large")
            tell(f"{name} was sent")
            if name == "second":
                assert one_left.wait(60)
                warn("and still here")
        one_left.set()

    threads = [threading.Thread(target=run, args=(name,)) for name in ("first", "second")]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(capsys.readouterr().err.splitlines()) == [
        "first: first was sent",
        "first: warning: first is large",
        "second: second was sent",
        "second: warning: and still here",
        "second: warning: second is large",
    ]
    assert before == (
        warnings.showwarning, list(warnings.filters), logging.getLogger("dagcompile").level
    )  # fmt: skip
    with pytest.warns(ClusterWarning, match="as in a library"):
        warn("as in a library")


def test_a_state_that_cannot_be_entered_can_be_tried_again() -> None:
    entered: list[int] = []

    def state() -> Any:
        entered.append(1)
        if len(entered) == 1:
            raise OSError
        return ExitStack()

    counted = Counted(state)
    with pytest.raises(OSError), counted():  # noqa: PT011  (it says nothing)
        pass
    with counted(), counted():
        pass
    assert len(entered) == 2
