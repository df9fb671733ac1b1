"""The attempt that a task of Airflow is, and the values that it takes.

step = Step("clean")                                 of which `Inputs` is one half
flights = step.input(load_xcom, list[Flight])
day = step.param("day", date)
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from dagcompile.runtime.airflow.ending import packed
from dagcompile.runtime.airflow.given import refuse_unknown
from dagcompile.runtime.airflow.host import Host, final_text
from dagcompile.runtime.airflow.params import Params
from dagcompile.runtime.airflow.values import unpack
from dagcompile.runtime.airflow.xcoms import Xcom, ports_of
from dagcompile.runtime.asked import sinks_for
from dagcompile.runtime.debug import watch_of_checks
from dagcompile.runtime.depth import Depth
from dagcompile.runtime.events import Log
from dagcompile.runtime.guarding import guarded
from dagcompile.runtime.node import Types
from dagcompile.runtime.store import Damaged, Store
from dagcompile.runtime.tokens import Missing
from dagcompile.runtime.types import Undecodable
from dagcompile.runtime.verdict import Severity

T = TypeVar("T")


class Inputs(Params):
    """An attempt at a node, what it takes from params and from earlier nodes, and how it hands on.

    `store` is where large values go; by default what the environment names.
    """

    def __init__(self, node: str, host: Host, *, store: Store | None = None) -> None:
        self.node = node
        self.store = store
        self.host = host
        self.context = host.context
        refuse_unknown(host)
        self.attempt = host.attempt
        self.attempts = host.attempts
        sinks, run = sinks_for(None, *host.sinks), self.context["run_id"]
        self.log = Log(run=run, pipeline=host.pipeline, sinks=sinks, watch=watch_of_checks())

    def input(self, xcom: Xcom, type_: Any, *, port: str = "result") -> Any:
        """The value of an output of an earlier node, of the type that it was declared with.

        Raises:
            BaseException: a skip: there is none, so this node is skipped.
            BaseException: for good: what is there is not what was written, or of another type.
            OSError: the store cannot be read; worth another attempt.
        """
        value = self.optional(xcom, type_, port=port)
        if isinstance(value, Missing):
            raise self.host.skipped(f"{self.node} is skipped: an input was withheld or skipped")
        return value

    def optional(self, xcom: Xcom, type_: Any, *, port: str = "result") -> Any:
        """Like `input`, but a token where there is no value."""
        ports = ports_of(xcom)
        if ports is None or port not in ports:
            return Missing(self.node, "skipped")
        try:
            return unpack(ports[port], type_, subject=f"an input of {self.node}")
        except Exception as error:
            lasting = isinstance(error, Undecodable | Damaged)  # reading it again changes nothing
            again = not lasting and self._left(error)
            self._failed(error, again=again)
            if lasting:
                raise self._final(error) from error
            raise

    def guard_input(
        self,
        port: str,
        value: T,
        type_: Any,
        *,
        severity: Severity = "error",
        depth: Depth = "full",
    ) -> T:
        """`value`, to be checked before the body takes it as the input `port`."""
        subject = f"{self.node}.{port}"
        return guarded(value, type_, subject=subject, severity=severity, depth=depth)

    def after(self, *xcoms: Xcom, operators: Sequence[str] = ()) -> None:
        """Go on only if none of these nodes was skipped, nor a task of `operators`.

        Raises:
            BaseException: a skip: one was.
        """
        skipped = any(ports_of(each) is None for each in xcoms)
        if skipped or (operators and "skipped" in self.host.states(operators).values()):
            raise self.host.skipped(f"{self.node} is skipped: a node before it was skipped")

    def again(self, node: str, error: BaseException) -> bool:
        """Whether this task is tried again after `error`, which is told of `node` then."""
        left = self._left(error)
        if left:
            self.log.retrying(node, error, attempt=self.attempt, attempts=self.attempts)
        return left

    def _packed(self, value: Any, returns: Types) -> dict[str, Any]:
        """The XCom of this node, of what its body returned."""
        try:
            return packed(value, returns, node=self.node, log=self.log, store=self.store)
        except Exception as error:
            if isinstance(error, OSError) and self.again(self.node, error):
                raise
            self.log.failed(self.node, error)
            raise self._final(error) from error

    def _final(self, error: BaseException) -> BaseException:
        return self.host.final(final_text(error))

    def _left(self, error: BaseException) -> bool:
        """Whether Airflow tries again after `error`, which is not for the op's policy to say."""
        return self.attempt < self.attempts and not self.host.ends(error)

    def _failed(self, error: BaseException, *, again: bool) -> None:
        """Tell that this attempt failed. How long the wait is before the next, Airflow says."""
        if again:
            self.log.retrying(self.node, error, attempt=self.attempt, attempts=self.attempts)
        else:
            self.log.failed(self.node, error, attempt=self.attempt)
