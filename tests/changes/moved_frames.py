"""How contracts of frames may move."""

from tests.changes.moves import (
    ALIKE,
    NARROWER,
    OTHER,
    UNSURE,
    WIDER,
    Move,
    column,
    frame,
    limit,
    of,
)

A, B = column("a"), column("b")
LACKING = column("b", required=False)
FLIGHT, BOTH = frame(A), frame(A, B)
STRICT = of(FLIGHT, strict=True)
LOW, LOWER = (limit("greater_than_or_equal_to", min_value=each) for each in (1, 0))
LIMITED = "a: int64, greater_than_or_equal_to(min_value={})"

FRAMES = [
    Move("a column is added", FLIGHT, BOTH, "b added | -> b: int64", NARROWER),
    Move(
        "one that need not be there is added",
        FLIGHT,
        frame(A, LACKING),
        "b added | -> b: int64, optional",
        UNSURE,
    ),
    Move("a column is removed", BOTH, FLIGHT, "b removed | b: int64 ->", WIDER),
    Move(
        "a column is added to a strict contract",
        STRICT,
        of(STRICT, columns=(A, B)),
        "b added | -> b: int64",
        OTHER,
    ),
    Move(
        "one that need not be there is added to a strict contract",
        STRICT,
        of(STRICT, columns=(A, LACKING)),
        "b added | -> b: int64, optional",
        WIDER,
    ),
    Move(
        "a column of a strict contract is removed",
        of(STRICT, columns=(A, B)),
        STRICT,
        "b removed | b: int64 ->",
        OTHER,
    ),
    Move(
        "a column is of another dtype",
        FLIGHT,
        frame(column("a", "float64")),
        "a changed | a: int64 -> a: float64",
        OTHER,
    ),
    Move(
        "a column may be of any dtype",
        FLIGHT,
        frame(column("a", "")),
        "a widened | a: int64 -> a: any",
        WIDER,
    ),
    Move(
        "a column may hold nulls",
        FLIGHT,
        frame(column("a", nullable=True)),
        "a widened | a: int64 -> a: int64, nullable",
        WIDER,
    ),
    Move(
        "a column may hold no nulls any more",
        frame(column("a", nullable=True)),
        FLIGHT,
        "a narrowed | a: int64, nullable -> a: int64",
        NARROWER,
    ),
    Move(
        "the values of a column are unique",
        FLIGHT,
        frame(column("a", unique=True)),
        "a narrowed | a: int64 -> a: int64, unique",
        NARROWER,
    ),
    Move(
        "they need not be unique any more",
        frame(column("a", unique=True)),
        FLIGHT,
        "a widened | a: int64, unique -> a: int64",
        WIDER,
    ),
    Move(
        "a column need not be there any more",
        FLIGHT,
        frame(column("a", required=False)),
        "a widened | a: int64 -> a: int64, optional",
        WIDER,
    ),
    Move(
        "a check of a column is added",
        FLIGHT,
        frame(column("a", checks=(LOW,))),
        f"a narrowed | a: int64 -> {LIMITED.format(1)}",
        NARROWER,
    ),
    Move(
        "a check of a column asks for less",
        frame(column("a", checks=(LOW,))),
        frame(column("a", checks=(LOWER,))),
        f"a widened | {LIMITED.format(1)} -> {LIMITED.format(0)}",
        WIDER,
    ),
    Move(
        "a contract becomes strict",
        FLIGHT,
        STRICT,
        "strict narrowed | not strict -> strict",
        NARROWER,
    ),
    Move(
        "it is not strict any more",
        STRICT,
        FLIGHT,
        "strict widened | strict -> not strict",
        WIDER,
    ),
    Move(
        "its columns get an order",
        FLIGHT,
        of(FLIGHT, ordered=True),
        "ordered narrowed | not ordered -> ordered",
        NARROWER,
    ),
    Move(
        "their order is another",
        frame(A, B, ordered=True),
        frame(B, A, ordered=True),
        "order changed | a, b -> b, a",
        OTHER,
    ),
    Move(
        "columns without an order are written in another",
        BOTH,
        frame(B, A),
        "order changed | a, b -> b, a",
        ALIKE,
    ),
    Move(
        "columns are unique together",
        FLIGHT,
        of(FLIGHT, unique=("a",)),
        "unique narrowed | none -> a",
        NARROWER,
    ),
    Move(
        "a check of the whole frame is removed",
        of(FLIGHT, checks=(limit("not_empty"),)),
        FLIGHT,
        "checks widened | not_empty -> none",
        WIDER,
    ),
    Move(
        "it gets an index",
        FLIGHT,
        of(FLIGHT, index=(column("i"),)),
        "index narrowed | none -> i: int64",
        NARROWER,
    ),
]
