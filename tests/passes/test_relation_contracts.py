"""What is concluded of contracts as the libraries have them: what looks alike and is not, and what
looks different and is the same. The guards have the last word.
"""

import sys
from hashlib import sha256
from typing import Annotated, Any, Literal, assert_never

import pandas as pd
import pandera.pandas as pap
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.typing import DataFrame, Index

from dagcompile.passes import Relations
from dagcompile.passes.shallow import ShallowTypes
from dagcompile.runtime.types import shape_of
from tests.passes.frames import Asked, Model, Positive, annotated
from tests.passes.kinds import key_of, table_of

LIMITS = {"ByArgs": 10, "LowerByArgs": 5, "ByName": 10, "LowerByName": 5}


def related(source: Any, target: Any) -> str:
    return Relations(table_of([source, target])).relate(key_of(source), key_of(target)).verdict


def within(values: Any, limit: int | None = 5) -> Any:
    return values < (1_000 if limit is None else limit)


# --- checks --------------------------------------------------------------------------------------


class Number(pap.DataFrameModel):
    n: int


class ByArgs(Number):
    @pap.check("n")
    def low(*args: Any) -> Any:
        return args[1] <= LIMITS[args[0].__name__]


class LowerByArgs(ByArgs):
    pass


class ByName(Number):
    @pap.check("n")
    def low(cls, values: Any) -> Any:
        return values <= LIMITS[eval("cls").__name__]


class LowerByName(ByName):
    pass


class Plain(Number):
    @pap.check("n")
    def low(cls, values: Any) -> Any:
        return values <= 5


class AlsoPlain(Plain):
    pass


class NoLimit(pap.DataFrameModel):
    n: int = pap.Field(under={"limit": None})


class UsualLimit(pap.DataFrameModel):
    n: int = pap.Field(under={})


class NoneWithin(pap.DataFrameModel):
    n: int

    @classmethod
    def to_schema(cls) -> Any:
        return pap.DataFrameSchema({"n": pap.Column(int, pap.Check(within, limit=None))})


class Within(pap.DataFrameModel):
    n: int

    @classmethod
    def to_schema(cls) -> Any:
        return pap.DataFrameSchema({"n": pap.Column(int, pap.Check(within))})


class Own(pap.DataFrameModel):
    n: Positive


@pytest.mark.parametrize(
    ("source", "target", "word"),
    [
        (ByArgs, LowerByArgs, "guarded"),
        (ByName, LowerByName, "guarded"),
        (ByName, ByName, "proven"),
        (Plain, AlsoPlain, "proven"),
        (NoLimit, UsualLimit, "guarded"),
        (NoneWithin, Within, "guarded"),
        (NoneWithin, NoneWithin, "proven"),
        (Number, Own, "guarded"),
        (Own, Number, "guarded"),
        (Own, Own, "proven"),
    ],
)
def test_checks_and_dtypes_of_authors(source: Any, target: Any, word: str) -> None:
    ours, theirs = DataFrame[source], DataFrame[target]
    assert related(ours, theirs) == word
    frames = [pd.DataFrame({"n": [each]}) for each in (-1, 1, 7)]
    taken = [each for each in frames if shape_of(ours).accepts(each)]
    fit = [shape_of(theirs).accepts(each) for each in taken]
    assert taken
    assert all(fit) or word == "guarded"


def test_a_dtype_of_an_author_has_its_import_path_for_a_name() -> None:
    (column,) = shape_of(DataFrame[Own]).contract.columns  # type: ignore[union-attr]
    assert (column.dtype, column.told) == ("tests.passes.frames.Positive", "rows")


# --- an index of several levels ------------------------------------------------------------------


