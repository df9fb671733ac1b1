"""One node of a pipeline, inside the Airflow task that runs it.

    step = Step("clean")
    flights = step.input(load_xcom, list[Flight])
    return step.run(ops.clean, returns=list[Flight])(flights, config=ops.Cutoff(max_delay=300))

Airflow runs the retries; a task is one attempt, which says how it ends by what its host makes.
"""

from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, TypeVar, cast

from dagcompile.runtime.airflow.importing import Importing
from dagcompile.runtime.airflow.inputs import Inputs
from dagcompile.runtime.airflow.xcoms import Xcom
from dagcompile.runtime.contracts import accept_all, check_all, check_body, judge_of
from dagcompile.runtime.depth import Depth
from dagcompile.runtime.expectations import Expectation, meet
from dagcompile.runtime.interrupts import ends_run
from dagcompile.runtime.needing import check_store
from dagcompile.runtime.node import (
    UNGUARDED,
    Body,
    Refused,
    Types,
    calling,
    once,
    withheld_ports,
)
from dagcompile.runtime.retry import Retry
from dagcompile.runtime.store import NoStore, from_environment
from dagcompile.runtime.tokens import Missing
from dagcompile.runtime.verdict import GuardFailed, Severity

if TYPE_CHECKING:
    from dagcompile.runtime.airflow.stage import Stage
    from dagcompile.runtime.needing import Keep

P = ParamSpec("P")
T = TypeVar("T")


