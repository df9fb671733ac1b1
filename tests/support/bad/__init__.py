"""Contracts that are wrong, and what is told of them."""

from bad.annotations import FORMS, NAMES, PARAMETERS
from bad.bounds import BOUNDS
from bad.checks import CHECKS
from bad.frames import FRAMES
from bad.record import HEAD, Bad
from bad.records import RECORDS

__all__ = ["BAD", "HEAD", "Bad"]

BAD: tuple[Bad, ...] = (*BOUNDS, *CHECKS, *PARAMETERS, *FORMS, *NAMES, *RECORDS, *FRAMES)
