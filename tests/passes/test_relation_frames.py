"""What is concluded of frames: by columns, by what is asked of them, and by library."""

from dataclasses import replace
from typing import Any, Literal

import pytest

from dagcompile.ir.records import (
    AnyType,
    CheckDef,
    ClassType,
    Collection,
    Column,
    DictType,
    Field,
    FrameType,
    RecordType,
    Ref,
    Scalar,
    Type,
    Union,
)
from dagcompile.ir.text import type_text
from dagcompile.passes import Relation, relate

Library = Literal["pandas", "polars", "lazy", "arrow"]

AMOUNT = Column(name="amount", dtype="int64")
CUSTOMER = Column(name="customer", dtype="str")
LOW = CheckDef(name="greater_than_or_equal_to", params=(("min_value", 0),))
HIGH = CheckDef(name="in_range", params=(("max_value", 9), ("min_value", 0)))


def frame(name: str, *columns: Column, library: Library = "pandas", **asked: Any) -> FrameType:
    return FrameType(library=library, ref=Ref(module="app", name=name), columns=columns, **asked)


def related(source: Type, target: Type, *others: Type) -> Relation:
    table = {type_text(each): each for each in (source, target, *others)}
    return relate(type_text(source), type_text(target), table)


def columns(ours: Column, theirs: Column) -> Relation:
    return related(frame("A", ours), frame("B", theirs))


def said(relation: Relation) -> tuple[str, str]:
    word = relation.refused or relation.verdict
    return word, relation.reason


OPTIONAL = replace(AMOUNT, required=False)
OTHER = replace(AMOUNT, dtype="float64")
LETTERS = Column(name="c.*", dtype="str", regex=True)


@pytest.mark.parametrize(
    ("ours", "theirs", "word", "reason"),
    [
        (AMOUNT, AMOUNT, "proven", ""),
        (AMOUNT, replace(AMOUNT, nullable=True), "proven", ""),
        (AMOUNT, replace(AMOUNT, dtype=""), "proven", ""),
        (AMOUNT, OPTIONAL, "proven", ""),
        (replace(AMOUNT, unique=True, checks=(LOW, HIGH)), AMOUNT, "proven", ""),
        (
            replace(AMOUNT, unique=True, checks=(HIGH, LOW)),
            replace(AMOUNT, unique=True, checks=(LOW,)),
            "proven",
            "",
        ),
        (LETTERS, LETTERS, "proven", ""),
        (LETTERS, replace(LETTERS, required=False), "proven", ""),
        (AMOUNT, OTHER, "impossible", "column `amount`: `int64` is not `float64`"),
        (AMOUNT, replace(OTHER, required=False), "impossible", "column `amount`: `int64` is not"),
        (OPTIONAL, OTHER, "impossible", "column `amount`: `int64` is not `float64`"),
        (
            OPTIONAL,
            replace(OTHER, required=False),
            "guarded",
            "column `amount`: `int64` is not `float64`; only without it",
        ),
        (OPTIONAL, AMOUNT, "guarded", "column `amount`: it need not be there"),
        (replace(AMOUNT, dtype=""), AMOUNT, "guarded", "column `amount`: it need not be `int64`"),
        (replace(AMOUNT, nullable=True), AMOUNT, "guarded", "column `amount`: it may hold nulls"),
        (AMOUNT, replace(AMOUNT, unique=True), "guarded", "its values need not be unique"),
        (
            replace(AMOUNT, checks=(LOW,)),
            replace(AMOUNT, checks=(LOW, HIGH)),
            "guarded",
            "column `amount`: `in_range(max_value=9, min_value=0)` need not hold",
        ),
        (AMOUNT, CUSTOMER, "undeclared", "column `customer` is not declared by `app.A`"),
        (
            AMOUNT,
            replace(CUSTOMER, required=False),
            "guarded",
            "column `customer`: if it is there, it may be anything",
        ),
        (LETTERS, CUSTOMER, "guarded", "column `customer`: it need not be there, or be as it"),
        (LETTERS, AMOUNT, "undeclared", "column `amount` is not declared by `app.A`"),
        (CUSTOMER, LETTERS, "guarded", "columns `c.*`: they need not be as they should"),
        (AMOUNT, LETTERS, "undeclared", "`app.A` declares no column that `c.*` matches"),
        (AMOUNT, replace(LETTERS, required=False), "guarded", "columns `c.*`: they need not"),
        (AMOUNT, replace(LETTERS, name="(?<"), "guarded", "columns `(?<`: they need not be"),
    ],
)
def test_columns(ours: Column, theirs: Column, word: str, reason: str) -> None:
    found, why = said(columns(ours, theirs))
    assert found == word
    assert why == reason if not reason else reason in why


