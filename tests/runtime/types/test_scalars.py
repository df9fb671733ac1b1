"""Which values scalars accept, and how they travel."""

import enum
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from pathlib import Path, PurePath
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from dagcompile.runtime.types import Undecodable, Unencodable, Violation, shape_of
from tests.runtime.types.samples import Level, Word, fingerprint

YORK = ZoneInfo("America/New_York")


class MyInt(int):
    pass


class Stamp(datetime):
    """A datetime that holds more than one."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stamp)

    __hash__ = datetime.__hash__


class Odd(tzinfo):
    def utcoffset(self, moment: datetime | None) -> timedelta:
        return timedelta(hours=1)

    def dst(self, moment: datetime | None) -> None:
        return None

    def tzname(self, moment: datetime | None) -> str:
        return "odd"


ACCEPTED: list[tuple[Any, list[Any], list[Any]]] = [
    (None, [None], [0, False, ""]),
    (bool, [True], [1, 0, None, "true"]),
    (int, [1, MyInt(1), Level.LOW, -(10**30)], [True, 1.0, "1", None, Decimal(1)]),
    (float, [1.0, 1, float("nan"), MyInt(2)], [True, "1", None, Decimal(1), 1j]),
    (str, ["", Word.ONE], [b"", None, 1]),
    (bytes, [b""], ["", bytearray(), memoryview(b"")]),
    (date, [date(2024, 1, 1)], [datetime(2024, 1, 1, tzinfo=UTC), "2024-01-01"]),
    (datetime, [datetime(2024, 1, 1, tzinfo=UTC)], [date(2024, 1, 1), 0]),
    (time, [time()], [timedelta(), datetime(2024, 1, 1, tzinfo=UTC)]),
    (timedelta, [timedelta(1)], [1, time()]),
    (Decimal, [Decimal(1)], [1, 1.0, "1"]),
    (UUID, [UUID(int=1)], ["00000000-0000-0000-0000-000000000001", 1]),
    (Path, [Path("a")], ["a", PurePath("a")]),
]


@pytest.mark.parametrize(("annotation", "fine", "wrong"), ACCEPTED)
def test_the_accept_set(annotation: Any, fine: list[Any], wrong: list[Any]) -> None:
    shape = shape_of(annotation)
    assert [value for value in fine if not shape.accepts(value)] == []
    assert [value for value in wrong if shape.accepts(value)] == []
    assert shape_of(list[annotation]).accepts(fine)
    assert len(list(shape_of(list[annotation]).violations(wrong))) == len(wrong)


def test_a_violation_says_what_was_expected_and_got() -> None:
    expected = Violation(path="[1]", expected="int", got="bool", value="True")
    assert list(shape_of(list[int]).violations([1, True])) == [expected]


ENCODED: list[tuple[Any, Any, Any]] = [
    (int, 2**53, 2**53),
    (int, 2**53 + 1, "9007199254740993"),
    (int, -(2**60), "-1152921504606846976"),
    (float, 3.0, 3.0),
    (float, 3, 3),
    (float, float("nan"), "nan"),
    (float, float("-inf"), "-inf"),
    (float, -0.0, "-0.0"),
    (float, 1e300, "1e+300"),
    (float, 2**70, "1180591620717411303424"),
    (str, "a\n", "a\n"),
    (str, "é\0", {"escaped": "\\xe9\\x00"}),
    (str, "\ud83d\ude00", {"escaped": "\\ud83d\\ude00"}),
    (bytes, b"\xff", "/w=="),
    (Decimal, Decimal("1.50"), "1.50"),
    (Decimal, Decimal("sNaN12"), "sNaN12"),
    (Decimal, Decimal("-0"), "-0"),
    (date, date(2024, 2, 29), "2024-02-29"),
    (time, time(1, 2, fold=1), {"iso": "01:02:00", "fold": 1}),
    (datetime, datetime(2024, 1, 1, tzinfo=UTC), "2024-01-01T00:00:00+00:00"),
    (
        datetime,
        datetime(2024, 11, 3, 1, 30, tzinfo=YORK, fold=1),
        {"iso": "2024-11-03T01:30:00", "zone": "America/New_York", "fold": 1},
    ),
    (
        datetime,
        datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=1), "CET")),
        {"iso": "2024-01-01T00:00:00", "offset": [0, 3600, 0], "name": "CET"},
    ),
    (timedelta, timedelta(days=-1, microseconds=5), [-1, 0, 5]),
    (UUID, UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    (Path, Path("a/é"), "a/é"),
]


@pytest.mark.parametrize(
    ("annotation", "value", "data"), ENCODED, ids=lambda item: ascii(item)[:40]
)
def test_the_json_form(annotation: Any, value: Any, data: Any) -> None:
    shape = shape_of(annotation)
    encoded = shape.encode(value)
    assert encoded == data
    assert type(encoded) is type(data)
    assert fingerprint(shape.decode(encoded)) == fingerprint(value)


def test_an_int_that_python_would_not_print() -> None:
    huge = -(16**5000) + 7
    assert shape_of(int).decode(shape_of(int).encode(huge)) == huge
    assert shape_of(float).decode(shape_of(float).encode(huge)) == huge


UNREADABLE: list[tuple[Any, Any]] = [
    (None, 0),
    (bool, 1),
    (int, True),
    (int, 1.0),
    (int, "one"),
    (float, "one"),
    (float, None),
    (str, 1),
    (str, {"escaped": "é"}),
    (str, {"escaped": "\\x0"}),
    (bytes, "?"),
    (date, "yesterday"),
    (datetime, {"iso": "2024-01-01", "zone": "Nowhere/City"}),
    (datetime, {"iso": 3}),
    (datetime, {"zone": "UTC"}),
    (datetime, {"iso": "2024-01-01", "offset": [9, 0, 0]}),
    (time, {"iso": "01:00", "other": 1}),
    (timedelta, [1, 2]),
    (timedelta, [10**12, 0, 0]),
    (Decimal, "1.5.2"),
    (UUID, "1"),
    (Path, 1),
]


@pytest.mark.parametrize(("annotation", "data"), UNREADABLE, ids=str)
def test_unreadable_data_is_refused_by_name(annotation: Any, data: Any) -> None:
    with pytest.raises(Undecodable) as caught:
        shape_of(list[annotation]).decode([data])
    assert caught.value.path == "[0]"
    assert shape_of(annotation).text in caught.value.reason


def test_an_instance_of_a_subclass_travels_as_the_class_declared() -> None:
    back = shape_of(int).decode(shape_of(int).encode(MyInt(7)))
    assert (back, type(back)) == (7, int)
    assert shape_of(str).encode(Word.ONE) == "one"


def test_a_subclass_that_holds_more_is_refused() -> None:
    with pytest.raises(Unencodable, match="holds more than the `datetime`"):
        shape_of(datetime).encode(Stamp(2024, 1, 1, tzinfo=UTC))


def test_a_value_of_another_type_is_refused() -> None:
    with pytest.raises(Unencodable, match="expected `int`, got `str`"):
        shape_of(int).encode("1")


def test_zones_of_other_libraries_are_refused_with_the_repair() -> None:
    with pytest.raises(Unencodable, match=r"zoneinfo\.ZoneInfo"):
        shape_of(datetime).encode(datetime(2024, 1, 1, tzinfo=Odd()))


def test_an_enum_without_members_is_a_class() -> None:
    assert shape_of(enum.Enum).accepts(Word.ONE)
    assert shape_of(enum.Enum).obstacle() is not None
