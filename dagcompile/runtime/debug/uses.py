"""Who takes which value, known without running anything.

    uses = uses_of(daily_delays)
    uses.others("load.result", "enrich")      # ("rank",): takes it too, and need not have ended

Generated functions are straight lines, so one that is called with this in place of a `Run` or a
`Graph` names every step with what it takes, on every engine alike. A value is called `node.port`,
and a param by its name.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from dagcompile.runtime.guarding import Pending
from dagcompile.runtime.node import UNGUARDED, Types
from dagcompile.runtime.types import shape_of
from dagcompile.runtime.types.secrets import holds_secret

T = TypeVar("T")

RESULT = "the result of the pipeline"
"""Who takes what the pipeline returns."""


@dataclass(frozen=True)
class Name:
    """What stands for a value: what it is called, and which values it may be itself."""

    _subject: str
    _node: str = ""
    _maybe: tuple[str, ...] = ()

    def __getattr__(self, name: str) -> "Name":
        if name.startswith("_"):
            raise AttributeError(name)
        return Name(f"{self._node}.{name}", self._node)


@dataclass(slots=True)
class Taken:
    """What one step is called with: names in place of values, alone or inside containers."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    after: tuple[str, ...]
    ports: tuple[str, ...]

    def values(self, args: Sequence[Any], kwargs: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        """The values within the arguments of a call, by what they are called."""
        for said, value in zip(self.args, args, strict=True):
            yield from _paired(said, value)
        for name, said in self.kwargs.items():
            yield from _paired(said, kwargs[name])


def _paired(said: Any, value: Any) -> Iterator[tuple[str, Any]]:
    if type(value) is Pending:
        value = value.value
    match said:
        case Name():
            yield said._subject, value
        case list() | tuple() if isinstance(value, (list, tuple)):
            for one, item in zip(said, value, strict=False):
                yield from _paired(one, item)
        case dict() if isinstance(value, dict):
            for key, one in said.items():
                yield from _paired(one, value.get(key))
        case _:
            pass


@dataclass(slots=True)
class Uses:
    """The steps of a pipeline, what each takes, who takes each value, and which hold secrets."""

    steps: dict[str, Taken] = field(default_factory=dict)
    takers: dict[str, dict[str, None]] = field(default_factory=dict)
    aliases: dict[str, set[str]] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)

    def note(self, node: str, taken: Taken) -> None:
        """Add a step."""
        self.steps[node] = taken
        for name in _names((taken.args, taken.kwargs)):
            self.take(node, name)

    def take(self, who: str, name: Name) -> None:
        """`who` takes what `name` stands for."""
        for subject in (name._subject, *name._maybe):
            self.takers.setdefault(subject, {})[who] = None

    def takers_of(self, subject: str) -> Iterable[str]:
        """Every step that takes `subject`, and `RESULT` where the pipeline returns it."""
        return self.takers.get(subject, ())

    def declare(self, subject: str, annotation: Any) -> None:
        """Note of which type a value is."""
        if holds_secret(shape_of(annotation)):
            self.secrets.add(subject)

    def is_secret(self, subject: str) -> bool:
        """Whether the declared type of a value, or of one that it may be, holds a secret."""
        return not self.secrets.isdisjoint({subject, *self.aliases.get(subject, ())})

    def others(self, subject: str, node: str) -> tuple[str, ...]:
        """Who takes `subject`, or what may be the same object, beside `node`, and need not have
        ended before `node` begins, whatever the engine.
        """
        every: dict[str, None] = {}
        for each in (subject, *sorted(self.aliases.get(subject, ()))):
            every.update(self.takers.get(each, {}))
        before = self._before(node)
        return tuple(each for each in every if each != node and each not in before)

    def _before(self, node: str) -> set[str]:
        found: set[str] = set()
        rest = [node]
        while rest:
            taken = self.steps.get(rest.pop())
            if taken is None:
                continue
            names = [name._node for name in _names((taken.args, taken.kwargs)) if name._node]
            fresh = {*names, *taken.after} - found
            found |= fresh
            rest += fresh
        return found


