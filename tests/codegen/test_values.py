"""What is a literal, what it becomes, and what is refused."""

import math
import pathlib
import sys
from collections import OrderedDict
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from types import ModuleType
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from dagcompile.ir.records import Instance, Mapping, Member, Ref, Sequence, Symbol, Text
from dagcompile.ir.values import NotLiteral, from_value, to_value
from tests.codegen import samples
from tests.codegen.values import SCALARS, VALUES, same

HERE = "tests.codegen.samples"


def here(name: str) -> Ref:
    return Ref(module=HERE, name=name)


@given(VALUES)
def test_what_is_encoded_is_decoded(value: object) -> None:
    assert same(from_value(to_value(value)), value)


@given(VALUES)
def test_the_encoding_is_the_same_each_time(value: object) -> None:
    assert repr(to_value(value)) == repr(to_value(from_value(to_value(value))))


@given(SCALARS)
def test_all_text_is_unicode_and_all_numbers_are_finite(value: object) -> None:
    match to_value(value):
        case str() as text:
            text.encode()
        case float() as number:
            assert math.isfinite(number)
        case Text(text=text):
            text.encode()
        case _:
            pass


NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (math.nan, "float", "nan"),
        (-math.inf, "float", "-inf"),
        ("\ud800a\n", "str", "\\ud800a\\n"),
        (Decimal("1.0"), "decimal", "1.0"),
        (Decimal("1E+3"), "decimal", "1E+3"),
        (date(2013, 1, 1), "date", "2013-01-01"),
        (datetime(2013, 1, 1), "datetime", "2013-01-01T00:00:00"),  # noqa: DTZ001
        (datetime(2013, 1, 1, tzinfo=UTC), "datetime", "2013-01-01T00:00:00 +00:00"),
        (
            datetime(2013, 1, 1, 6, 30, tzinfo=timezone(timedelta(hours=-1), "A B")),
            "datetime",
            "2013-01-01T06:30:00 -01:00(A B)",
        ),
        (
            datetime(2024, 11, 3, 1, 30, tzinfo=NEW_YORK, fold=1),
            "datetime",
            "2024-11-03T01:30:00 [America/New_York] fold",
        ),
        (time(6, 30, fold=1), "time", "06:30:00 fold"),
        (time(6, 30, tzinfo=NEW_YORK), "time", "06:30:00 [America/New_York]"),
        (timedelta(minutes=5), "timedelta", "300"),
        (timedelta(microseconds=-1), "timedelta", "-0.000001"),
        (timedelta(seconds=10, milliseconds=500), "timedelta", "10.5"),
        (UUID(int=1), "uuid", "00000000-0000-0000-0000-000000000001"),
        (pathlib.Path("a/b"), "path", "a/b"),
        (b"\x00\xff", "bytes", "AP8="),
    ],
)
def test_the_canonical_texts(value: object, kind: str, text: str) -> None:
    assert to_value(value) == Text(type=kind, text=text)
    assert same(from_value(Text(type=kind, text=text)), value)


def test_a_moment_that_pydantic_parsed_keeps_its_offset() -> None:
    class Model(BaseModel):
        at: datetime

    at = Model.model_validate({"at": "2013-01-01T00:00:00+02:00"}).at
    assert to_value(at) == Text(type="datetime", text="2013-01-01T00:00:00 +02:00")


def test_containers_keep_their_type_and_order() -> None:
    assert to_value({"b": [1], "a": (2,)}) == Mapping(
        items=(("b", Sequence(type="list", items=(1,))), ("a", Sequence(type="tuple", items=(2,))))
    )
    assert to_value({3, 1, 2}) == Sequence(type="set", items=(1, 2, 3))
    assert to_value(frozenset({"b", 10, 9.5, None})) == Sequence(
        type="frozenset", items=(9.5, 10, "b", None)
    )


def test_members_and_symbols_are_references() -> None:
    assert to_value(samples.Color.CRIMSON) == Member(enum=here("Color"), name="RED")
    assert to_value(samples.Level.LOW) == Member(enum=here("Level"), name="LOW")
    assert to_value(samples.is_even) == Symbol(ref=here("is_even"))
    assert to_value(samples.Outer.Inner) == Symbol(ref=here("Outer.Inner"))
    assert to_value(len) == Symbol(ref=Ref(module="builtins", name="len"))