class Step(Inputs, Importing):
    """The node of the current task and the attempt that this is."""

    def stage(
        self,
        *,
        after: Mapping[str, Xcom] | None = None,
        operators: Mapping[str, str] | None = None,
    ) -> "Stage":
        """The nodes of the stage that this task runs.

        Args:
            after: the XComs of nodes that some of it come after, and that may have been skipped.
            operators: the tasks of such nodes that are operators.
        """
        from dagcompile.runtime.airflow.stage import Stage

        return Stage(self, after=after or {}, operators=operators or {})

    def run(
        self,
        fn: Callable[P, Any],
        *,
        returns: Types,
        severity: Severity = "error",
        depth: Depth = "full",
        guard: bool = True,
        guarded_retry: bool = False,
        retry_on: type[BaseException] | tuple[type[BaseException], ...] = Exception,
        timeout: float | None = None,
        expects: Sequence[Expectation] = (),
        context: str = "",
        keeps: "Sequence[Keep]" = (),
    ) -> Callable[P, dict[str, Any]]:
        """`fn` as the body of this node; called with its inputs it gives the XCom of the node.

        Args:
            fn: the op.
            returns: type of the output; a dict of ports to types where there are several.
            severity: of the guards of the outputs.
            depth: how deep they look.
            guard: whether the outputs are guarded here.
            guarded_retry: whether one that fails is a failed attempt, which may be tried again.
            retry_on: exception classes that are tried again, if Airflow has attempts left.
            timeout: seconds that the body may take. What Airflow may be told of a task,
                `execution_timeout`, is of the whole task.
            expects: what is expected of inputs, before the body runs, and of outputs, once they
                have passed.
            context: name of the parameter that takes the context; it may tell of the outlets.
            keeps: outputs that are kept in the store, once they have passed.
        """
        body = Body(
            fn=fn,
            timeout=timeout,
            retry=Retry(attempts=self.attempts, on=retry_on),
            ports=tuple(returns) if isinstance(returns, dict) else (),
            returns=returns if guard else UNGUARDED,
            severity=severity,
            depth=depth,
            guarded_retry=guarded_retry,
            context=context,
            writes=tuple(self.host.assets()) if context else (),
            keeps=keeps,
            store=self.store,
        )

        def call(*args: P.args, **kwargs: P.kwargs) -> dict[str, Any]:
            self._can_keep(body)
            plain, named = self._accept(args, kwargs, expects)
            value = self._attempt(calling(body, plain, named, node=self.node), body)
            judge = judge_of(body, node=self.node, expects=expects, log=self.log)
            if judge is None:
                self.log.returned(self.node, withheld=withheld_ports(value, body.ports))
                self._end(check_body(value, body, node=self.node, expects=expects, log=self.log))
            elif (refused := judge(value, self.attempt)) is not None:
                self._refuse(refused)
            return self._packed(value, returns)

        return call

    def guard(
        self,
        xcom: Xcom,
        types: Types,
        *,
        severity: Severity = "error",
        depth: Depth = "full",
        expects: Sequence[Expectation] = (),
    ) -> None:
        """Check the outputs of this node in a task of their own.

        Args:
            types: type of the output; a dict of ports to types where there are several.
            depth: how deep to look.
            expects: what is expected of the outputs, once they have passed.

        Raises:
            BaseException: for good: a guard of severity `error` did not pass.
        """
        several = isinstance(types, dict)
        named = types if several else {"result": types}
        values = {name: self.optional(xcom, each, port=name) for name, each in named.items()}
        value = SimpleNamespace(**values) if several else values["result"]
        failure = check_all(
            value,
            types,
            node=self.node,
            severity=severity,
            depth=depth,
            expects=expects,
            ports=tuple(types) if several else (),
            log=self.log,
        )
        self._end(failure)

    def guard_inputs(self, *inputs: Any) -> None:
        """Check inputs of this node (given by `guard_input`) in a task of their own."""
        self._accept(inputs, {}, ())

    def expectation(self, expectation: Expectation) -> dict[str, Any]:
        """The XCom of this node, which only looks at values: it has no output.

        Raises:
            BaseException: for good: the expectation is not met, and of severity `error`.
        """
        self.log.started(self.node, attempt=self.attempt)
        failure = meet([expectation], lambda _: None, node=self.node, log=self.log)
        if failure is not None:
            raise self._final(failure) from failure
        self.log.returned(self.node)
        return {}

    def first_of(self, *values: T, returns: Any) -> dict[str, Any]:
        """The XCom of this node: the first of `values` that is there.

        Raises:
            BaseException: a skip: none is.
        """
        there = [each for each in values if not isinstance(each, Missing)]
        if not there:
            raise self.host.skipped(f"{self.node} is skipped: all of its inputs are missing")
        self.log.started(self.node, attempt=self.attempt)
        self.log.returned(self.node)
        return self._packed(there[0], returns)

    def _can_keep(self, body: Body) -> None:
        """Fail for good before anything runs where there is no store for what is kept."""
        if not body.keeps:
            return
        try:
            store = body.store or from_environment()
            check_store(store, who=self.node, option="the option `store` of the target")
        except NoStore as error:
            self.log.failed(self.node, error)
            raise self._final(error) from error

    def _refuse(self, refused: Refused) -> NoReturn:
        error = refused.error
        again = refused.again and self._left(error)
        if refused.again:
            self._failed(error, again=again)
        if again:
            raise error
        raise self._final(error) from error

    def _end(self, failure: GuardFailed | None) -> None:
        if failure is not None:
            raise self._final(failure) from failure

    def _accept(
        self, args: tuple[Any, ...], kwargs: dict[str, Any], expects: Sequence[Expectation]
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        # A guard of the inputs speaks once, before the first attempt. Later it only tells what it
        # finds, for a first process that was lost may have told nothing.
        log = self.log if self.attempt == 1 else self.log.of_findings()
        plain, named, failure = accept_all(args, kwargs, node=self.node, expects=expects, log=log)
        if failure is not None:
            raise self._final(failure) from failure
        return plain, named

    def _attempt(self, call: Callable[..., Any], body: Body) -> Any:
        self.log.started(self.node, attempt=self.attempt)
        policy = cast(Retry, body.retry)
        try:
            return once(
                call,
                node=self.node,
                attempt=self.attempt,
                timeout=body.timeout,
                writes=body.tells,
                log=self.log,
            )
        except BaseException as error:
            if ends_run(error):
                raise
            # A timeout of the whole task is Airflow's, which tries it again whatever the op says.
            own = isinstance(error, self.host.outside)
            again = self._left(error) if own else policy.applies(error, attempt=self.attempt)
            self._failed(error, again=again)
            if own:
                raise
            if not again:
                raise self._final(error) from error
            raised = self.host.again(error)
            if raised is not error:
                raise raised from error
            raise
