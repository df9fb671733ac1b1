"""The nodes of a stage, inside the one Airflow task that runs them: a script in a task.

    step = Step("prepare")
    day = step.param("day", date)
    run = step.stage()

    load = run.step("load", ops.load, returns=list[Row])(day)
    clean = run.step("clean", ops.clean, returns=list[Row])(load)
    run.hand_on("clean", clean, list[Row])

    return run.ended()

Each node is run as in a script, its retries too, and values are handed on in memory. What something
outside needs is an XCom of the task by the node's name. Where a node fails, the others that do not
need it finish before the task fails, for good: its own retries are for a process that was lost, and
for a store that cannot be written just now.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar, Unpack

from dagcompile.runtime.airflow.ending import packed
from dagcompile.runtime.airflow.outlets import wrote
from dagcompile.runtime.airflow.xcoms import SKIPPED, Xcom, ports_of
from dagcompile.runtime.coroutines import Step as Called
from dagcompile.runtime.node import Options, Types
from dagcompile.runtime.report import OK, NodeReport
from dagcompile.runtime.run import Run
from dagcompile.runtime.tokens import Missing

if TYPE_CHECKING:
    from dagcompile.runtime.airflow.step import Step

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

NOTHING: Final[Types] = {}
"""The types of the outputs of which none is handed on."""


class Stage(Run):
    """The nodes of a stage, and how each has ended.

    Args:
        task: of the stage.
        after: the XComs of nodes before the stage that some of it come after.
        operators: the tasks of such nodes that are operators.
    """

    def __init__(
        self, task: "Step", *, after: Mapping[str, Xcom], operators: Mapping[str, str]
    ) -> None:
        super().__init__(task.log)
        self.task = task
        self.store = task.store
        self.writes: dict[str, Sequence[str]] = {}
        self.before = {*after, *operators}
        skipped = {node for node, xcom in after.items() if ports_of(xcom) is None}
        if operators:
            states = task.host.states(list(operators.values()))
            skipped |= {node for node, each in operators.items() if states[each] == "skipped"}
        for node in self.before:
            self.nodes[node] = NodeReport(outcome="skipped") if node in skipped else OK

    def config(self, node: str, default: T) -> T:
        """The config of `node`: `default`, but for what the run was given of it."""
        return self.task.config(node, default)

    def step(self, node: str, fn: Callable[P, R], **options: Unpack[Options]) -> Called[P, R]:
        """As of `Run`. What a node writes that is skipped is no outlet of the task."""
        keeps = options.get("keeps", ())
        self.writes[node] = (*options.get("writes", ()), *(each.asset for each in keeps))
        return super().step(node, fn, **options)

    def hand_on(
        self, node: str, value: Any = None, types: Types = NOTHING, *, key: str = ""
    ) -> Any:
        """Make an XCom of what is needed of `node` outside, if it is ok or skipped.

        Args:
            value: of the node, if it is needed and not only how the node has ended.
            types: of its output; of those of its outputs that are needed where there are several.
            key: of the XCom, where it is not the node's name.

        Returns:
            `value`, or a token where the node has failed, for a value of it cannot travel.

        Raises:
            OSError: the store cannot be written; the task is tried again, as no node has failed.
        """
        outcome = self.nodes[node].outcome
        if outcome == "skipped":
            self._push(key or node, SKIPPED)
        if outcome != "ok":
            return value
        try:
            xcom = packed(value, types, node=node, log=self.log, store=self.task.store)
        except Exception as error:
            if isinstance(error, OSError) and self._tried_again(node, error):
                raise
            self.log.failed(node, error)
            return self._fail(node, error)
        self._push(key or node, xcom)
        return value

    def ended(self) -> dict[str, str]:
        """How each node ended, the XCom of the task itself.

        Raises:
            BaseException: a node failed, or all were skipped, by which the task ends so.
        """
        nodes = {node: each for node, each in self.nodes.items() if node not in self.before}
        outcomes: dict[str, str] = {node: each.outcome for node, each in nodes.items()}
        failed = {node: each.error for node, each in nodes.items() if each.error is not None}
        if failed:
            self._push("return_value", outcomes)
            causes = list(failed.values())
            cause = causes[0] if len(causes) == 1 else BaseExceptionGroup("failed", causes)
            raise self.task.host.final(self._told(failed, outcomes)) from cause
        if set(outcomes.values()) == {"skipped"}:
            self._push("return_value", outcomes)
            raise self.task.host.skipped(f"{self.task.node} is skipped: each of its nodes is")
        if any(self.writes.values()):
            written = (each for node, each in self.writes.items() if outcomes[node] == "ok")
            wrote(self.task.context, set(chain.from_iterable(written)))
        return outcomes

    def _tried_again(self, node: str, error: OSError) -> bool:
        """Whether the task is tried again for what the store did to a value of `node`, and all of
        its nodes with it. Where one of them has failed, that is final.
        """
        failed = any(each.outcome == "failed" for each in self.nodes.values())
        return not failed and self.task.again(node, error)

    def _told(self, failed: Mapping[str, BaseException], outcomes: Mapping[str, str]) -> str:
        lost = [node for node, outcome in outcomes.items() if outcome == "not_run"]
        told = [f"{node} failed: {self.nodes[node].reason}" for node in failed]
        return "; ".join([*told, f"not run: {', '.join(lost)}"] if lost else told)

    def _push(self, key: str, value: Any) -> None:
        self.task.context["ti"].xcom_push(key, value)

    def _fail(self, node: str, error: BaseException) -> Missing:
        if isinstance(error, self.task.host.outside):  # the task is stopped, not its node
            raise error
        return super()._fail(node, error)