@pytest.mark.parametrize(
    ("value", "name", "fields"),
    [
        (samples.Point(1), "Point", (("x", 1), ("y", 0))),
        (samples.Plain(2), "Plain", (("count", 2), ("rest", None))),
        (samples.Outer.Inner(3), "Outer.Inner", (("size", 3),)),
        (samples.Cutoff(), "Cutoff", (("max_delay", 300), ("rest", None))),
        (samples.Aliased.model_validate({"class": 1}), "Aliased", (("class", 1), ("simple", 1))),
        (samples.ByName.model_validate({"size": 1}), "ByName", (("size", 1),)),
        (samples.Open.model_validate({"x": 1}), "Open", (("x", 1),)),
    ],
)
def test_instances_list_all_fields_as_the_constructor_takes_them(
    value: object, name: str, fields: tuple[tuple[str, object], ...]
) -> None:
    assert to_value(value) == Instance(cls=here(name), fields=fields)  # type: ignore[arg-type]
    assert from_value(to_value(value)) == value


class OtherZone(tzinfo):
    def utcoffset(self, at: datetime | None, /) -> timedelta:
        return timedelta(hours=1)

    def tzname(self, at: datetime | None, /) -> str:
        return "other"

    def dst(self, at: datetime | None, /) -> None:
        return None


CYCLE: list[object] = []
CYCLE.append(CYCLE)


def deep(levels: int) -> object:
    found: object = 0
    for _ in range(levels):
        found = [found]
    return found


@pytest.mark.parametrize(
    ("value", "path", "reason"),
    [
        (object(), "", "an instance of `builtins.object` has no literal form"),
        ([1, {"a": object()}], '[1]["a"]', "no literal form"),
        ({object(): 1}, "[key]", "no literal form"),
        ({(1, 2): object()}, "[...]", "no literal form"),
        ({object()}, "{}", "no literal form"),
        (samples.Cutoff(rest=[object()]), ".rest[0]", "no literal form"),
        (samples.Holder(samples.Liar()), ".item", "`tests.codegen.samples.Liar`"),
        ([samples.Liar()], "[0]", "`tests.codegen.samples.Liar`"),
        (samples.Cutoff(rest=samples.Liar()), ".rest", "`tests.codegen.samples.Liar`"),
        (OrderedDict(), "", "a `OrderedDict` would become a plain dict"),
        (
            samples.Hidden.model_validate({"password": "x"}),
            ".password",
            "a secret cannot be written into a file",
        ),
        (lambda: 1, "", "cannot be imported"),
        (samples.local(), "", "cannot be imported"),
        (samples.Right.READ | samples.Right.WRITE, "", "combination"),
        (samples.OnlyPath(), "", "path of aliases"),
        (samples.Doubling(1), "", "gives another value"),
        (samples.Sloppy(), "", "raises ValidationError"),
        (samples.Needy(1, 2), "", "raises TypeError"),
        (datetime(2013, 1, 1, tzinfo=OtherZone()), "", "zoneinfo.ZoneInfo"),
        (pathlib.Path("\udcff"), "", "not valid Unicode"),
        (CYCLE, "[0]", "contains itself"),
        (deep(51), "[0]" * 50, "nested deeper"),
    ],
)
def test_anything_else_is_refused_by_its_place(value: object, path: str, reason: str) -> None:
    with pytest.raises(NotLiteral) as caught:
        to_value(value)
    assert caught.value.path == path
    assert reason in caught.value.reason


def test_what_may_be_nested_deep_enough_is_not_refused() -> None:
    assert from_value(to_value(deep(50))) == deep(50)


def test_a_name_that_leads_to_something_else_is_refused() -> None:
    class Cutoff:  # same name, another class
        pass

    Cutoff.__module__, Cutoff.__qualname__ = HERE, "Cutoff"
    with pytest.raises(NotLiteral, match="is something else"):
        to_value(Cutoff)
    Cutoff.__qualname__ = "Gone"
    with pytest.raises(NotLiteral, match="there is no `Gone`"):
        to_value(Cutoff)
    Cutoff.__module__ = "__main__"
    with pytest.raises(NotLiteral, match="__main__"):
        to_value(Cutoff)


def test_a_module_that_its_package_hides_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """`from package import clean` would give the function, not the module."""
    package, module = ModuleType("package"), ModuleType("package.clean")
    scope = vars(module)
    exec("def clean(): ...", scope)
    monkeypatch.setitem(sys.modules, "package", package)
    monkeypatch.setitem(sys.modules, "package.clean", module)
    package.clean = module  # type: ignore[attr-defined]
    assert to_value(scope["clean"]) == Symbol(ref=Ref(module="package.clean", name="clean"))
    package.clean = scope["clean"]  # type: ignore[attr-defined]
    with pytest.raises(NotLiteral, match=r"package\.clean cannot be imported"):
        to_value(scope["clean"])


def test_an_unknown_text_is_refused() -> None:
    with pytest.raises(ValueError, match="no literal is of type 'complex'"):
        from_value(Text(type="complex", text="1j"))
    with pytest.raises(ValueError, match="not an offset"):
        from_value(Text(type="time", text="06:30:00 soon"))


@given(st.timedeltas())
def test_timedeltas_are_exact(value: timedelta) -> None:
    assert from_value(to_value(value)) == value
