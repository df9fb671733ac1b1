"""Why a frame does not keep its contract: one violation for each column and check.

["dep_delay"]: expected greater_than_or_equal_to(min_value=-60), got 3 of 842 rows (...)
"""

from collections.abc import Iterator
from typing import Any

from dagcompile.runtime.types.base import Violation
from dagcompile.runtime.types.frames.validating import at_full_depth, bounded, name_of
from dagcompile.runtime.types.names import short, step_text


def looked_at(frame: Any, model: Any, path: str) -> Iterator[Violation]:
    """What pandera finds wrong with `frame`, as it says it."""
    from pandera.errors import SchemaErrors

    try:
        with at_full_depth():
            bounded(model).validate(frame, lazy=True)
    except SchemaErrors as errors:
        for error in errors.schema_errors:
            column = error.column_name or error.schema.name
            place = path if column is None else f"{path}{step_text(column)}"
            yield Violation(place, name_of(error.check), short(error.failure_cases), "")
