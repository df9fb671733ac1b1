"""What a Dask task calls. Small objects of module-level classes, so that a task pickles by
reference and no worker needs more than this module and the user's.

A task never raises for what a node did: it hands on a `Missing`, so that independent branches
finish on every scheduler, threads included.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from dagcompile.runtime.contracts import accept_all, check_all, check_body, judge_of
from dagcompile.runtime.dask.graph.misplaced import misplaced
from dagcompile.runtime.dask.graph.scope import Scope, beside, ended, failed, failures_in, stopped
from dagcompile.runtime.dask.values.transfer import CannotTravel, check_travel
from dagcompile.runtime.depth import Depth
from dagcompile.runtime.events import Log, frames_beyond
from dagcompile.runtime.expectations import Expectation, meet
from dagcompile.runtime.guarding import guarded, ordinary
from dagcompile.runtime.interrupts import ends_run
from dagcompile.runtime.node import (
    UNGUARDED,
    Body,
    Types,
    attempt,
    calling,
    withheld_ports,
)
from dagcompile.runtime.tokens import Missing, Outcome, gather, outcome_for
from dagcompile.runtime.verdict import Severity

if TYPE_CHECKING:
    from dagcompile.runtime.debug.watch import Watch

Args: TypeAlias = tuple[Any, ...]
Waits: TypeAlias = tuple[int, int, int]
"""How many of a task's last arguments are none of its op's: how nodes ended that must have run;
how nodes ended that must not have failed; expectations.
"""


class Call:
    """A node: its op with its options. Called with the op's own arguments, and those of `waits`.

    Args:
        options: those that are set, as of `Body`.
        waits: None where there are none.
        asks: what only a worker of a cluster gives it, in words; None where it runs anywhere.
    """

    __slots__ = ("asks", "fn", "gives", "node", "options", "scope", "waits")

    def __init__(  # noqa: PLR0917  (as it is pickled)
        self,
        scope: Scope,
        node: str,
        fn: Callable[..., Any],
        options: dict[str, Any] | None = None,
        waits: Waits | None = None,
        gives: Literal["value", "ending"] = "value",
        asks: str | None = None,
    ) -> None:
        self.scope = scope
        self.node = node
        self.fn = fn
        self.options = options
        self.waits = waits
        self.gives = gives
        """How it ended, where nothing takes what it returns."""
        self.asks = asks

    def __reduce__(self) -> tuple[Any, ...]:
        fields = (self.scope, self.node, self.fn, self.options, self.waits, self.gives)
        return type(self), fields if self.asks is None else (*fields, self.asks)

    @property
    def __name__(self) -> str:
        """What Dask shows of it."""
        return getattr(self.fn, "__name__", type(self.fn).__name__)

    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        with self.scope.speaking(self.node):
            value = self.run(args, kwargs)
        return value if self.gives == "value" else ending(value)

    def run(self, args: Args, kwargs: dict[str, Any], watch: "Watch | None" = None) -> Any:
        """What the op returned, or a token."""
        node, log = self.node, self.scope.log(watch)
        body = Body(fn=self.fn, **self.options) if self.options else Body(fn=self.fn)
        strict, leniently, expects = (), (), ()
        if self.waits is not None:
            args, strict, leniently, expects = split(args, self.waits)
        if self.waits is not None or not ordinary(args, kwargs):
            values = (*args, *kwargs.values(), *strict)
            if (outcome := outcome_by(values, leniently)) != "ok":
                return stopped(log, node, outcome, (*values, *leniently))
            args, kwargs, failure = accept_all(args, kwargs, node=node, expects=expects, log=log)
            if failure is not None:
                return failed(log, node, failure)
        if self.asks is not None and (error := misplaced(node, self.asks)) is not None:
            log.failed(node, error)
            return failed(log, node, error)
        return self._called(body, args, kwargs, expects, log)

    def _called(
        self,
        body: Body,
        args: Args,
        kwargs: dict[str, Any],
        expects: Sequence[Expectation],
        log: Log,
    ) -> Any:
        node = self.node
        try:
            value = attempt(
                calling(body, args, kwargs, node=node),
                node=node,
                retry=body.retry,
                timeout=body.timeout,
                judge=judge_of(body, node=node, expects=expects, log=log),
                writes=body.tells,
                log=log,
            )
        except BaseException as error:  # a task never raises for its node
            if ends_run(error):  # where Dask computes in the main thread
                raise
            return failed(log, node, error)
        if self.gives == "value":
            try:
                check_travel(value, node=node)
            except CannotTravel as error:
                error.__traceback__ = frames_beyond(error.__traceback__)
                log.failed(node, error)
                return failed(log, node, error)
        withheld = withheld_ports(value, body.ports)
        if not body.judged:
            log.returned(node, withheld=withheld)
        ended(log, node, "ok", withheld=withheld)
        if not body.judged and (body.returns is not UNGUARDED or expects):
            unmet = check_body(value, body, node=node, expects=expects, log=log)
            return value if unmet is None else failed(log, node, unmet)
        return value


class FirstOf(Call):
    """A node that takes the first of its arguments that is there."""

    __slots__ = ()

    def run(self, args: Args, kwargs: dict[str, Any], watch: "Watch | None" = None) -> Any:
        """The value, or a token."""
        log, strict, leniently = self.scope.log(watch), (), ()
        if self.waits is not None:
            args, strict, leniently, _ = split(args, self.waits)
        value = self.fn(*args)
        outcome = outcome_by(strict, (*args, *leniently))
        if outcome == "ok" and type(value) is Missing:
            outcome = "skipped"
        if outcome != "ok":
            return stopped(log, self.node, outcome, (*args, *strict, *leniently))
        log.started(self.node, attempt=1)
        log.returned(self.node)
        return value


class Look(Call):
    """A node that only looks at values: its only argument of its own is an `Expectation`."""

    __slots__ = ()

    def run(self, args: Args, kwargs: dict[str, Any], watch: "Watch | None" = None) -> Any:
        """A token where it did not pass, else None."""
        node, log, strict, leniently = self.node, self.scope.log(watch), (), ()
        if self.waits is not None:
            args, strict, leniently, _ = split(args, self.waits)
        (expected,) = args
        values = (*expected.inputs.values(), *strict)
        outcome = outcome_by(values, leniently)
        if outcome != "ok":
            return stopped(log, node, outcome, (*values, *leniently))
        log.started(node, attempt=1)
        failure = meet([expected], lambda _: None, node=node, log=log)
        if failure is not None:
            return failed(log, node, failure)
        log.returned(node)
        return None


class Guard:
    """Checks what a node returned. Gives how the node ended: None where all is well.

    Args:
        options: severity and depth, those that are set.
    """

    __slots__ = ("node", "options", "scope", "types")

    def __init__(
        self, scope: Scope, node: str, types: Types, options: dict[str, Any] | None = None
    ) -> None:
        self.scope = scope
        self.node = node
        self.types = types
        self.options = options

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.scope, self.node, self.types, self.options)

    @property
    def __name__(self) -> str:
        """What Dask shows of it."""
        return f"guard:{self.node}"

    def __call__(self, value: Any, /, *expects: Expectation) -> Missing | None:
        if type(value) is Missing and value._why != "withheld":
            return value
        types, log = self.types, beside(self.scope.log())
        with self.scope.speaking(self.node):  # its checks are the user's, too
            failure = check_all(
                value,
                types,
                node=self.node,
                expects=expects,
                ports=tuple(types) if isinstance(types, dict) else (),
                log=log,
                **{"severity": "error", **(self.options or {})},
            )
        return None if failure is None else failed(log, self.node, failure)


def split(args: Args, waits: Waits) -> tuple[Args, ...]:
    """The op's own among the arguments of a task, and what else each of `waits` says."""
    strict, leniently, expects = waits
    third = len(args) - expects
    second = third - leniently
    first = second - strict
    return args[:first], args[first:second], args[second:third], args[third:]


