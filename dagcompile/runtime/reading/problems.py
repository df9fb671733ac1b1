"""What is wrong in what a run was given, told place by place, and all at once.

clean.max_delay: expected int, ge=0, got -5
clean.max_dely: there is no such key; did you mean max_delay?
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from dagcompile.runtime.crashes import crash_record
from dagcompile.runtime.types import CheckCrashed, Shape
from dagcompile.runtime.types.base import shown

LISTED = 20
"""How many violations of one value are listed."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`text` says what is wrong at `path`, which is empty for a value as a whole."""

    path: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}: {self.text}" if self.path else self.text


class ConfigError(ValueError):
    """The configs of nodes cannot be changed as a run was asked to. `problems` says why."""

    def __init__(self, pipeline: str, problems: Sequence[Problem]) -> None:
        super().__init__(pipeline, problems)
        self.pipeline = pipeline
        self.problems = tuple(problems)

    def __str__(self) -> str:
        lines = [f"the config of {self.pipeline} does not fit"]
        return "\n".join([*lines, *(f"  {each}" for each in self.problems)])


def faults(value: object, shape: Shape, path: str = "") -> list[Problem]:
    """What keeps `value`, at `path`, from being of type `shape`; a check that crashes included."""
    try:
        found = shape.violations(value, path)
        listed = [
            Problem(each.path, f"expected {each.expected}, got {each.value}{_said(each.message)}")
            for each in islice(found, LISTED)
        ]
        more = sum(1 for _ in found)
    except CheckCrashed as crash:
        said = crash_record(crash)["message"]
        return [Problem(path, f"{crash}: {said}")]
    return [*listed, Problem(path, f"and {more} more")] if more else listed


def _said(message: str) -> str:
    return f"; {message}" if message else ""


def near(name: str, names: Iterable[str]) -> str:
    """`; did you mean x?` for the nearest of `names`, or nothing."""
    from difflib import get_close_matches

    found = get_close_matches(name, list(names), n=1)
    return f"; did you mean {found[0]}?" if found else ""


def got(value: Any, shape: Shape) -> str:
    """`got 'x'`, in which a secret is hidden."""
    return f"got {shown(shape, value)}"