def levelled(*names: str, **config: Any) -> Any:
    """A model whose index has levels of these names, `x` of numbers and all others of texts."""
    held: dict[str, Any] = {"__annotations__": {"v": int}, "__module__": __name__}
    for name in names:
        held["__annotations__"][name] = Index[int] if name == "x" else Index[str]
    name = f"L{sha256(repr((names, config)).encode()).hexdigest()[:12]}"
    cls = type(name, (pap.DataFrameModel,), held | {"Config": type("Config", (), config)})
    setattr(sys.modules[__name__], name, cls)
    return DataFrame[cls]  # type: ignore[valid-type]


BY_NAME = {"multiindex_ordered": False}
LEVELLED = [
    levelled("x", "y"),
    levelled("y", "x"),
    levelled("x", "y", **BY_NAME),
    levelled("y", "x", **BY_NAME),
    levelled("x", "y", multiindex_strict=True),
    levelled("x", "y", "z", **BY_NAME),
    levelled("x"),
]
LEVELS: dict[str, list[Any]] = {"x": [1], "y": ["a"], "z": ["b"]}
INDEXED = [
    pd.DataFrame(
        {"v": [1]}, index=pd.MultiIndex.from_arrays([LEVELS[each] for each in names], names=names)
    )
    for names in (["x", "y"], ["y", "x"], ["x", "y", "z"], ["z", "y", "x"])
]


@pytest.mark.parametrize("target", LEVELLED)
@pytest.mark.parametrize("source", LEVELLED)
def test_levels_of_an_index(source: Any, target: Any) -> None:
    word = related(source, target)
    for frame in INDEXED:
        if shape_of(source).accepts(frame):
            fits = shape_of(target).accepts(frame)
            assert word != ("impossible" if fits else "proven")


def test_levels_that_are_found_by_name_may_stand_in_any_order() -> None:
    assert related(LEVELLED[2], LEVELLED[3]) == "proven"
    assert related(LEVELLED[0], LEVELLED[1]) == "guarded"


# --- types of pyarrow ----------------------------------------------------------------------------


