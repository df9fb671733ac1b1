"""One run of a pipeline in one process, as a generated script writes it.

    load = run.step("load", ops.load, retry=Retry(attempts=3))(day)
    load = run.guard("load", load, list[Row])

Every call gives a value or a `Missing`, never raises for what a node did, and the code stays a
straight line: when a node fails, those that need it do not run and the others finish.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar, Unpack, cast

from dagcompile.runtime.asked import run_named, sinks_of
from dagcompile.runtime.contracts import accept_all, check_all, check_body, judge_of
from dagcompile.runtime.coroutines import Step
from dagcompile.runtime.debug import Debug, debug_asked
from dagcompile.runtime.depth import Depth
from dagcompile.runtime.events import Log, Sink
from dagcompile.runtime.expectations import Expectation, meet
from dagcompile.runtime.finishing import Begun, finish, script_states, told_if_ended
from dagcompile.runtime.frames import release
from dagcompile.runtime.guarding import guarded, ordinary
from dagcompile.runtime.interrupts import ends_run
from dagcompile.runtime.needing import store_for
from dagcompile.runtime.node import (
    UNGUARDED,
    Body,
    Options,
    Types,
    attempt,
    calling,
    withheld_ports,
)
from dagcompile.runtime.params import bound
from dagcompile.runtime.report import OK, NodeReport, Outputs, Report, present
from dagcompile.runtime.tokens import Missing, Outcome, absent, but_skipped, outcome_for
from dagcompile.runtime.verdict import Severity

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


class Run:
    """The nodes of one run: what has been called and how each ended."""

    store: Any = None  # where outputs are kept; the one that the environment names if None

    def __init__(self, log: Log, configs: Mapping[str, Any] | None = None) -> None:
        self.log = log
        self.configs = configs or {}
        self.nodes: dict[str, NodeReport] = {}

    def step(self, node: str, fn: Callable[P, R], **options: Unpack[Options]) -> Step[P, R]:
        """`fn`, an op, as the body of `node`, by `Options`: to be called with its inputs."""
        body = Body(fn=fn, store=self.store, **options)

        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            plain: tuple[Any, ...] = args
            named: dict[str, Any] = kwargs
            waits = body.after or body.unless_failed
            if waits or body.expects or not ordinary(plain, named):
                plain, named, token = self._enter(node, plain, named, body)
                if token is not None:
                    return cast(R, token)
            judge = judge_of(body, node=node, expects=body.expects, log=self.log)
            try:
                value = attempt(
                    calling(body, plain, named, node=node),
                    node=node,
                    retry=body.retry,
                    timeout=body.timeout,
                    judge=judge,
                    writes=body.tells,
                    log=self.log,
                )
            except BaseException as error:  # the run goes on
                if ends_run(error):
                    raise
                del args, kwargs, plain, named  # which the error would keep, by this frame
                return cast(R, self._fail(node, error))
            withheld = withheld_ports(value, body.ports)
            self.nodes[node] = NodeReport(outcome="ok", withheld=withheld) if withheld else OK
            if judge is None:
                self.log.returned(node, withheld=withheld)
                if body.returns is not UNGUARDED or body.expects:
                    value = self._check(node, value, body)
            return value  # type: ignore[no-any-return]

        return call

    def config(self, node: str, default: T) -> T:
        """The config of `node`: `default`, unless this run was given another."""
        return cast(T, self.configs.get(node, default))

    def guard(
        self,
        node: str,
        value: T,
        types: Types,
        *,
        severity: Severity = "error",
        depth: Depth = "full",
        expects: Sequence[Expectation] = (),
    ) -> T:
        """Check what `node` returned; gives `value`, or a token where the node has failed by it.

        Args:
            types: type of the output; a dict of ports to types where there are several.
            severity: `error` fails the node, `warn` only tells.
            depth: how deep to look.
            expects: what is expected of the outputs, once they have passed.
        """
        if self.nodes[node].outcome != "ok":
            return value
        ports = tuple(types) if isinstance(types, dict) else ()
        failure = check_all(
            value,
            types,
            node=node,
            severity=severity,
            depth=depth,
            expects=expects,
            ports=ports,
            log=self.log,
        )
        return value if failure is None else cast(T, self._fail(node, failure))

    def guard_input(
        self,
        subject: str,
        value: T,
        type_: Any,
        *,
        severity: Severity = "error",
        depth: Depth = "full",
    ) -> T:
        """`value`, to be checked when the node that `subject` names (`node.port`) is to run."""
        return guarded(value, type_, subject=subject, severity=severity, depth=depth)

    def first_of(
        self,
        node: str,
        *values: T,
        after: Sequence[str] = (),
        unless_failed: Sequence[str] = (),
    ) -> T:
        """The first of `values` that is there. Skipped if none is; not run if one failed."""
        outcome = outcome_for(
            [each for each in values if not absent(each)], self._before(after, unless_failed)
        )
        there = [each for each in values if type(each) is not Missing]
        if outcome == "ok" and not there:
            outcome = "skipped"
        if outcome != "ok":
            return cast(T, self._stop(node, outcome))
        self.nodes[node] = OK
        self.log.started(node, attempt=1)
        self.log.returned(node)
        return there[0]

    def expectation(
        self,
        node: str,
        expectation: Expectation,
        *,
        after: Sequence[str] = (),
        unless_failed: Sequence[str] = (),
    ) -> None:
        """What is expected of the outputs of several nodes, as a node that gives nothing."""
        before = self._before(after, unless_failed)
        outcome = outcome_for(expectation.inputs.values(), before)
        if outcome != "ok":
            self._stop(node, outcome)
            return
        self.log.started(node, attempt=1)
        failure = meet([expectation], lambda _: None, node=node, log=self.log)
        if failure is None:
            self.nodes[node] = OK
            self.log.returned(node)
        else:
            self._fail(node, failure)

    def outputs(self, values: dict[str, Any]) -> Outputs:
        """The values of a pipeline that returns several."""
        return Outputs(values)

    def _enter(
        self,
        node: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        body: Body,
    ) -> tuple[tuple[Any, ...], dict[str, Any], Missing | None]:
        """The arguments as the body takes them, and a token where it is not to be called."""
        before = self._before(body.after, body.unless_failed)
        outcome = outcome_for((*args, *kwargs.values()), before)
        if outcome != "ok":
            return args, kwargs, self._stop(node, outcome)
        plain, named, failure = accept_all(
            args, kwargs, node=node, expects=body.expects, log=self.log
        )
        return plain, named, None if failure is None else self._fail(node, failure)

    def _before(self, after: Sequence[str], unless_failed: Sequence[str]) -> list[Outcome]:
        """How those nodes ended that a node waits for without taking their values."""
        strictly = [self.nodes[each].outcome for each in after]
        return strictly + [but_skipped(self.nodes[each].outcome) for each in unless_failed]

    def _check(self, node: str, value: Any, body: Body) -> Any:
        """`value`, or a token where the node fails by what the step itself checks of it."""
        failure = check_body(value, body, node=node, expects=body.expects, log=self.log)
        return value if failure is None else self._fail(node, failure)

    def _stop(self, node: str, outcome: Outcome) -> Missing:
        self.nodes[node] = NodeReport(outcome=outcome)
        return Missing(node, "not_run" if outcome == "not_run" else "skipped")

    def _fail(self, node: str, error: BaseException) -> Missing:
        release(error)
        self.nodes[node] = NodeReport(outcome="failed", error=error)
        return Missing(node, "failed")


def execute(
    pipeline: Callable[..., Any],
    /,
    *,
    name: str | None = None,
    run_id: str | None = None,
    sinks: tuple[Sink, ...] | None = None,
    config: Mapping[str, Any] | None = None,
    debug: Debug | None = None,
    store: str | None = None,
    **params: Any,
) -> Report:
    """Run the generated function `pipeline` in this process.

    Args:
        pipeline: the function of a generated script.
        name: the pipeline's id, where it is not the function's name.
        run_id: name of this run; made up if None.
        sinks: where events go; by default the file that the environment names.
        config: what this run changes in the configs of nodes: `{"clean": {"max_delay": 300}}`.
        debug: "mutations": tell what is changed in place; if None, the environment says.
        store: folder or URL where outputs are kept; if None, the environment says.
        params: the pipeline's params, which its defaults complete.

    Raises:
        ParamError: a param is not of its type, missing, or not one of the pipeline's.
        ConfigError: a config cannot be changed so.
        UnknownDebug: it is asked to debug what there is not.
        NoStore: the pipeline keeps outputs, and there is no store.
        ValueError: the run has no name.
        TypeError: a sink cannot be called.
    """
    debug = debug_asked(debug)
    function, complete = bound(pipeline, params, name=name)
    configs: Mapping[str, Any] = {}
    if config:  # what reads them is imported for those who ask
        from dagcompile.runtime.config import configs_for

        configs = configs_for(function, config, name=name)
    begun, sinks = Begun(), sinks_of(sinks)
    log = Log(
        run=run_named(run_id),
        pipeline=name or function.__name__,
        sinks=(begun, *sinks) if sinks else (),
    )
    if debug is None:
        run = Run(log, configs)
    else:
        from dagcompile.runtime.debug.script import watched_run

        run = watched_run(log, configs, function, complete)
    run.store = store_for(function, store, name=log.pipeline)
    with told_if_ended(log, lambda: script_states(function, run.nodes, begun)):
        log.emit("run_started", {})
        returned = function(run, **complete)
    report = Report(pipeline=log.pipeline, run=log.run, nodes=run.nodes, results=present(returned))
    finish(report, log)
    return report
