"""Checks of columns that cannot be put to their values, or leave none of them.

class Flights(pa.DataFrameModel):
    delay: int = pa.Field(ge=15, le=0)      # DC226: nothing is both
    carrier: str = pa.Field(ge=1)           # DC227: no text is compared with 1
"""

from collections.abc import Iterator

from dagcompile.authoring.contracts import BadContract
from dagcompile.authoring.limits import between, can_be_put
from dagcompile.runtime.types import FrameShape
from dagcompile.runtime.types.checks import BoundCheck
from dagcompile.runtime.types.frames.contract import ColumnContract

_BOUNDS = {
    "greater_than": (("gt", "min_value"),),
    "greater_than_or_equal_to": (("ge", "min_value"),),
    "less_than": (("lt", "max_value"),),
    "less_than_or_equal_to": (("le", "max_value"),),
    "in_range": (("ge", "min_value"), ("le", "max_value")),
}
"""Checks of pandera as the bounds that they are at least. None is stricter than what is said."""

_SAMPLES: tuple[tuple[str, object], ...] = (
    ("str", "a"),
    ("int", 1),
    ("uint", 1),
    ("float", 1.0),
)
"""The beginnings of the names of dtypes, and a value of each."""


def refuse_columns(shape: FrameShape) -> None:
    """Nothing, if each column of `shape` may hold a value.

    Raises:
        BadContract: one holds none (DC226), or is bounded by what its values are not compared
            with (DC227).
    """
    for column in shape.contract.columns:
        _refuse_column(column, list(_bounds_of(column)), shape)


def _bounds_of(column: ColumnContract) -> Iterator[BoundCheck]:
    for check in column.checks:
        given = dict(check.params)
        for op, name in _BOUNDS.get(check.name, ()):
            if name in given:
                yield BoundCheck(op, given[name])


def _refuse_column(column: ColumnContract, bounds: list[BoundCheck], shape: FrameShape) -> None:
    dtype = column.dtype.lower()
    sample = next((value for start, value in _SAMPLES if dtype.startswith(start)), None)
    for bound in bounds if sample is not None else ():
        if not can_be_put(bound, sample):
            reason = (
                f"`{bound.text}` cannot be put to column `{column.name}` of `{shape.text}`: its"
                f" values are `{column.dtype}`"
            )
            raise BadContract("DC227", reason, "use a check that the values have")
    if why := between(bounds, whole=isinstance(sample, int)):
        reason = (
            f"column `{column.name}` of `{shape.text}` holds nothing: {why}; only a frame without"
            " rows would pass"
        )
        raise BadContract("DC226", reason, "correct the checks, so that a value can keep to all")
