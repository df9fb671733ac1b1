"""Which pipeline is being traced, if any. Kept light: every op of a running program reads it."""

from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dagcompile.authoring.tracer import Tracer

CURRENT: "ContextVar[Tracer | None]" = ContextVar("dagcompile_trace", default=None)
"""The trace that is open in this context: handles belong to it, calls of ops make its nodes."""
