"""Tables of pyarrow with a schema."""

from typing import Annotated, Any

import pandas as pd
import pyarrow as pa
import pytest
from laboured import bytes_of, lines_of

from dagcompile.authoring.types import NotImportable, describe
from dagcompile.ir import records as ir
from dagcompile.runtime.types import FrameShape, Unencodable, UnsupportedType, shape_of
from dagcompile.runtime.verdict import examine

PLANES = pa.schema([pa.field("tail", pa.string(), nullable=False), pa.field("seats", pa.int32())])
AGAIN = pa.schema(list(PLANES), metadata={"source": "nyc"})
TABLE = pa.table({"tail": ["N1", "N2"], "seats": [1, None]}, schema=PLANES)


def test_a_schema_is_a_contract() -> None:
    shape = shape_of(Annotated[pa.Table, PLANES])
    assert isinstance(shape, FrameShape)
    assert shape.text == "pyarrow.Table[tail: string not null, seats: int32]"
    assert shape == shape_of(Annotated[pa.Table, AGAIN])  # metadata asks for nothing
    assert shape.contract.strict
    table: dict[ir.TypeKey, ir.Type] = {}
    assert describe(shape, table) == shape.text
    described = table[shape.text]
    assert isinstance(described, ir.FrameType)
    assert described.ref == ir.Ref(module=__name__, name="PLANES")


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (TABLE, ""),
        (TABLE.select(["seats", "tail"]), ""),
        (TABLE.select(["tail"]), '["seats"]: expected int32, got missing'),
        (TABLE.append_column("n", [[1, 2]]), '["n"]: expected no such column, got an unknown'),
        (TABLE.cast(pa.schema({"tail": pa.string(), "seats": pa.int64()})), "got int64"),
        (
            pa.table({"tail": [None, "a", None], "seats": pa.array([1, 2, 3], pa.int32())}),
            '["tail"]: expected not null, got 2 of 3 rows (rows 0, 2)',
        ),
        (TABLE.append_column("tail", [["a", "b"]]), '["tail"]: expected one such column, got 2'),
        (pd.DataFrame(), "got pandas.DataFrame"),
    ],
)
def test_what_is_told(table: Any, told: str) -> None:
    verdict = examine(table, Annotated[pa.Table, PLANES], subject="x", severity="error")
    assert told in str(verdict)
    assert verdict.outcome == ("fail" if told else "pass")
    shape = shape_of(Annotated[pa.Table, PLANES])
    assert shape.shallow().accepts(table) is (verdict.outcome == "pass" or "null" in told)


def test_a_sample() -> None:
    table = pa.table(
        {"tail": [None if at % 2 else "N" for at in range(9)], "seats": pa.nulls(9, pa.int32())}
    )
    shape = shape_of(Annotated[pa.Table, PLANES])
    assert shape.sampled(3).accepts(table)  # rows 0, 4 and 8
    assert [each.got for each in shape.sampled(5).violations(table.slice(1))] == [
        "1 of the 5 rows looked at"
    ]


def test_a_schema_without_a_name_is_refused() -> None:
    nameless = Annotated[pa.Table, pa.schema([pa.field("n", pa.int8())])]
    with pytest.raises(NotImportable, match="under the name that a module gives to it"):
        describe(shape_of(nameless), {})


@pytest.mark.parametrize(
    ("annotation", "reason"),
    [
        (Annotated[pd.DataFrame, PLANES], "stands beside `pyarrow.Table` alone"),
        (Annotated[pa.Table, PLANES, AGAIN], "of one schema"),
        (Annotated[pa.Table, pa.schema([("a", pa.int8()), ("a", pa.int8())])], "two fields `a`"),
    ],
)
def test_refused(annotation: Any, reason: str) -> None:
    with pytest.raises(UnsupportedType, match=reason):
        shape_of(annotation)


class Tail(pa.ExtensionType):  # type: ignore[misc]  # which has no annotations
    """A type of an author's own, without a hash, as the documentation of pyarrow writes them."""

    def __init__(self) -> None:
        super().__init__(pa.string(), "tests.tail")

    def __arrow_ext_serialize__(self) -> bytes:
        return b""

    @classmethod
    def __arrow_ext_deserialize__(cls, storage: pa.DataType, data: bytes) -> "Tail":
        return cls()


TAILS = pa.schema([pa.field("tail", Tail(), nullable=False)])


def test_types_of_the_authors_own() -> None:
    shape = shape_of(Annotated[pa.Table, TAILS])
    own = pa.ExtensionArray.from_storage(Tail(), pa.array(["N1", None]))
    assert shape.accepts(pa.table([own[:1]], schema=TAILS))
    assert shape.shallow().accepts(pa.table([own], schema=TAILS))
    assert [each.got for each in shape.violations(pa.table({"tail": own}))] == ["1 of 2 rows"]
    assert [each.got for each in shape.violations(pa.table({"tail": ["N1"]}))] == ["string"]
    assert not shape_of(Annotated[pa.Table, PLANES]).accepts(pa.table({"tail": own}))


