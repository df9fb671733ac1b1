"""What flows between the steps, and how they are configured."""

from dataclasses import dataclass
from datetime import date

from dagcompile import Config


@dataclass(frozen=True)
class Release:
    """The first final release of a version."""

    version: str
    released: date


@dataclass(frozen=True)
class Cycle:
    """How many days a version came after the one before it."""

    version: str
    days: int


@dataclass(frozen=True)
class Summary:
    """What the pipeline tells."""

    cycles: int
    regular: int
    longest: Cycle | None


class Calendar(Config):
    """A cycle is regular if it is at most `tolerance` days from `days`."""

    days: int = 365
    tolerance: int = 31