class Tagged(pa.ExtensionType):  # type: ignore[misc]
    """A type of an author, with a parameter that its text does not show."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        super().__init__(pa.int64(), "tests.tagged")

    def __arrow_ext_serialize__(self) -> bytes:
        return self.tag.encode()

    @classmethod
    def __arrow_ext_deserialize__(cls, storage: Any, serialized: bytes) -> "Tagged":
        return cls(serialized.decode())


NAMES = st.sampled_from(["a", "b", "a: int64, b", "a not null", "item", "'a'", ""])


@st.composite
def _nested(draw: st.DrawFn, inner: st.SearchStrategy[Any]) -> Any:
    kinds = ["list", "large", "fixed", "map", "struct", "struct", "dict", "union"]
    kind: Any = draw(st.sampled_from(kinds))
    fields = [
        pa.field(name, draw(inner), nullable=draw(st.sampled_from([True, True, False])))
        for name in draw(st.lists(NAMES, min_size=1, max_size=2, unique=True))
    ]
    return _made(kind, fields)


def _made(
    kind: Literal["list", "large", "fixed", "map", "struct", "dict", "union"], fields: list[Any]
) -> Any:
    first = fields[0]
    match kind:
        case "list":
            return pa.list_(first)
        case "large":
            return pa.large_list(first)
        case "fixed":
            return pa.list_(first, 2)
        case "map":
            return pa.map_(pa.field(first.name, pa.string(), nullable=False), first)
        case "struct":
            return pa.struct(fields)
        case "dict":
            return pa.dictionary(pa.int8(), first.type)
        case "union":
            return pa.sparse_union(fields)
        case _:
            assert_never(kind)


ARROW = st.recursive(
    st.sampled_from(
        [
            pa.int64(),
            pa.int64(),
            pa.string(),
            pa.timestamp("us", "UTC"),
            Tagged("a"),
            Tagged("b"),
        ]
    ),
    _nested,
    max_leaves=3,
)
ALIKE = st.tuples(ARROW, ARROW) | ARROW.flatmap(
    lambda one: st.tuples(st.just(pa.list_(pa.field("element", one))), ARROW.map(pa.list_))
)
SAME = ARROW.map(lambda one: (pa.list_(one), pa.list_(pa.field("element", one))))


@given(ALIKE | SAME)
@settings(max_examples=500)
def test_types_of_pyarrow(pair: tuple[Any, Any]) -> None:
    source, target = (_table(each) for each in pair)
    word = related(source, target)
    if any("extension" in str(each) for each in pair):  # more of them differ than pyarrow tells
        assert word != ("impossible" if pair[0] == pair[1] else "proven")
    else:
        assert (word == "proven") is (pair[0] == pair[1])


def _table(type_: Any) -> Any:
    """The annotation of tables with one column, whose schema can be imported from here."""
    schema = pa.schema([("x", type_)])
    text = schema.serialize().to_pybytes()
    setattr(sys.modules[__name__], f"S{sha256(text).hexdigest()[:12]}", schema)
    return Annotated[pa.Table, schema]


BY_HAND = pa.schema([("tags", pa.list_(pa.string()))])
FROM_PARQUET = pa.schema([("tags", pa.list_(pa.field("element", pa.string())))])
TWO = pa.schema([("x", pa.struct({"a": pa.int64(), "b": pa.int64()}))])
ONE = pa.schema([("x", pa.struct({"a: int64, b": pa.int64()}))])


def test_a_list_read_from_parquet_is_a_list() -> None:
    ours, theirs = Annotated[pa.Table, FROM_PARQUET], Annotated[pa.Table, BY_HAND]
    assert related(ours, theirs) == "proven"
    assert key_of(ours) == "pyarrow.Table[tags: list<string>]"


def test_a_name_that_reads_like_two_fields_is_one() -> None:
    assert related(Annotated[pa.Table, TWO], Annotated[pa.Table, ONE]) == "impossible"
    assert key_of(Annotated[pa.Table, ONE]) == "pyarrow.Table[x: struct<'a: int64, b': int64>]"


WHOLE = pa.schema([("x", pa.list_(pa.field("item", pa.int64(), nullable=False)))])
ENTRIES = pa.schema([("x", pa.map_(pa.string(), pa.int64()))])
NUMBERS = pa.schema([("x", pa.list_(pa.int64()))])


@pytest.mark.parametrize(
    ("schema", "word"), [(WHOLE, "guarded"), (ENTRIES, "guarded"), (NUMBERS, "proven")]
)
def test_a_header_tells_of_no_null_within(schema: Any, word: str) -> None:
    annotation = Annotated[pa.Table, schema]
    left = ShallowTypes(table_of([annotation]))
    key = key_of(annotation)
    assert Relations(left.table).relate(left.of(key), key).verdict == word
    assert Relations(left.table).relate(left.of(key), left.of(key)).verdict == "proven"


# --- zones ---------------------------------------------------------------------------------------


def test_a_zone_by_another_name_may_be_the_same() -> None:

    words = ("utc", "utc too")
    ours, theirs = (annotated(Model("pandas", (Asked("a", each),))) for each in words)
    frame = pd.DataFrame({"a": pd.DatetimeIndex(["2024-01-01"], tz="UTC").as_unit("ns")})
    assert shape_of(ours).accepts(frame)
    assert shape_of(theirs).accepts(frame)
    assert related(ours, theirs) == related(theirs, ours) == "guarded"


@pytest.mark.parametrize(
    "model",
    [
        Model("pandas", (Asked("a", "str", nullable=True),)),
        Model("pandas", (Asked("a", "decimal", nullable=True),)),
        Model("pandas", index=(Asked("i", "int", nullable=True),)),
        Model(
            "pandas",
            (Asked("x", "any", nullable=True), Asked("a.*", "any", nullable=True, regex=True)),
            ordered=True,
        ),
    ],
)
def test_a_header_tells_of_no_cell_index_or_order_beside_patterns(model: Model) -> None:
    key = key_of(annotated(model))
    left = ShallowTypes(table_of([annotated(model)]))
    assert Relations(left.table).relate(left.of(key), key).verdict == "guarded"