BOTH = (AMOUNT, CUSTOMER)


@pytest.mark.parametrize(
    ("ours", "theirs", "word", "reason"),
    [
        (frame("A", *BOTH), frame("B", AMOUNT), "proven", ""),
        (frame("A", *BOTH), frame("B"), "proven", ""),
        (frame("A", AMOUNT, strict=True), frame("B", AMOUNT), "proven", ""),
        (frame("A", AMOUNT, strict=True), frame("B", *BOTH, strict=True), "impossible", "customer"),
        (
            frame("A", AMOUNT, strict=True),
            frame("B", AMOUNT, replace(CUSTOMER, required=False), strict=True),
            "proven",
            "",
        ),
        (
            frame("A", AMOUNT, strict=True),
            frame("B", *BOTH),
            "impossible",
            "column `customer` is not declared by `app.A`, which is strict",
        ),
        (
            frame("A", AMOUNT),
            frame("B", AMOUNT, strict=True),
            "guarded",
            "it may have columns that `app.B` does not declare",
        ),
        (
            frame("A", *BOTH, strict=True),
            frame("B", AMOUNT, strict=True),
            "impossible",
            "column `customer` is not declared by `app.B`, which is strict",
        ),
        (
            frame("A", AMOUNT, replace(CUSTOMER, required=False), strict=True),
            frame("B", AMOUNT, strict=True),
            "guarded",
            "column `customer` is not declared by `app.B`",
        ),
        (
            frame("A", *BOTH, strict=True),
            frame("B", AMOUNT, LETTERS, strict=True),
            "guarded",
            "columns `c.*`",
        ),
        (frame("A", *BOTH, ordered=True), frame("B", *BOTH, ordered=True), "proven", ""),
        (
            frame("A", AMOUNT, Column(name="b"), CUSTOMER, ordered=True),
            frame("B", *BOTH, ordered=True),
            "proven",
            "",
        ),
        (frame("A", *BOTH), frame("B", *BOTH, ordered=True), "guarded", "in this order"),
        (
            frame("A", CUSTOMER, AMOUNT, ordered=True),
            frame("B", *BOTH, ordered=True),
            "guarded",
            "its columns need not be in this order",
        ),
        (
            frame("A", *BOTH, unique=("amount", "customer")),
            frame("B", *BOTH, unique=("customer", "amount")),
            "proven",
            "",
        ),
        (
            frame("A", *BOTH, unique=("amount",)),
            frame("B", *BOTH, unique=("customer", "amount")),
            "guarded",
            "the values of `customer`, `amount` need not be unique",
        ),
        (frame("A", checks=(LOW,)), frame("B", checks=(LOW,)), "proven", ""),
        (frame("A"), frame("B", checks=(CheckDef(name="app.B.full"),)), "guarded", "`app.B.full`"),
        (frame("A", index=(AMOUNT,)), frame("B"), "proven", ""),
        (frame("A", index=(AMOUNT,)), frame("B", index=(AMOUNT,)), "proven", ""),
        (frame("A", index=(AMOUNT,)), frame("B", index=(replace(AMOUNT, name=""),)), "proven", ""),
        (frame("A"), frame("B", index=(AMOUNT,)), "guarded", "its index need not be that of"),
        (
            frame("A", index=(replace(AMOUNT, name=""),)),
            frame("B", index=(AMOUNT,)),
            "guarded",
            "index `amount`: it need not have this name",
        ),
        (
            frame("A", index=(AMOUNT,)),
            frame("B", index=(replace(AMOUNT, unique=True),)),
            "guarded",
            "index `amount`: its values need not be unique",
        ),
        (
            frame("A", library="polars"),
            frame("B", library="lazy"),
            "impossible",
            "a frame of polars is no lazy frame of polars",
        ),
    ],
)
def test_frames(ours: FrameType, theirs: FrameType, word: str, reason: str) -> None:
    found, why = said(related(ours, theirs))
    assert found == word
    assert why == reason if not reason else reason in why


