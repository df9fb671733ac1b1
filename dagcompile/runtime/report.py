"""How a run ended: the outcome of every node and the values that the pipeline returns."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dagcompile.runtime.events import Event, error_record, summary
from dagcompile.runtime.tokens import Missing, Outcome
from dagcompile.runtime.verdict import GuardFailed

_GUARD_FAILED = f"{GuardFailed.__module__}.{GuardFailed.__qualname__}"


class Outputs(dict[str, Any]):
    """The values of a pipeline that returns several, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeReport:
    """How one node ended. `withheld` names the outputs that it did not give.

    The traceback of `error` has files, lines and functions, but no variables: the values that a
    node failed on are dropped like all others.
    """

    outcome: Outcome
    withheld: tuple[str, ...] = ()
    error: BaseException | None = None

    @property
    def reason(self) -> str:
        """Why it failed; empty if it did not."""
        if self.error is None:
            return ""
        record = error_record(self.error)
        return str(record["message"]) if self.judged else summary(record)

    @property
    def judged(self) -> bool:
        """Whether it was a guard that failed it, and nothing that was raised in the user's code."""
        return self.error is not None and error_record(self.error)["type"] == _GUARD_FAILED

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
    """How a run ended. `results` has the outputs that are there; a single one is `result`."""

    pipeline: str
    run: str
    nodes: Mapping[str, NodeReport]
    results: Mapping[str, Any]

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
        lines = [f"{self.report.pipeline} failed"]
        for name, node in self.report.nodes.items():
            if node.outcome == "failed":
                reason = "\n    ".join(node.reason.splitlines())
                lines.append(f"  {name} failed: {reason}")
        for outcome, words in (("not_run", "not run"), ("skipped", "skipped")):
            names = self.report.ended(outcome)  # type: ignore[arg-type]
            if names:
                lines.append(f"  {words}: {', '.join(names)}")
        return "\n".join(lines)


def present(returned: Any) -> dict[str, Any]:
    """What a pipeline function returned, by output name, without what is missing."""
    named = returned if isinstance(returned, Outputs) else {"result": returned}
    return {name: value for name, value in named.items() if not isinstance(value, Missing)}
