"""Ops: typed functions that may stand in a pipeline.

    @op(retry=Retry(attempts=3))
    def clean(flights: Flights, config: Cutoff = Cutoff()) -> Flights: ...

    clean(frame)                                      # outside a pipeline: runs the function
    clean.named("clean_jfk").after(audited)(flights)  # inside one: a node

Kept light at import: op modules are imported where pipelines run, not only where they compile.
"""

import sys
from collections.abc import Callable, Coroutine, Sequence
from types import BuiltinMethodType, CoroutineType, MethodType
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Self, TypeVar, cast, overload

from dagcompile.authoring.handles import Handle
from dagcompile.authoring.paths import find, own_path
from dagcompile.authoring.scope import CURRENT
from dagcompile.authoring.settings import Settings, Targets, joined, kept

if TYPE_CHECKING:
    from datetime import timedelta

    from dagcompile.authoring.expecting import Expectation
    from dagcompile.authoring.policy import Guard
    from dagcompile.authoring.settings import Keeps
    from dagcompile.runtime.assets import Asset
    from dagcompile.runtime.retry import Retry

P = ParamSpec("P")
R_co = TypeVar("R_co", covariant=True)
Q = ParamSpec("Q")
S = TypeVar("S")

_IMPORTED = "<module>"
"""Code name of a module: what it calls while it is imported by the body of a pipeline just runs."""

_WORN = ("__module__", "__name__", "__qualname__", "__doc__")


class Op(Generic[P, R_co]):
    """A typed function that may stand in a pipeline. Called outside one it is just the function.

    It looks like its function: name, module, docstring and signature are the same. An async
    function is run to its end and its value given; to await it, call `__wrapped__`.
    """

    __wrapped__: Callable[P, R_co]
    __name__: str
    __qualname__: str

    def __init__(
        self,
        fn: Callable[P, R_co],
        /,
        settings: Settings | None = None,
        *,
        module: str | None = None,
    ) -> None:
        for name in _WORN:
            if hasattr(fn, name):
                setattr(self, name, getattr(fn, name))
        self.__wrapped__ = fn
        self._settings = settings or Settings()
        self._module = module  # where it was made, and may have a name that its function lacks
        self._shared: dict[str, object] = {"settings": self._settings}  # by all derived from this

    @overload
    def __call__(
        self: "Op[Q, Coroutine[Any, Any, S]]", /, *args: Q.args, **kwargs: Q.kwargs
    ) -> S: ...
    @overload
    def __call__(self, /, *args: P.args, **kwargs: P.kwargs) -> R_co: ...
    def __call__(self, /, *args: Any, **kwargs: Any) -> Any:
        """Run the function; in the body of a pipeline, add a node and return handles."""
        tracer = CURRENT.get()
        # A thread that the body started may outlive the trace.
        if (
            tracer is not None
            and tracer.runs
            and (frame := sys._getframe(1)).f_code.co_name != _IMPORTED
        ):
            return tracer.call(self, args, kwargs, frame)
        for value in args:
            if type(value) is Handle:
                _refuse_stray(value, sys._getframe(1))
        for value in kwargs.values():
            if type(value) is Handle:
                _refuse_stray(value, sys._getframe(1))
        returned = self.__wrapped__(*args, **kwargs)
        return _awaited(returned) if type(returned) is CoroutineType else returned

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
        targets: Targets | None = None,
    ) -> Self:
        """This op with another policy; what is not given stays as it was, each option by itself."""
        given: dict[str, Any] = {"retry": retry, "timeout": timeout, "guard": guard}
        given["targets"] = joined(self._settings.targets, targets)
        return self._with(**{name: each for name, each in given.items() if each is not None})

    def after(self, *steps: object) -> Self:
        """This op, to run once the nodes that made the values `steps` have succeeded."""
        return self._with(after=(*self._settings.after, *steps))

    def expecting(self, *expectations: "Expectation") -> Self:
        """This op with more expected of its values: see `expect`."""
        return self._with(expect=(*self._settings.expect, *expectations))

    def reading(self, *assets: "Asset") -> Self:
        """This op, which reads these assets besides those that it is said to read."""
        return self._with(reads=(*self._settings.reads, *assets))

    def writing(self, *assets: "Asset") -> Self:
        """This op, which writes these assets besides those that it is said to write."""
        return self._with(writes=(*self._settings.writes, *assets))

    def keeping(self, keeps: "Keeps", /) -> Self:
        """This op, whose output is written to the store as this asset; of several outputs those
        that are named, beside those that it is said to keep: `{"train": TRAIN}`.
        """
        return self._with(keeps=kept(self._settings.keeps, keeps))

    def _with(self, **changes: Any) -> Self:
        derived = object.__new__(type(self))
        derived.__dict__.update(self.__dict__)
        derived._settings = self._settings.replace(**changes)
        return derived

    def __repr__(self) -> str:
        return f"<op {reference(self.__wrapped__)}>"

    def __reduce__(self) -> str | tuple[Callable[..., object], tuple[object, ...]]:
        """By reference: the module attribute of the function, and settings where they differ."""
        module, name = own_path(self)
        if name and module != "__main__" and find(sys.modules.get(module or ""), name) is self:
            return name  # as functions are, which are read and written at no cost
        path = import_path(self)
        if path is None:
            from pickle import PicklingError

            said = f"op {reference(self.__wrapped__)} is not an attribute of its module"
            raise PicklingError(f"{said}; define it at module level")
        if find(sys.modules[path[0]], path[1]) is self:
            return _restored, path
        settings = self._settings
        return _restored, (*path, {key: getattr(settings, key) for key in settings.__slots__})


