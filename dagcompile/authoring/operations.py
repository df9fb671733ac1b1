"""Ops: typed functions that may stand in a pipeline.

    @op(retry=Retry(attempts=3))
    def clean(flights: Flights, config: Cutoff = Cutoff()) -> Flights: ...

    clean(frame)                                      # outside a pipeline: runs the function
    clean.named("clean_jfk").after(audited)(flights)  # inside one: a node

Kept light at import: op modules are imported where pipelines run, not only where they compile.
"""

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Self, TypeVar, cast, overload

from dagcompile.authoring.handles import Handle
from dagcompile.authoring.scope import CURRENT

if TYPE_CHECKING:
    from datetime import timedelta

    from dagcompile.authoring.policy import Guard
    from dagcompile.runtime.retry import Retry

P = ParamSpec("P")
R_co = TypeVar("R_co", covariant=True)
Q = ParamSpec("Q")
S = TypeVar("S")

_IMPORTED = "<module>"
"""Code name of a module: what it calls while it is imported by the body of a pipeline just runs."""

_WORN = ("__module__", "__name__", "__qualname__", "__doc__")


class Settings:
    """What was said of an op before the call. Never changed once made."""

    __slots__ = ("after", "config", "guard", "id", "retry", "timeout")

    def __init__(
        self,
        *,
        id: str | None = None,
        config: object = None,
        retry: "Retry | None" = None,
        timeout: "float | timedelta | None" = None,
        guard: "Guard | None" = None,
        after: tuple[object, ...] = (),
    ) -> None:
        self.id = id
        self.config = config
        self.retry = retry
        self.timeout = timeout
        self.guard = guard
        self.after = after

    def replace(self, **changes: Any) -> "Settings":
        """These settings with some of them changed."""
        return Settings(**({name: getattr(self, name) for name in self.__slots__} | changes))


class Op(Generic[P, R_co]):
    """A typed function that may stand in a pipeline. Called outside one it is just the function.

    It looks like its function: name, module, docstring and signature are the same.
    """

    __wrapped__: Callable[P, R_co]
    __name__: str
    __qualname__: str

    def __init__(self, fn: Callable[P, R_co], /, settings: Settings | None = None) -> None:
        for name in _WORN:
            if hasattr(fn, name):
                setattr(self, name, getattr(fn, name))
        self.__wrapped__ = fn
        self._settings = settings or Settings()
        self._shared: dict[str, object] = {}  # by all ops that derive from this one

    def __call__(self, /, *args: P.args, **kwargs: P.kwargs) -> R_co:
        """Run the function; in the body of a pipeline, add a node and return handles."""
        tracer = CURRENT.get()
        if tracer is not None and (frame := sys._getframe(1)).f_code.co_name != _IMPORTED:
            return cast("R_co", tracer.call(self, args, kwargs, frame))
        for value in args:
            if type(value) is Handle:
                _refuse_stray(value, sys._getframe(1))
        for value in kwargs.values():
            if type(value) is Handle:
                _refuse_stray(value, sys._getframe(1))
        return self.__wrapped__(*args, **kwargs)

    def named(self, id: str, /) -> Self:
        """This op with the id of its next node, which is the function's name otherwise."""
        return self._with(id=id)

    def configured(self, config: object, /) -> Self:
        """This op with another config than its default: an instance of its config model."""
        return self._with(config=config)

    def with_policy(
        self,
        *,
        retry: "Retry | None" = None,
        timeout: "float | timedelta | None" = None,
        guard: "Guard | None" = None,
    ) -> Self:
        """This op with another policy; what is not given stays as it was."""
        given = {"retry": retry, "timeout": timeout, "guard": guard}
        return self._with(**{name: each for name, each in given.items() if each is not None})

    def after(self, *steps: object) -> Self:
        """This op, to run once the nodes that made the values `steps` have succeeded."""
        return self._with(after=(*self._settings.after, *steps))

    def _with(self, **changes: Any) -> Self:
        derived = object.__new__(type(self))
        derived.__dict__.update(self.__dict__)
        derived._settings = self._settings.replace(**changes)
        return derived

    def __repr__(self) -> str:
        return f"<op {reference(self.__wrapped__)}>"

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        """By reference: the module attribute of the function, and settings where they differ."""
        fn: Any = self.__wrapped__
        module, name = getattr(fn, "__module__", None), getattr(fn, "__qualname__", None)
        found = find(sys.modules.get(module), name) if module and name else None
        if found is self:
            return _restored, (module, name)
        if leads_to(found, fn):
            settings = self._settings
            return _restored, (
                module,
                name,
                {key: getattr(settings, key) for key in settings.__slots__},
            )
        from pickle import PicklingError

        raise PicklingError(
            f"op {reference(fn)} is not an attribute of its module; define it at module level"
        )


@overload
def op(fn: Callable[Q, S], /) -> Op[Q, S]: ...
@overload
def op(
    *,
    retry: "Retry | None" = None,
    timeout: "float | timedelta | None" = None,
    guard: "Guard | None" = None,
) -> Callable[[Callable[Q, S]], Op[Q, S]]: ...
def op(
    fn: Callable[..., Any] | None = None,
    /,
    *,
    retry: "Retry | None" = None,
    timeout: "float | timedelta | None" = None,
    guard: "Guard | None" = None,
) -> Any:
    """Make a function an op: `@op`, `@op(retry=...)`, or `op(fn)` where it is used.

    Args:
        fn: a typed function, defined at module level.
        retry: how often and when a failed body is tried again.
        timeout: how long one attempt may take; a number is seconds.
        guard: how its guards are judged.

    Raises:
        TypeError: `fn` cannot be called.
    """

    def decorate(fn: Any) -> Any:
        if type(fn) is Op:
            known = cast("Op[..., Any]", fn)
            given = (retry, timeout, guard) != (None, None, None)
            return known.with_policy(retry=retry, timeout=timeout, guard=guard) if given else known
        if not callable(fn):
            raise TypeError(f"op takes a function, not {type(fn).__name__}")
        return Op(fn, Settings(retry=retry, timeout=timeout, guard=guard))

    return decorate if fn is None else decorate(fn)


def reference(fn: object) -> str:
    """`module:qualified.name` of a function, for people."""
    name = getattr(fn, "__qualname__", None) or type(fn).__qualname__
    return f"{getattr(fn, '__module__', None)}:{name}"


def find(owner: object, path: str) -> object:
    """The object at attribute path `path` of `owner`, or None."""
    for name in path.split("."):
        owner = getattr(owner, name, None)
    return owner


def leads_to(found: Any, fn: object) -> bool:
    """Whether `found`, at a function's own path, is that function or an op of it."""
    return found is fn or (type(found) is Op and found.__wrapped__ is fn)


def _restored(module: str, name: str, settings: dict[str, Any] | None = None) -> Op[..., Any]:
    from importlib import import_module

    found: Any = find(import_module(module), name)
    restored = cast("Op[..., Any]", found if type(found) is Op else Op(found))
    return restored if settings is None else restored._with(**settings)


def _refuse_stray(handle: Handle, frame: Any) -> None:
    from dagcompile.authoring.problems import stray

    raise stray(handle, frame)
