"""A review as builtins that JSON can write: what programs read."""

from dataclasses import asdict
from typing import Any

from dagcompile.review.records import FileChange, Review, Reviewed


def data_of(review: Review) -> dict[str, Any]:
    """All of a review. Names stay, new ones may come."""
    return {
        "old": review.old,
        "new": review.new,
        "project": review.project or None,
        "contract": review.contracts,
        "weight": review.weight,
        "pipelines": [_pipeline(each) for each in review.pipelines],
        "unchanged": list(review.unchanged),
        "code": [{**asdict(each), "was": each.was or None} for each in review.code],
        "notes": [asdict(each) for each in review.notes],
    }


def _pipeline(pipeline: Reviewed) -> dict[str, Any]:
    return {
        "id": pipeline.id,
        "was": pipeline.was or None,
        "failed": pipeline.failed or None,
        "weight": None if pipeline.failed else pipeline.weight,
        "changes": [asdict(each) for each in pipeline.changes],
        "impacts": {
            target: [asdict(each) for each in impacts]
            for target, impacts in pipeline.impacts.items()
        },
        "artifacts": [_file(each) for each in pipeline.files],
    }


def _file(file: FileChange) -> dict[str, Any]:
    return {
        "path": file.path,
        "was_there": file.old is not None,
        "is_there": file.new is not None,
        "cause": file.cause,
        "note": file.note or None,
        "diff": None if file.hidden else list(file.diff.lines),
    }
