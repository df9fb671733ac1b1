"""Random tables of pyarrow, of the types that one meets and of those that parquet does not have."""

from decimal import Decimal
from typing import Any, TypeAlias

import pyarrow as pa
from hypothesis import strategies as st

_SMALL = st.integers(0, 100)
_TEXTS = st.sampled_from(["", "x", "yy", "ü\0", "z" * 40])
_FLOATS = st.sampled_from([0.0, -0.0, 1.5, float("nan"), float("inf")])
_BYTES = st.sampled_from([b"", b"\0x"])
_DAY = 24 * 60 * 60 * 1000

Kind: TypeAlias = tuple[Any, st.SearchStrategy[Any]]
"""A type, and cells that are of it."""

PLAIN: list[Kind] = [
    (pa.null(), st.none()),
    (pa.bool_(), st.booleans()),
    *((kind, _SMALL) for kind in (pa.int8(), pa.uint16(), pa.int32(), pa.int64(), pa.uint64())),
    *((kind, _FLOATS) for kind in (pa.float16(), pa.float32(), pa.float64())),
    *((kind, _TEXTS) for kind in (pa.string(), pa.large_string(), pa.string_view())),
    *((kind, _BYTES) for kind in (pa.binary(), pa.large_binary(), pa.binary_view())),
    (pa.binary(2), st.just(b"ab")),
    (pa.decimal128(9, 2), st.just(Decimal("1.50"))),
    (pa.decimal256(60, 2), st.just(Decimal("1.50"))),
    (pa.date32(), _SMALL),
    (pa.date64(), st.sampled_from([0, _DAY, 3 * _DAY])),
    *((pa.time32(unit), _SMALL) for unit in ("s", "ms")),
    *((pa.time64(unit), _SMALL) for unit in ("us", "ns")),
    *((pa.timestamp(unit), _SMALL) for unit in ("s", "ms", "us", "ns")),
    *((pa.timestamp(unit, "Europe/Paris"), _SMALL) for unit in ("s", "ns")),
    *((pa.duration(unit), _SMALL) for unit in ("s", "ms", "us", "ns")),
    *((pa.dictionary(kind, pa.string()), _TEXTS) for kind in (pa.int8(), pa.int64(), pa.uint32())),
    (pa.dictionary(pa.int32(), pa.int64()), _SMALL),
    (pa.month_day_nano_interval(), st.just((1, 2, 3))),
]


@st.composite
def kinds(draw: st.DrawFn, *, depth: int = 2) -> Kind:
    """Types, nested at most so deep."""
    wanted = draw(st.integers(0, 8)) if depth else 8
    if wanted > 5:
        plain: Kind = draw(st.sampled_from(PLAIN))
        return plain
    kind, cells = draw(kinds(depth=depth - 1))
    inner = cells | st.none()
    field = pa.field(draw(st.sampled_from(["item", "element", "a"])), kind)
    lists = st.lists(inner, max_size=3)
    match wanted:
        case 0:
            return pa.list_(field), lists
        case 1:
            return pa.large_list(field), lists
        case 2:
            return pa.list_(field, 2), st.lists(inner, min_size=2, max_size=2)
        case 3:
            return pa.list_view(field), lists
        case 4:
            keys = st.dictionaries(_TEXTS, inner, max_size=3).map(lambda each: list(each.items()))
            return pa.map_(pa.string(), kind), keys
        case _:
            other, more = draw(kinds(depth=depth - 1))
            fields = [field.with_metadata({"k": "v"}), pa.field("other", other)]
            return pa.struct(fields), st.fixed_dictionaries({field.name: inner, "other": more})


@st.composite
def tables(draw: st.DrawFn) -> Any:
    """A table of a few columns, in one chunk or two."""
    rows = draw(st.integers(0, 4))
    arrays, fields = [], []
    for place in range(draw(st.integers(0, 3))):
        kind, cells = draw(kinds())
        several = st.lists(cells | st.none(), min_size=rows, max_size=rows)
        arrays.append(pa.array(draw(several), kind))
        fields.append(
            pa.field(f"{place}", kind, metadata=draw(st.sampled_from([None, {"k": "v"}])))
        )
    metadata = draw(st.sampled_from([None, {"source": "nyc"}]))
    table = pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata))
    return table if draw(st.booleans()) else pa.concat_tables([table, table])