@overload
def op(fn: Callable[Q, S], /) -> Op[Q, S]: ...
@overload
def op(
    *,
    retry: "Retry | None" = None,
    timeout: "float | timedelta | None" = None,
    guard: "Guard | None" = None,
    expect: "Sequence[Expectation]" = (),
    targets: Targets | None = None,
    reads: "Sequence[Asset]" = (),
    writes: "Sequence[Asset]" = (),
    keeps: "Keeps | None" = None,
) -> Callable[[Callable[Q, S]], Op[Q, S]]: ...
def op(
    fn: Callable[..., Any] | None = None,
    /,
    *,
    retry: "Retry | None" = None,
    timeout: "float | timedelta | None" = None,
    guard: "Guard | None" = None,
    expect: "Sequence[Expectation]" = (),
    targets: Targets | None = None,
    reads: "Sequence[Asset]" = (),
    writes: "Sequence[Asset]" = (),
    keeps: "Keeps | None" = None,
) -> Any:
    """Make a function an op: `@op`, `@op(retry=...)`, or `op(fn)` where it is used.

    Args:
        fn: a typed function that can be imported, or any callable if the op is given a name at
            module level: `fetch = op(client.fetch)`.
        retry: how often and when a failed body is tried again.
        timeout: how long one attempt may take; a number is seconds.
        guard: how its guards are judged.
        expect: what is expected of its inputs and outputs beside their types.
        targets: options by target, for that one alone: `{"airflow": {"pool": "db"}}`.
        reads: assets that it reads.
        writes: assets that it writes, of which it may tell by its `Context`.
        keeps: the asset as which its output is written to the store; of several outputs the assets
            by name, for those that are to be kept.

    Raises:
        TypeError: `fn` cannot be an op; says what to write instead.
    """
    module = sys._getframe(1).f_globals.get("__name__")
    told: dict[str, Any] = {"expect": _all(expect), "reads": _all(reads), "writes": _all(writes)}

    def decorate(fn: Any) -> Any:
        if type(fn) is Op:
            known = cast("Op[..., Any]", fn)
            if (retry, timeout, guard, targets) != (None, None, None, None):
                known = known.with_policy(
                    retry=retry, timeout=timeout, guard=guard, targets=targets
                )
            own = known._settings
            more = {name: (*getattr(own, name), *each) for name, each in told.items() if each}
            known = known._with(**more) if more else known
            return known if keeps is None else known.keeping(keeps)
        if type(fn) is Handle or not callable(fn) or _is_ours(fn):
            from dagcompile.authoring.decorating import not_an_op

            raise not_an_op(fn)
        told["targets"] = joined(None, targets)
        said = Settings(retry=retry, timeout=timeout, guard=guard, keeps=keeps, **told)
        return Op(fn, said, module=module)

    return decorate if fn is None else decorate(fn)


def _all(given: Any) -> tuple[Any, ...]:
    """What a decorator is given in a list; what is given without one is told of by a trace."""
    return tuple(cast("Sequence[Any]", given)) if isinstance(given, list | tuple) else (given,)


def _is_ours(fn: object) -> bool:
    """Whether it is a pipeline or first_of, which can be called but not run."""
    return type(fn).__module__.startswith("dagcompile.authoring.")


def _awaited(coroutine: Any) -> Any:
    from dagcompile.runtime.coroutines import awaited

    return awaited(coroutine)


def reference(fn: object) -> str:
    """`module:qualified.name` of a function, for people."""
    module, name = own_path(fn)
    return f"{module or type(fn).__module__}:{name or type(fn).__qualname__}"


def import_path(op: Op[..., Any]) -> tuple[str, str] | None:
    """Module and attribute path at which an import finds the function of `op`, or an op of it.

    That is what the function says of itself; where this does not lead to it, the name that the
    op has in the module that made it.
    """
    fn: Any = op.__wrapped__
    module, name = own_path(fn)
    if module and name and leads_to(find(sys.modules.get(module), name), fn):
        return module, name
    made_in = sys.modules.get(op._module or "")
    if made_in is None:
        return None
    names = [
        each
        for each, value in vars(made_in).items()
        if type(value) is Op and value.__wrapped__ is fn
    ]
    # Of several names the public ones come first, then the least.
    return (made_in.__name__, min(names, key=_by_rank)) if names else None


def _by_rank(name: str) -> tuple[bool, str]:
    return name.startswith("_"), name


def leads_to(found: Any, fn: object) -> bool:
    """Whether `found`, at a function's own path, is that function or an op of it."""
    at_path = found.__wrapped__ if type(found) is Op else found
    # Methods are made anew each time they are asked for.
    return at_path is fn or (isinstance(fn, MethodType | BuiltinMethodType) and at_path == fn)


def _restored(module: str, name: str, settings: dict[str, Any] | None = None) -> Op[..., Any]:
    from importlib import import_module

    found: Any = find(import_module(module), name)
    restored = cast("Op[..., Any]", found if type(found) is Op else Op(found))
    return restored if settings is None else restored._with(**settings)


def _refuse_stray(handle: Handle, frame: Any) -> None:
    from dagcompile.authoring.problems import stray

    raise stray(handle, frame)