def outcome_by(values: Iterable[object], leniently: Iterable[object]) -> Outcome:
    """What a node comes to that needs `values`, and of others only that they have not failed."""
    found = outcome_for(values)
    return "not_run" if outcome_for(leniently) == "not_run" else found


def gathered(container: Any) -> Any:
    """`container` itself, or the token that keeps a step from using it, with all failures that it
    comes from.
    """
    value = gather(container)
    if type(value) is not Missing or value._why not in ("failed", "not_run"):
        return value
    values = container.values() if isinstance(container, dict) else container
    return replace(value, _why="not_run", _failures=failures_in(values))


def first_of(*values: Any) -> Any:
    """The first of `values` that is there, or else the last token."""
    return next((each for each in values if type(each) is not Missing), values[-1])


def looking(expectation: Expectation, inputs: dict[str, Any]) -> Expectation:
    """`expectation` with the values of inputs that it looks at."""
    return expectation(**inputs)


def pending(value: Any, annotation: Any, subject: str, severity: Severity, depth: Depth) -> Any:
    """`value` as an input that its consumer checks."""
    return guarded(value, annotation, subject=subject, severity=severity, depth=depth)


def port(value: Any, name: str) -> Any:
    """One of a node's several outputs."""
    return getattr(value, name)


def ending(value: Any) -> Missing | None:
    """How the node ended that gave `value`: None where it ran, whatever it withheld."""
    return value if type(value) is Missing and value._why != "withheld" else None
