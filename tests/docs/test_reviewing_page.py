"""What docs/reviewing.md says of weights is what the rules of comparison say."""

import re

from dagcompile.changes.presence import PIPELINE_ADDED, PIPELINE_REMOVED
from dagcompile.changes.rules import RULES
from dagcompile.project.settled import OPTION_OF_PROJECT, TARGET_ADDED, TARGET_REMOVED
from tests.conftest import Golden
from tests.docs.marked import filled, table
from tests.docs.pages import ROOT

PAGE = ROOT / "docs/reviewing.md"
BEFORE, BEHIND = (PIPELINE_ADDED, PIPELINE_REMOVED), (TARGET_ADDED, TARGET_REMOVED)


def test_the_page_tells_what_each_change_weighs(golden: Golden) -> None:
    rules = [*BEFORE, *RULES, *BEHIND, OPTION_OF_PROJECT]
    rows = [(each.what, each.weight, re.sub(r"{\w+}", "…", each.why)) for each in rules]
    golden(PAGE, filled(PAGE.read_text(), {"weights": table(("change", "weight", "why"), rows)}))


def test_no_change_stands_in_the_table_twice() -> None:
    names = [each.what for each in (*BEFORE, *RULES, *BEHIND, OPTION_OF_PROJECT)]
    assert len(set(names)) == len(names)
