"""What a generated function would do, known without doing it: its nodes, in order, and configs.

    wiring_of(daily_delays).nodes      # ["load_flights", "clean", ...]
    wiring_of(daily_delays).configs    # {"clean": Cutoff(max_delay=300)}

Generated functions are straight lines, so one that is called with this in place of a `Run` or a
`Graph` passes every step. Nothing of the user's is called but what makes a config.
"""

import inspect
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")


class Token:
    """What stands for any value; asked for a port (`split.train`), it gives itself."""

    __slots__ = ()

    def __getattr__(self, name: str) -> "Token":
        if name.startswith("_"):
            raise AttributeError(name)
        return self


TOKEN = Token()


def _passed(*args: object, **kwargs: object) -> Token:  # noqa: ARG001
    return TOKEN


class Wiring:
    """Takes the calls that `Run` and `Graph` take, and notes what they name."""

    def __init__(self) -> None:
        self.nodes: list[str] = []
        self.ops: dict[str, str] = {}
        """The names of the functions that are the bodies of nodes, by node."""
        self.guarded: dict[str, int] = {}
        """How many outputs a statement of its own guards, by node."""
        self.configs: dict[str, Any] = {}

    def step(self, node: str, fn: object, **options: object) -> Callable[..., Any]:
        """Note a node; its inputs are of no interest."""
        self.nodes.append(node)
        self.ops[node] = getattr(fn, "__name__", node)
        return _passed

    def config(self, node: str, default: T) -> T:
        """Note the config that the pipeline gives `node`."""
        self.configs[node] = default
        return default

    def guard(self, node: str, value: T, types: object, **options: object) -> T:
        """No node of its own: note what it guards."""
        self.guarded[node] = len(types) if isinstance(types, dict) else 1
        return value

    def guard_input(self, subject: str, value: T, type_: object, **options: object) -> T:
        """No node of its own."""
        return value

    def first_of(self, node: str, *values: object, **options: object) -> Token:
        """Note a node."""
        self.nodes.append(node)
        return TOKEN

    def expectation(self, node: str, expectation: object, **options: object) -> None:
        """Note a node."""
        self.nodes.append(node)

    def outputs(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values of a pipeline that returns several."""
        return values


def wiring_of(pipeline: Callable[..., Any]) -> Wiring:
    """The nodes and configs of the function of a generated file, or of a partial of it.

    Raises:
        Exception: what a config raises that its class refuses to make.
    """
    while isinstance(pipeline, partial):
        pipeline = pipeline.func
    wiring = Wiring()
    _, *params = inspect.signature(pipeline).parameters
    pipeline(wiring, **dict.fromkeys(params, TOKEN))
    return wiring
