"""The tables of docs/weights.md are the rules by which changes are weighed."""

import re

from dagcompile.changes import WEIGHTS
from dagcompile.changes.compare import COMPARERS
from dagcompile.changes.rules import RULES
from dagcompile.changes.types.weighing import RULES as OF_TYPES
from tests.conftest import Golden
from tests.docs.marked import filled, table
from tests.docs.pages import ROOT

PAGE = ROOT / "docs/weights.md"
SEEN_BY = {
    "param": "who gives a param",
    "output": "who reads an output",
    "asset": "who reads an asset",
    "config": "who sets a config",
    "inside": "the steps between which it passes",
}
WITHOUT = ("how", "since", "made_up")
"""Parts of a reason that are not always there."""


def test_the_tables_are_the_rules(golden: Golden) -> None:
    assert COMPARERS  # with them, all rules are known
    types = (
        (SEEN_BY[kind], effect, f"**{weight}**", reason.replace("{}", "…"))
        for (kind, effect), (weight, reason) in OF_TYPES.items()
    )
    parts = {"types": table(("seen by", "it is", "weight", "because"), types)}
    for weight in WEIGHTS:
        rows = sorted((each.what, _shown(each.why)) for each in RULES if each.weight == weight)
        parts[weight] = table((weight, "because"), rows)
    golden(PAGE, filled(PAGE.read_text(), parts))


def _shown(why: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: "" if match[1] in WITHOUT else "…", why)


def test_each_rule_is_a_line_of_its_own() -> None:
    assert len({each.what for each in RULES}) == len(RULES)
