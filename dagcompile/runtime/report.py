"""How a run ended: the outcome of every node and the values that the pipeline returns."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from dagcompile.runtime.events import (
    Event,
    error_record,
    is_expectations,
    is_guards,
    shortened,
    summary,
)
from dagcompile.runtime.tokens import Missing, Outcome

NO_WORKER = "dagcompile.runtime.dask.NoWorker"
"""What the record of an error calls it that no worker of a cluster could run a node."""

_LONGEST = 160
"""Characters of a reason that is only to remind of what was told before."""
_RAISED = 2_000
"""Characters of what was raised in a node, where nothing else tells it."""
SHOWN = 20
"""How many nodes are named that ended alike; the others are counted."""


class Outputs(dict[str, Any]):
    """The values of a pipeline that returns several, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeReport:
    """How one node ended. `withheld` names the outputs that it did not give, `worker` the one of a
    cluster that it failed on, where there is one.

    The traceback of `error` has files, lines and functions, but no variables: the values that a
    node failed on are dropped like all others.
    """

    outcome: Outcome
    withheld: tuple[str, ...] = ()
    error: BaseException | None = None
    worker: str = ""

    @property
    def reason(self) -> str:
        """Why it failed; empty if it did not."""
        if self.error is None:
            return ""
        record = error_record(self.error)
        return str(record["message"]) if self.judged else summary(record)

    @property
    def judged(self) -> bool:
        """Whether it was a guard or an expectation that failed it, and nothing that was raised in
        the user's code.
        """
        if self.error is None:
            return False
        record = error_record(self.error)
        return is_guards(record) or is_expectations(record)

    @property
    def unavailable(self) -> bool:
        """Whether it failed for want of somebody to run it, and not by what it did."""
        return self.error is not None and error_record(self.error)["type"] == NO_WORKER

    @property
    def traceback(self) -> str:
        """Where in the user's code it failed; empty where nothing was raised there."""
        if self.error is None:
            return ""
        record = error_record(self.error)
        text = str(record["traceback"])
        # A guard's failure is nowhere in the user's code, but the crash of a check is noted in it.
        return (
            text.removeprefix(f"{record['type']}: {record['message']}\n") if self.judged else text
        )

    def record(self) -> Event:
        """As JSON, in short."""
        record: Event = {"outcome": self.outcome}
        if self.withheld:
            record["withheld"] = list(self.withheld)
        return record


OK = NodeReport(outcome="ok")
"""Of every node that gave all of its outputs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How a run ended. `results` has the outputs that are there; a single one is `result`.

    Of a run that nobody listened to, `known` says that `nodes` has the failed ones alone, and those
    of the last that were not run because of them.
    """

    pipeline: str
    run: str
    nodes: Mapping[str, NodeReport]
    results: Mapping[str, Any]
    known: Literal["all", "failures"] = "all"

    @property
    def outcome(self) -> Literal["ok", "failed"]:
        """`failed` if a node failed. Skips do not fail a run."""
        return "failed" if self.ended("failed") else "ok"

    @property
    def result(self) -> Any:
        """The value of a pipeline with a single output.

        Raises:
            RunFailed: a node failed.
            LookupError: the output was withheld, or the pipeline has several.
        """
        self.raise_for_failure()
        if "result" not in self.results:
            raise LookupError(f"{self.pipeline} gave no single result; see Report.results")
        return self.results["result"]

    def ended(self, outcome: Outcome) -> list[str]:
        """The nodes with this outcome."""
        return [name for name, node in self.nodes.items() if node.outcome == outcome]

    def raise_for_failure(self) -> None:
        """Do nothing if the run succeeded.

        Raises:
            RunFailed: a node failed. Its cause is the first failure.
        """
        failed = self.ended("failed")
        if failed:
            raise RunFailed(self) from self.nodes[failed[0]].error


class RunFailed(Exception):
    """At least one node of a run failed."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        return _told(self.report, lambda node: "\n    ".join(_in_short(node).splitlines()))


def reminder(report: Report) -> str:
    """What failed in a run, for those who were told why: a line for each node."""
    return _told(report, lambda node: _first_line(node.reason))


def _told(report: Report, reason: Callable[[NodeReport], str]) -> str:
    succeeded, steps = len(report.ended("ok")), len(report.nodes)
    counted = f": {succeeded} of {steps} steps succeeded" if report.known == "all" else ""
    lines = [f"{report.pipeline} failed{counted}"]
    failed = [name for name in report.ended("failed") if not report.nodes[name].unavailable]
    for name in failed[:SHOWN]:
        node = report.nodes[name]
        where = f" on {node.worker}" if node.worker else ""
        lines.append(f"  {name} failed{where}: {reason(node)}")
    if more := failed[SHOWN:]:
        lines.append(f"  and {len(more)} more failed: {some(more)}")
    lines += (f"  {some(names)} failed: {why}" for why, names in _unavailable(report).items())
    endings: tuple[tuple[Outcome, str], ...] = (("not_run", "not run"), ("skipped", "skipped"))
    for outcome, words in endings:
        if names := report.ended(outcome):
            lines.append(f"  {words}: {some(names)}")
    return "\n".join(lines)


def _unavailable(report: Report) -> dict[str, list[str]]:
    """The nodes that nobody could run, by why: it is the same for many."""
    nodes: dict[str, list[str]] = {}
    for name, node in report.nodes.items():
        if node.unavailable:
            nodes.setdefault(node.reason, []).append(name)
    return nodes


def some(names: Collection[str]) -> str:
    """The first of `names`, and how many there are beside them."""
    more = len(names) - SHOWN
    shown = ", ".join(islice(names, SHOWN))
    return f"{shown} and {more} more" if more > 0 else shown


def _in_short(node: NodeReport) -> str:
    return node.reason if node.judged else shortened(node.reason, _RAISED)


def _first_line(text: str) -> str:
    line, more, _ = text.partition("\n")
    return f"{line[: _LONGEST - 1]}…" if more or len(line) > _LONGEST else line


def present(returned: Any) -> dict[str, Any]:
    """What a pipeline function returned, by output name, without what is missing."""
    named = returned if isinstance(returned, Outputs) else {"result": returned}
    return {name: value for name, value in named.items() if not isinstance(value, Missing)}
