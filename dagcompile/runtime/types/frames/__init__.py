"""Frames with contracts: models of pandera over pandas and polars, schemas of pyarrow.

The libraries are imported when a value or an annotation needs them, never before.
"""

from dagcompile.runtime.types.frames.contract import (
    CheckFact,
    ColumnContract,
    FrameContract,
    Library,
)
from dagcompile.runtime.types.frames.shape import FrameShape

__all__ = ["CheckFact", "ColumnContract", "FrameContract", "FrameShape", "Library"]
