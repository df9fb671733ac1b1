"""The kinds of callables that docs/authoring.md shows are those that tests try."""

from kinds.table import GROUPS, Kind

from tests.conftest import Golden
from tests.docs.marked import code, filled, table
from tests.docs.pages import ROOT

PAGE = ROOT / "docs/authoring.md"


def test_the_page_shows_every_kind_of_callable(golden: Golden) -> None:
    parts = [table((title, "written", "an op?"), map(_row, kinds)) for title, kinds in GROUPS]
    golden(PAGE, filled(PAGE.read_text(), {"kinds": "\n".join(parts)}))


def _row(kind: Kind) -> tuple[str, str, str]:
    link = f"[{kind.code}](errors.md#{kind.code.lower()})"
    answer = "yes" if kind.verdict == "supported" else f"{link}: {kind.fix}"
    return kind.kind, code(kind.written), answer
