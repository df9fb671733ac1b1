"""Which dtypes of columns no column has at once, by their canonical names.

    disjoint("int64", "float64", "pandas")     True
    disjoint("int64", "Int64", "pandas")       False: pandera takes the one for the other
    disjoint("str", "object", "pandas")        False: objects may all be texts
    disjoint("app.Money", "Int64", "polars")   False: nothing is known of a dtype of the author's

Only what is known of both is told apart. The name of a dtype is that of a family, often with
parameters behind it: `category['a', 'b']`, `List(Int64)`.
"""

import re
from typing import Literal, TypeAlias, assert_never

Library: TypeAlias = Literal["pandas", "polars", "lazy", "arrow"]

_PANDAS = re.compile(
    r"u?int(8|16|32|64)|float(16|32|64)|complex(64|128)|bool(ean)?|str|object"
    r"|datetime64\[[^,]*\]|timedelta64\[ns\]|category(\[.*\])?|period\[.*\]",
    re.IGNORECASE | re.DOTALL,
)
_ZONED = re.compile(r"datetime64\[[a-z]+, (UTC|(?!Etc/)[A-Za-z_]+/[A-Za-z_/+0-9-]+)\]")
"""With the name of a zone that no other zone has; `tzutc()` and `Etc/UTC` may be `UTC`."""
_POLARS = re.compile(
    r"U?Int(8|16|32|64|128)|Float(32|64)|Boolean|String|Binary|Categorical|Date|Time|Object|Null"
    r"|(Datetime|Duration)\(time_unit='[a-z]+'(, time_zone=(None|'[^']*'))?\)"
    r"|Decimal\(precision=\d+, scale=\d+\)|Enum\(categories=.*\)"
    r"|List|Array|Struct|List\(.*\)|Array\(.*\)|Struct\(.*\)",
    re.DOTALL,
)
HEADER_OF = "header of "
"""Stands before the name of a dtype of which only what a header tells is known."""
_NESTED = ("List", "Array", "Struct")


def disjoint(ours: str, theirs: str, library: Library) -> bool:
    """Whether no column is of both dtypes."""
    first, second = _family(ours, library), _family(theirs, library)
    return bool(first and second) and first != second


def _family(dtype: str, library: Library) -> str:
    """What columns of a dtype have in common with those of another, or not; "" if not known."""
    match library:
        case "pandas":
            return _pandas(dtype)
        case "polars" | "lazy":
            head = dtype.partition("(")[0]
            known = _POLARS.fullmatch(dtype) is not None
            return (head if head in _NESTED else dtype) if known else ""
        case "arrow":
            return "" if "extension<" in dtype or dtype.startswith(HEADER_OF) else dtype
        case _:
            assert_never(library)


def _pandas(dtype: str) -> str:
    if _ZONED.fullmatch(dtype):
        return dtype
    if _PANDAS.fullmatch(dtype) is None:
        return ""
    head = dtype.partition("[")[0]
    if head == "str":
        return "object"
    return head if head in ("boolean", "period") else head.lower()
