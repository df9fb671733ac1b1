"""The parts of a schema of pandera, where it keeps them in more ways than one."""

from typing import Any


def columns_of(schema: Any) -> list[Any]:
    """The columns that a schema asks for.

    A dtype for the whole frame, where no column is named, is one for all columns there are.
    """
    columns = list(schema.columns.values())
    if columns or schema.dtype is None:
        return columns
    if type(schema).__module__.startswith("pandera.api.polars"):
        from pandera.api.polars.components import Column
    else:
        from pandera.api.pandas.components import Column  # type: ignore[assignment]
    return [Column(schema.dtype, name=".*", regex=True, required=False)]


def levels_of(index: Any) -> list[Any]:
    """The levels that an index asks for; none of None."""
    return [] if index is None else list(getattr(index, "indexes", (index,)))


def joint_uniques(schema: Any) -> list[tuple[str, ...]]:
    """The sets of columns whose values together are to be unique."""
    unique = schema.unique or []
    if isinstance(unique, str):
        return [(unique,)]
    together = all(isinstance(each, str) for each in unique)
    return [tuple(each) for each in ([unique] if together else unique) if each]
