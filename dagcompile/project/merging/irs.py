"""The IR of a pipeline that two branches changed, as one."""

from collections.abc import Iterator

from dagcompile.changes.merging import Conflict, merge
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.ir.records import Pipeline
from dagcompile.passes import compile_ir

_RESOLVE = (
    "resolve it in the source of the pipeline, then `dagcompile build` and `git add` what it wrote"
)


def merged_ir(base: Pipeline | None, ours: Pipeline, theirs: Pipeline, *, path: str) -> Pipeline:
    """The compiled pipeline that has the changes of both sides.

    Args:
        base: what both come from; None where both added the pipeline.
        ours: the side that is merged into.
        theirs: the side that is merged.
        path: the file that is merged, for what is told.

    Raises:
        CompileError: both changed the same (DC670), or the changes do not fit together (DC671).
    """
    merged = merge(base, ours, theirs)
    if merged.conflicts:
        raise CompileError(_told(each, path) for each in merged.conflicts)
    try:
        return compile_ir(merged.pipeline)
    except CompileError as error:
        raise CompileError(_unfit(error, path)) from None


def _told(conflict: Conflict, path: str) -> Diagnostic:
    where = " of ".join(reversed(conflict.where)) or "the pipeline"
    return Diagnostic(
        code="DC670",
        message=f"{path}: both sides changed {where}: ours is {_side(conflict.ours)}, theirs"
        f" {_side(conflict.theirs)}",
        fix=_RESOLVE,
    )


def _side(text: str | None) -> str:
    return "without it" if text is None else text


def _unfit(error: CompileError, path: str) -> Iterator[Diagnostic]:
    for each in error.diagnostics:
        if each.severity == "error":
            message = f"{path}: the changes of both sides do not fit together: {each.message}"
            yield Diagnostic(code="DC671", message=message, labels=each.labels, fix=_RESOLVE)