def test_they_are_carried_where_they_are_known() -> None:
    shape = shape_of(pa.Table)
    table = pa.table({"tail": pa.ExtensionArray.from_storage(Tail(), pa.array(["N1", None]))})
    with pytest.raises(Unencodable, match=r'at \["tail"\]: .* would come back as string'):
        shape.encode(table)
    pa.register_extension_type(Tail())
    try:
        back = shape.decode(shape.encode(table))
    finally:
        pa.unregister_extension_type("tests.tail")
    assert back.equals(table)
    assert back.schema.equals(table.schema, check_metadata=True)


def test_nulls_are_found_wherever_they_are() -> None:
    chunks = [["N1"], [], [None, "N2"], ["N3"] * 200_000 + [None], [None] * 5]
    tails = pa.chunked_array(chunks, pa.string())
    table = pa.table({"tail": tails, "seats": pa.nulls(len(tails), pa.int32())})
    shape = shape_of(Annotated[pa.Table, PLANES])
    (found,) = shape.violations(table)
    assert found.got == "7 of 200009 rows"
    assert "rows 1, 200003, 200004" in found.value
    # They are not looked for cell by cell.
    assert lines_of(lambda: list(shape.violations(table))) < 1_000
    assert bytes_of(lambda: list(shape.violations(table))) < len(tails)


def _said(name: str, type_: pa.DataType) -> pa.Field:
    return pa.field(name, type_, nullable=False)


_ITEM, _K = _said("item", pa.int64()), _said("k", pa.int64())
_LIST = [[0], [1, None], None, [], [None, None], [3]]
_EITHER = [_said("0", pa.int64()), _said("1", pa.string())]
_CODES = pa.array([0, 1, 0], pa.int8()).buffers()[1]
_OFFSETS = pa.array([0, 0, 1], pa.int32()).buffers()[1]

NESTED: dict[str, tuple[pa.Field, Any, str, tuple[int, ...]]] = {
    **{
        f"elements of a {make.__name__}": (pa.field("a", make(_ITEM)), _LIST, "[*]", (1, 4))
        for make in (pa.list_, pa.large_list, pa.list_view, pa.large_list_view)
    },
    "elements of which there are so many": (
        pa.field("a", pa.list_(_ITEM, 2)),
        [[0, 1], None, [2, None]],
        "[*]",
        (2,),
    ),
    "a field of a struct": (
        pa.field("a", pa.struct([_K])),
        [{"k": 1}, None, {"k": None}],
        '["k"]',
        (2,),
    ),
    "a field of structs in a list": (
        pa.field("a", pa.list_(pa.struct([_K]))),
        [[{"k": 1}], None, [{"k": 2}, None, {"k": None}]],
        '[*]["k"]',
        (2,),
    ),
    "items of a map": (
        pa.field("a", pa.map_(pa.string(), _said("value", pa.int64()))),
        [[("a", 1)], None, [], [("b", None)]],
        "[*]",
        (3,),
    ),
    "what a dictionary holds": (
        _said("a", pa.dictionary(pa.int64(), pa.string())),
        pa.DictionaryArray.from_arrays(pa.array([0, 1, 0]), pa.array(["x", None])),
        "",
        (1,),
    ),
    "what is in a row as often as that": (
        _said("a", pa.run_end_encoded(pa.int32(), pa.int64())),
        pa.RunEndEncodedArray.from_arrays(pa.array([1, 3], pa.int32()), pa.array([1, None])),
        "",
        (1, 2),
    ),
    "a member of a union side by side": (
        pa.field("a", pa.sparse_union(_EITHER)),
        pa.Array.from_buffers(
            pa.sparse_union(_EITHER),
            3,
            [None, _CODES],
            children=[pa.array([1, 2, None]), pa.array([None, "b", "c"])],
        ),
        '["0"]',
        (2,),
    ),
    "a member of a union": (
        pa.field("a", pa.dense_union(_EITHER)),
        pa.Array.from_buffers(
            pa.dense_union(_EITHER),
            3,
            [None, _CODES, _OFFSETS],
            children=[pa.array([1, None]), pa.array(["b"])],
        ),
        '["0"]',
        (2,),
    ),
}


@pytest.mark.parametrize(("field", "cells", "path", "rows"), NESTED.values(), ids=NESTED)
def test_nulls_within(field: pa.Field, cells: Any, path: str, rows: tuple[int, ...]) -> None:
    array = cells if isinstance(cells, pa.Array) else pa.array(cells, field.type)
    schema = pa.schema([field])
    shape = shape_of(Annotated[pa.Table, schema])
    table = pa.table([array], schema=schema)
    assert shape.shallow().accepts(table)
    assert not shape.accepts(table)
    for start in (0, 1):  # what is cut off at the front is not looked at
        (found,) = shape.violations(table.slice(start))
        assert (found.path, found.expected) == (f'["a"]{path}', "not null")
        left = [row - start for row in rows if row >= start]
        assert found.got == f"{len(left)} of {len(array) - start} rows"
        assert found.value == f"row{'s' * (len(left) > 1)} {', '.join(map(str, left))}"
    good = [at for at in range(len(array)) if at not in rows]
    assert all(shape.accepts(table.slice(at, 1)) for at in good)
    both = pa.concat_tables([table.slice(good[0], 1), table])
    (found,) = shape.violations(both)
    assert found.value.startswith(f"row{'s' * (len(rows) > 1)} {rows[0] + 1}")
