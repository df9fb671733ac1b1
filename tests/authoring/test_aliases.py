"""Names that authors gave to types are found where they are defined."""

from typing import Any, Optional

from wired import contracts, ops
from wired.contracts import Row

from dagcompile import Maybe, op, pipeline
from dagcompile.authoring import trace
from dagcompile.ir import records as ir

OptionalRow = Optional[Row]  # noqa: UP045
_Quiet = OptionalRow
Pairs = dict[str, contracts.Score]


def aliases(each: Any) -> dict[str, ir.Ref]:
    return dict(trace(each).pipeline.docs.aliases)


def contract(name: str) -> ir.Ref:
    return ir.Ref(module="wired.contracts", name=name)


def here(name: str) -> ir.Ref:
    return ir.Ref(module=__name__, name=name)


ROWS = "Annotated[list[wired.contracts.Row], wired.contracts.not_empty]"
SCORE = "Annotated[float, ge=0, le=1]"


def test_as_an_attribute_of_an_imported_module() -> None:
    @pipeline
    def one(rows: contracts.Rows) -> None:
        pass

    assert aliases(one) == {ROWS: contract("Rows")}


def test_imported_by_name_it_is_found_at_home() -> None:
    @pipeline
    def one(rows: list[Row], lookup: dict[str, Row]) -> None:
        ops.score(rows)
        ops.look(lookup)

    assert aliases(one) == {
        SCORE: contract("Score"),
        "dict[str, wired.contracts.Row]": contract("Lookup"),
    }


def test_inside_another_type() -> None:
    @pipeline
    def one(parts: list[contracts.Rows], pairs: Pairs) -> None:
        pass

    assert aliases(one) == {
        ROWS: contract("Rows"),
        SCORE: contract("Score"),
        f"dict[str, {SCORE}]": here("Pairs"),
    }


def test_a_public_name_goes_before_a_private_one() -> None:
    @pipeline
    def one(row: _Quiet) -> None:
        pass

    assert aliases(one) == {"wired.contracts.Row | None": here("OptionalRow")}


def test_withheld_or_written_out_there_is_none() -> None:
    @pipeline
    def one(rows: list[Row], number: int | None) -> Maybe[list[Row]]:
        return rows

    assert aliases(one) == {}


def test_names_of_other_libraries_are_not_taken() -> None:
    def anything(value: Any) -> Any:
        return value

    anything.__qualname__ = anything.__name__ = "test_names_of_other_libraries_are_not_taken"

    @pipeline
    def one(value: Any) -> None:
        pass

    assert aliases(one) == {}
    assert op(anything)(1) == 1
