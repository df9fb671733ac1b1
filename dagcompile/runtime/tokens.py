"""What stands in a variable where there is no value.

A step that cannot run hands on a `Missing` instead of a value; later steps see it and do not run
either. So straight-line code keeps its shape and no user function ever sees a token:

    split.debits        -> Missing: node `split` withheld it
    ops.total(debits)   -> not called; the step is skipped and gives another Missing
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, TypeVar, cast

Outcome: TypeAlias = Literal["ok", "skipped", "failed", "not_run"]
"""How a node ended. A node that ran but withheld a port is `ok`; the port is withheld."""

T = TypeVar("T")


@dataclass(frozen=True)
class Missing:
    """There is no value, because of how node `_node` ended.

    Asked for a port (`split.train`), it gives itself. Its own names begin with an underscore,
    which no port's name can.

    Args:
        _failures: why the nodes failed that it comes from, by node, as error records; empty where
            that is kept elsewhere.
    """

    _node: str
    _why: Literal["withheld", "skipped", "failed", "not_run"]
    _failures: tuple[tuple[str, dict[str, Any]], ...] = field(default=(), compare=False)

    def __getattr__(self, name: str) -> "Missing":
        if name.startswith("_"):
            raise AttributeError(name)
        return self


def outcome_for(values: Iterable[object], after: Iterable[Outcome] = ()) -> Outcome:
    """What a node with these inputs, ordered after nodes with these outcomes, comes to.

    `ok` means that it is to run. A failure beats a skip, so all inputs are looked at.
    """
    found: Outcome = "ok"
    for value in values:
        if type(value) is Missing:
            if value._why in ("failed", "not_run"):
                return "not_run"
            found = "skipped"
    for outcome in after:
        if outcome in ("failed", "not_run"):
            return "not_run"
        if outcome == "skipped":
            found = "skipped"
    return found


def but_skipped(outcome: Outcome) -> Outcome:
    """`outcome` of a node that was only not to fail, as of one that must have run."""
    return "ok" if outcome == "skipped" else outcome


def gather(container: T) -> T:
    """`container` itself, or the token that keeps a step from using it.

    Generated code wraps each list, tuple or dict of step values in this, innermost first.
    """
    match container:
        case dict():
            values: Iterable[object] = container.values()
        case list() | tuple():
            values = container
        case _:
            raise TypeError(f"gather() takes a list, tuple or dict, not {type(container).__name__}")
    worst: Missing | None = None
    for value in values:
        if isinstance(value, Missing):
            if value._why in ("failed", "not_run"):
                return cast(T, value)
            worst = worst or value
    return container if worst is None else cast(T, worst)


def absent(value: object) -> bool:
    """Whether it is a token of what is not there, though nothing has failed."""
    return type(value) is Missing and value._why in ("withheld", "skipped")
