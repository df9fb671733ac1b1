"""What may be said about how a node is run."""

from dataclasses import dataclass
from typing import Literal

from dagcompile.runtime.depth import Depth, Sample

_SEVERITIES = ("error", "warn")
_PLACEMENTS = ("steps", "inline", "off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """How the guards of a node look at its values, and what comes of it.

        @op(guard=Guard(severity="warn"))
        @op(retry=Retry(attempts=3), guard=Guard(depth=sample(1000), retry=True))

    Args:
        severity: "error": a value that does not fit fails the node; "warn": it is reported.
        placement: "steps", "inline" or "off"; None for what the build says.
        depth: "full", "schema" or `sample(...)`; None for what the build says.
        retry: whether an output that does not fit is a failed attempt of the body, to be tried
            again by the node's own `Retry`. The guards of such a node are inline.

    Raises:
        ValueError: one is nothing that it may be, or they contradict each other.
    """

    severity: Literal["error", "warn"] = "error"
    placement: Literal["steps", "inline", "off"] | None = None
    depth: Depth | None = None
    retry: bool = False

    def __post_init__(self) -> None:
        if self.severity not in _SEVERITIES:
            raise ValueError(f'severity is "error" or "warn", not {self.severity!r}')
        if self.placement is not None and self.placement not in _PLACEMENTS:
            raise ValueError(f'placement is "steps", "inline" or "off", not {self.placement!r}')
        if self.depth is not None and not _is_depth(self.depth):
            raise ValueError(f'depth is "full", "schema" or sample(1000), not {self.depth!r}')
        if type(self.retry) is not bool:
            raise ValueError(f"retry is True or False, not {self.retry!r}")
        if self.retry and self.placement in ("steps", "off"):
            raise ValueError(
                f'a guard with retry=True is inline, and cannot have placement="{self.placement}"'
            )
        if self.retry and self.severity == "warn":
            raise ValueError('a guard with severity="warn" fails nothing that retry=True could try')


def _is_depth(given: object) -> bool:
    return given in ("full", "schema") or isinstance(given, Sample)
