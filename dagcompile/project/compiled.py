"""A pipeline that is compiled, as targets emit it."""

from collections.abc import Mapping
from dataclasses import dataclass

from dagcompile.diagnostics import Diagnostic, Place
from dagcompile.ir import records as ir


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A pipeline with its guards placed, where its parts were written, and warnings.

    Keys of `places`: `node:<id>`, `input:<id>.<port>`, `op:<key>`, `param:<name>`,
    `output:<name>`, `pipeline`.
    """

    pipeline: ir.Pipeline
    places: Mapping[str, Place]
    warnings: tuple[Diagnostic, ...] = ()
