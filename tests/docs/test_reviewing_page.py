"""What docs/reviewing.md says of weights is what the rules of comparison say."""

import re

from dagcompile.changes.comparers.types.weighing import RULES as OF_TYPES
from dagcompile.changes.presence import PIPELINE_ADDED, PIPELINE_REMOVED
from dagcompile.changes.rules import rule as of_graphs
from dagcompile.changes.set_rules import rule as of_settings
from dagcompile.changes.told_rules import rule as of_what_is_told
from dagcompile.project.settled import (
    OPTION_FOR_PEOPLE,
    OPTION_OF_PROJECT,
    TARGET_ADDED,
    TARGET_REMOVED,
)
from tests.conftest import Golden
from tests.docs.marked import filled, table
from tests.docs.pages import ROOT

PAGE = ROOT / "docs/reviewing.md"
SEEN_BY = {
    "param": "who gives a param",
    "output": "who reads an output",
    "asset": "who reads an asset",
    "config": "who sets a config",
    "inside": "the steps between which they pass",
}
BEFORE = (PIPELINE_ADDED, PIPELINE_REMOVED)
RULES = (*of_graphs, *of_settings, *of_what_is_told)
BEHIND = (TARGET_ADDED, TARGET_REMOVED, OPTION_OF_PROJECT, OPTION_FOR_PEOPLE)


def test_the_page_tells_what_each_change_weighs(golden: Golden) -> None:
    rules = [*BEFORE, *RULES, *BEHIND]
    rows = [(each.what, each.weight, re.sub(r"{\w+}", "…", each.why)) for each in rules]
    types = (
        (SEEN_BY[kind], effect, weight, why.replace("{}", "…"))
        for (kind, effect), (weight, why) in OF_TYPES.items()
    )
    parts = {
        "types": table(("values are seen by", "the type is", "weight", "why"), types),
        "weights": table(("change", "weight", "why"), rows),
    }
    golden(PAGE, filled(PAGE.read_text(), parts))


def test_no_change_stands_in_the_table_twice() -> None:
    names = [each.what for each in (*BEFORE, *RULES, *BEHIND)]
    assert len(set(names)) == len(names)
