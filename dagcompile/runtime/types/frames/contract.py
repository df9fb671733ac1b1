"""What a frame contract says, as plain data: read once off a model of pandera or an arrow schema.

    contract = shape_of(DataFrame[Flights]).contract
    contract.columns[0]     # ColumnContract(name='carrier', dtype='str', unique=False, ...)

Nothing of it depends on the machine: `str` of pandas is one dtype, whatever stores the texts.
"""

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Library: TypeAlias = Literal["pandas", "polars", "lazy", "arrow"]
"""Whose frame it is: of pandas, of polars (eager or lazy), or a table of pyarrow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFact:
    """A check over a column or a frame. Equal ones hold of the same values.

    `name` is that of a check of pandera (`greater_than_or_equal_to`), the import path of the
    author's function, or, for one that has none, a name that only its model has
    (`flights.contracts.Flights.delay#1`). `params` are literals, sorted by name.
    """

    name: str
    params: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnContract:
    """What is asked of one column, or of one level of an index.

    `dtype` is a name as `dtypes` writes it, empty for any. A `regex` column stands for all columns
    that its name, a regular expression, matches from their beginning. The name of a level of an
    index is empty where any will do. `told` says where it shows whether a column is of the dtype:
    in the header of the frame, or only in the rows.
    """

    name: str
    dtype: str = ""
    told: Literal["header", "rows"] = "header"
    nullable: bool = False
    unique: bool = False
    required: bool = True
    regex: bool = False
    checks: tuple[CheckFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameContract:
    """What is asked of a frame.

    Args:
        checks: over the frame as a whole.
        strict: no other columns.
        ordered: the columns stand in this order.
        unique: columns whose values together are unique.
        index: levels of the index, of pandas only.
    """

    columns: tuple[ColumnContract, ...]
    checks: tuple[CheckFact, ...] = ()
    strict: bool = False
    ordered: bool = False
    unique: tuple[str, ...] = ()
    index: tuple[ColumnContract, ...] = ()