def test_all_that_is_wrong_is_said_at_once() -> None:
    more = [Column(name=name) for name in "bcdefg"]
    relation = related(frame("A", AMOUNT, CUSTOMER), frame("B", OTHER, CUSTOMER, *more))
    assert relation.reason == (
        "column `amount`: `int64` is not `float64`; column `b` is not declared by `app.A`;"
        " column `c` is not declared by `app.A`; column `d` is not declared by `app.A`;"
        " column `e` is not declared by `app.A`; and 2 more"
    )


# --- frames and other types ----------------------------------------------------------------------

PLAIN = ClassType(ref=Ref(module="pandas", name="DataFrame"))
GEO = ClassType(ref=Ref(module="geo", name="GeoFrame"), bases=(PLAIN.ref,))
POLARS = ClassType(ref=Ref(module="polars", name="DataFrame"))
CLIENT = ClassType(ref=Ref(module="app", name="Client"))
A = frame("A", AMOUNT)
B = frame("B", *BOTH)


@pytest.mark.parametrize(
    ("source", "target", "word"),
    [
        (A, AnyType(), "proven"),
        (AnyType(), A, "guarded"),
        (A, PLAIN, "proven"),
        (PLAIN, A, "guarded"),
        (GEO, A, "guarded"),
        (A, GEO, "guarded"),
        (A, CLIENT, "guarded"),
        (CLIENT, A, "guarded"),
        (A, POLARS, "impossible"),
        (POLARS, A, "impossible"),
        (POLARS, PLAIN, "impossible"),
        (POLARS, CLIENT, "guarded"),
        (A, Scalar(name="int"), "impossible"),
        (Scalar(name="int"), A, "impossible"),
        (PLAIN, Scalar(name="int"), "impossible"),
        (A, RecordType(form="dataclass", ref=Ref(module="app", name="R")), "impossible"),
        (RecordType(form="dataclass", ref=Ref(module="app", name="R")), A, "impossible"),
    ],
)
def test_frames_and_others(source: Type, target: Type, word: str) -> None:
    assert said(related(source, target))[0] == word


NONE = Scalar(name="None")
INT = Scalar(name="int")
KEYS = {"A": type_text(A), "B": type_text(B)}
LISTS = [Collection(type="list", item=KEYS[each]) for each in "AB"]
MAYBE = [Union(members=(KEYS[each], "None")) for each in "AB"]
RECORDS = [
    RecordType(
        form="typeddict",
        ref=Ref(module="app", name=f"With{each}"),
        fields=(Field(name="n", type="float"), Field(name="frame", type=KEYS[each])),
    )
    for each in "AB"
]


@pytest.mark.parametrize(
    ("source", "target", "word"),
    [
        (A, B, "undeclared"),
        (A, MAYBE[1], "undeclared"),  # None is no frame
        (A, Union(members=("int", KEYS["B"])), "undeclared"),
        (A, Union(members=(KEYS["A"], KEYS["B"])), "proven"),
        (Union(members=("int", KEYS["A"])), B, "undeclared"),  # nor is an int
        (MAYBE[0], MAYBE[1], "guarded"),  # None would pass
        (Union(members=(KEYS["A"], KEYS["B"])), B, "guarded"),
        (LISTS[0], LISTS[1], "guarded"),  # as would an empty list
        (DictType(key="str", value=KEYS["A"]), DictType(key="str", value=KEYS["B"]), "guarded"),
        (RECORDS[0], RECORDS[1], "undeclared"),
        (
            RECORDS[0],
            replace(RECORDS[1], fields=(Field(name="n", type="int"), RECORDS[1].fields[1])),
            "undeclared",
        ),
    ],
)
def test_what_is_undeclared_inside_others(source: Type, target: Type, word: str) -> None:
    others: tuple[Type, ...] = (A, B, NONE, INT, Scalar(name="float"), Scalar(name="str"), *LISTS)
    assert said(related(source, target, *others))[0] == word
