"""What an author expects of values beside their types.

    @op(expect=[expect(rows_kept, least=0.9)])
    def clean(flights: list[Flight]) -> list[Flight]: ...

    ready = expect(known_tails)(flights, planes)      # in a pipeline: a node of its own
    report.after(ready)(flights)

Kept light at import: op modules are imported where pipelines run, not only where they compile.
"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from dagcompile.authoring.operations import Op
from dagcompile.authoring.scope import CURRENT
from dagcompile.authoring.settings import Settings

if TYPE_CHECKING:
    from dagcompile.authoring.tracer import Tracer
    from dagcompile.runtime.types.answers import Verdict
    from dagcompile.runtime.types.frames.expecting import ColumnCheck


class Done:
    """Stands for a node that only looks at values: something else may come `.after` it."""

    __slots__ = ("_dc_node", "_dc_tracer")

    def __init__(self, tracer: "Tracer", node: str) -> None:
        self._dc_tracer = tracer
        self._dc_node = node

    def __bool__(self) -> NoReturn:
        from dagcompile.authoring.problems import asked_for_truth

        raise asked_for_truth(self, sys._getframe(1))

    def __repr__(self) -> str:
        return f"<expectation {self._dc_node}>"


class Expectation:
    """Says of some values whether they are as expected: made by `expect`. Never changed."""

    __slots__ = ("_settings", "fn", "name", "of", "params", "secret", "severity")

    def __init__(
        self,
        fn: Callable[..., Any],
        /,
        *,
        of: str | None,
        severity: Literal["error", "warn"],
        secret: bool,
        name: str | None,
        params: dict[str, Any],
        settings: Settings | None = None,
    ) -> None:
        self.fn = fn
        self.of = of
        self.severity = severity
        self.secret = secret
        self.name = name
        self.params = params
        self._settings = settings or Settings()

    def __call__(self, /, *values: object, **named: object) -> Done:
        """Add a node that looks at `values`, which are arguments of the function.

        Raises:
            CompileError: called outside the body of a pipeline.
        """
        tracer = CURRENT.get()
        if tracer is not None:
            return tracer.call_expectation(self, values, named, sys._getframe(1))
        from dagcompile.authoring.problems import called_expectation

        raise called_expectation(sys._getframe(1))

    @property
    def title(self) -> str:
        """The id of its node if it is given none: the name of the function, model or column."""
        from dagcompile.authoring.callables import called

        return getattr(self.fn, "column", None) or called(self.fn)

    def named(self, id: str, /) -> "Expectation":
        """The same, with the id of its node, which is the function's name otherwise."""
        return self._with(self._settings.replace(id=id))

    def after(self, *steps: object) -> "Expectation":
        """The same, to look once the nodes that made the values `steps` have succeeded."""
        return self._with(self._settings.replace(after=(*self._settings.after, *steps)))

    def _with(self, settings: Settings) -> "Expectation":
        return Expectation(
            self.fn,
            of=self.of,
            severity=self.severity,
            secret=self.secret,
            name=self.name,
            params=self.params,
            settings=settings,
        )

    def __repr__(self) -> str:
        return f"<expect {getattr(self.fn, '__qualname__', repr(self.fn))}>"


def expect(
    fn: "Callable[..., bool | Verdict] | type | ColumnCheck",
    /,
    *,
    of: str | None = None,
    severity: Literal["error", "warn"] = "error",
    secret: bool = False,
    name: str | None = None,
    **params: Any,
) -> Expectation:
    """What is expected of values: that `fn` returns True, or `Verdict.passed()`, for them.

    Of an op (`@op(expect=[...])`, `.expecting(...)`) it looks at the inputs and outputs that its
    parameters are named after; called in the body of a pipeline, at what it is given there.

    Args:
        fn: a function at module level; or of a frame, a model of pandera or `column(...)`.
        of: the input or output that its first parameter takes, whatever that is called.
        severity: "error": a node fails that does not meet it; "warn": this is told.
        secret: tell only whether it is met, as of what looks at a value that is declared a secret.
        name: what it is called when it is told of; the path of `fn` if None.
        params: literals for the other parameters of `fn`.

    Raises:
        TypeError: `fn` cannot be called.
        ValueError: the severity is neither.
    """
    if type(fn) is Op:
        fn = fn.__wrapped__
    if not callable(fn):
        raise TypeError(f"expect takes a function, not {type(fn).__name__}")
    if severity not in ("error", "warn"):
        raise ValueError(f'severity is "error" or "warn", not {severity!r}')
    return Expectation(fn, of=of, severity=severity, secret=secret, name=name, params=params)
