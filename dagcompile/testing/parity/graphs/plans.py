"""A graph as data, before anything is wired: what is called, with what, after what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, assert_never

from dagcompile.authoring.operations import Op


@dataclass(frozen=True, slots=True)
class Known:
    """A literal."""

    value: Any


@dataclass(frozen=True, slots=True)
class Param:
    """A param of the pipeline."""

    name: str


@dataclass(frozen=True, slots=True)
class Port:
    """An output of the step with that number."""

    step: int
    name: str


@dataclass(frozen=True, slots=True)
class Many:
    """A container that the author writes around others. `keys` are those of a dict."""

    type: Literal["list", "tuple", "dict"]
    items: "tuple[Argument, ...]"
    keys: tuple[str, ...] = ()


Argument: TypeAlias = Known | Param | Port | Many


@dataclass(frozen=True, slots=True, kw_only=True)
class OpKind:
    """An op and the kinds of what it takes and gives, by name."""

    op: Op[..., Any]
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]
    optional: frozenset[str] = frozenset()
    """Inputs with a default."""
    config: bool = False
    """Whether it takes a `Scale`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One node.

    Args:
        id: of the node.
        op: None for a `first_of`, whose arguments have no names.
        arguments: by the names of inputs.
        outputs: kinds of the outputs by name.
        after: numbers of steps that it waits for.
        config: fields of its config, None for the default.
        warns: whether its guards only warn.
        attempts: how often it is tried, None without a retry.
    """

    id: str
    op: OpKind | None
    arguments: Mapping[str, Argument]
    outputs: Mapping[str, str]
    after: tuple[int, ...] = ()
    config: Mapping[str, int] | None = None
    warns: bool = False
    attempts: int | None = None

    @property
    def needs(self) -> set[int]:
        """The numbers of the steps that it takes something of, or comes after."""
        taken = (port.step for each in self.arguments.values() for port in _ports(each))
        return {*taken, *self.after}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A pipeline: its steps, each of which needs only those before it.

    Args:
        stages: the numbers of the steps of each stage.
    """

    name: str
    steps: tuple[Step, ...]
    stages: tuple[range, ...] = ()

    def together(self, number: int) -> range:
        """The numbers of the steps that begin and end as one with a step."""
        alone = range(number, number + 1)
        return next((each for each in self.stages if number in each), alone)

    @property
    def params(self) -> tuple[str, ...]:
        """The params that it takes, sorted."""
        found = {
            name for step in self.steps for each in step.arguments.values() for name in _of(each)
        }
        return tuple(sorted(found))


def _ports(argument: Argument) -> Iterator[Port]:
    match argument:
        case Port():
            yield argument
        case Many(_, items):
            for each in items:
                yield from _ports(each)
        case Known() | Param():
            pass
        case _:
            assert_never(argument)


def _of(argument: Argument) -> Iterator[str]:
    match argument:
        case Param(name):
            yield name
        case Many(_, items):
            for each in items:
                yield from _of(each)
        case Known() | Port():
            pass
        case _:
            assert_never(argument)
