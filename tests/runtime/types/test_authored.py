"""What the author's own checks are called, of a type and of its parts."""

from dataclasses import dataclass
from typing import Annotated, Any

import pandera.pandas as pa
from pandera.typing import DataFrame

from dagcompile import Bounds, Check, checked
from dagcompile.runtime.debug.watch import ValueChanged
from dagcompile.runtime.types import shape_of
from dagcompile.runtime.types.authored import authored_checks


def even(value: Any) -> bool:
    return bool(value % 2 == 0)


def few(value: Any) -> bool:
    return len(value) < 3


@dataclass
class Row:
    number: Annotated[int, Bounds(ge=1), Check(even)]
    again: Annotated[int, Check(even)] = 0


class Numbers(pa.DataFrameModel):
    a: int = pa.Field(ge=0)

    @pa.check("a")
    @classmethod
    def odd(cls, values: Any) -> Any:
        return values % 2 == 1


def test_they_are_found_below_names_and_in_parts() -> None:
    named = checked(list[Row], Check(few, name="a few"), name="Few")
    assert authored_checks(shape_of(named | None)) == ("a few", f"{__name__}.even")
    assert authored_checks(shape_of(int)) == ()


def test_those_of_a_contract_are_found_and_those_of_pandera_are_not() -> None:
    assert authored_checks(shape_of(DataFrame[Numbers])) == (f"{__name__}.Numbers.odd",)


def test_who_changed_a_value_is_named_as_well_as_it_is_known() -> None:
    told = [str(ValueChanged("n.x", ["[0] is gone"], names)) for names in ((), ("a",), ("a", "b"))]
    assert told == [
        "it changed n.x, at which it is only to look: [0] is gone",
        "`a` changed n.x, at which it is only to look: [0] is gone",
        "one of `a`, `b` changed n.x, at which it is only to look: [0] is gone",
    ]
