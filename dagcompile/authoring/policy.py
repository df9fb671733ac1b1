"""What may be said about how a node is run."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """How the guards of a node are judged.

        @op(guard=Guard(severity="warn"))

    Args:
        severity: "error": a value that does not fit fails the node; "warn": it is reported.

    Raises:
        ValueError: the severity is neither.
    """

    severity: Literal["error", "warn"] = "error"

    def __post_init__(self) -> None:
        if self.severity not in ("error", "warn"):
            raise ValueError(f'severity is "error" or "warn", not {self.severity!r}')
