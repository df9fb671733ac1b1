"""Tables of pyarrow with a schema."""

from time import perf_counter
from typing import Annotated, Any

import pandas as pd
import pyarrow as pa
import pytest

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
    started = perf_counter()
    (found,) = shape.violations(table)
    took = perf_counter() - started
    assert found.got == "7 of 200009 rows"
    assert "rows 1, 200003, 200004" in found.value
    started = perf_counter()
    assert sum(not each.is_valid for each in tails) == 7
    assert took * 5 < perf_counter() - started  # they are not looked for cell by cell