@dataclass(frozen=True, slots=True)
class Reading:
    """What is to be known of one step where it runs alone, on a worker."""

    node: str
    taken: Taken
    used_by: dict[str, tuple[str, ...]]
    secrets: frozenset[str]

    def is_secret(self, subject: str) -> bool:
        """As of `Uses`."""
        return subject in self.secrets

    def takers_of(self, subject: str) -> Iterable[str]:
        """The step itself, of what it takes."""
        return (self.node,) if subject in self.used_by else ()

    def others(self, subject: str, node: str) -> tuple[str, ...]:
        """As of `Uses`."""
        return self.used_by[subject]


def reading_of(uses: Uses, node: str) -> Reading:
    """What the step `node` takes, and who else does."""
    taken = uses.steps[node]
    names = [name._subject for name in _names((taken.args, taken.kwargs))]
    secrets = frozenset(name for name in names if uses.is_secret(name))
    return Reading(node, taken, {name: uses.others(name, node) for name in names}, secrets)


def _names(said: Any) -> Iterator[Name]:
    match said:
        case Name():
            yield said
        case list() | tuple():
            for each in said:
                yield from _names(each)
        case dict():
            yield from _names(list(said.values()))
        case _:
            pass


class Tracer:
    """Takes the calls that `Run` and `Graph` take, and notes what they take."""

    def __init__(self) -> None:
        self.uses = Uses()

    def step(self, node: str, fn: object, **options: Any) -> Callable[..., Name]:
        after, ports = _waits(options), tuple(options.get("ports", ()))
        self._declare(node, options.get("returns", UNGUARDED))

        def call(*args: Any, **kwargs: Any) -> Name:
            self.uses.note(node, Taken(args, kwargs, after, ports))
            return Name(f"{node}.result", node)

        return call

    def config(self, node: str, default: T) -> T:
        return default

    def guard(self, node: str, value: T, types: Types, **options: object) -> T:
        self._declare(node, types)
        return value

    def guard_input(self, subject: str, value: T, type_: Any, **options: object) -> T:
        if isinstance(value, Name):
            self.uses.declare(value._subject, type_)
        return value

    def _declare(self, node: str, types: Types) -> None:
        if types is UNGUARDED:
            return
        for port, each in types.items() if isinstance(types, dict) else [("result", types)]:
            self.uses.declare(f"{node}.{port}", each)

    def first_of(self, node: str, *values: Any, **options: Any) -> Name:
        # It takes nothing for itself: what it gives is one of what it is given.
        same = tuple(each for name in _names(values) for each in (name._subject, *name._maybe))
        subject = f"{node}.result"
        self.uses.steps[node] = Taken(values, {}, _waits(options), ())
        self.uses.aliases[subject] = set(same)
        return Name(subject, node, same)

    def expectation(self, node: str, expectation: Any, **options: Any) -> None:
        self.uses.note(node, Taken((), dict(expectation.inputs), _waits(options), ()))

    def outputs(self, values: dict[str, Any]) -> dict[str, Any]:
        return values


def _waits(options: dict[str, Any]) -> tuple[str, ...]:
    """The nodes that a step waits for without taking their values."""
    return (*options.get("after", ()), *options.get("unless_failed", ()))


def uses_of(pipeline: Callable[..., Any]) -> Uses:
    """Who takes what in the function of a generated file, or in a partial of it.

    Raises:
        Exception: what a config raises that its class refuses to make.
    """
    while isinstance(pipeline, partial):
        pipeline = pipeline.func
    tracer = Tracer()
    _, *params = inspect.signature(pipeline).parameters.values()
    for each in params:
        if each.annotation is not each.empty:
            tracer.uses.declare(each.name, each.annotation)
    returned = pipeline(tracer, **{each.name: Name(each.name) for each in params})
    for name in _names(returned):
        tracer.uses.take(RESULT, name)
    return tracer.uses
