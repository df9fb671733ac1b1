"""Three versions to one: what two sides changed apart from one another, and what conflicts."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from dagcompile.changes.merging import merge
from dagcompile.ir.codec import dumps
from dagcompile.ir.records import Pipeline
from dagcompile.passes import compile_ir
from tests.changes.merging.conftest import Edit

Compile: TypeAlias = Callable[..., Pipeline]

NEW_NODE = ("    # one\n", "    alarm.named('first')(count.named('count_all')(found))\n")
EDITS: dict[str, tuple[Edit, ...]] = {
    "a node": (NEW_NODE,),
    "a node that needs another": (("    # three\n", "    alarm(shut)\n"),),
    "a node between": (
        ("    # two\n", "    extra = count.named('count_more')(both.open)\n"),
        ("total([open, shut])", "total([open, shut, extra])"),
    ),
    "a node of an op that nothing used": (("    # four\n", "    floors(found)\n"),),
    "a timeout": (("with_policy(timeout=30)", "with_policy(timeout=60)"),),
    "a retry": (
        (
            'count.named("count_open")',
            'count.named("count_open").with_policy(retry=Retry(attempts=2))',
        ),
    ),
    "a config": (("first: int = 9", "first: int = 8"),),
    "a field of a config": (("last: int = 17\n", "last: int = 17\n    noon: bool = True\n"),),
    "a zone": (('Cron("0 6 * * *")', 'Cron("0 6 * * *", tz="Europe/Vienna")'),),
    "a default": (('building: str = "north"', 'building: str = "south"'),),
    "a param": (("limit: int = 3", "limit: int = 3, *, loud: bool = False"),),
    "a param less": ((", limit: int = 3", ""),),
    "tags": (('tags=["doors"]', 'tags=["doors", "daily"]'),),
    "an owner": (('owner="facilities"', 'owner="security"'),),
    "docs of the pipeline": (("How many doors there are.", "The number of doors."),),
    "docs of an op": (('"""How many."""', '"""The number."""'),),
    "a field of a record": (("    floor: int\n", "    floor: int\n    lock: str = ''\n"),),
    "what an op takes": (("def total(counts: list[int])", "def total(counts: list[float])"),),
    "a renamed node": (('"count_shut"', '"count_closed"'),),
    "a renamed function": (
        ("@op\ndef split(doors", "@op\ndef parted(doors"),
        ("both = split(found)", "both = parted.named('split')(found)"),
    ),
    "a renamed param": (
        ('(building: str = "north"', '(house: str = "north"'),
        ("found = doors(building)", "found = doors(house)"),
    ),
    "what is kept": (("@op\ndef total", "@op(keeps=COUNTS)\ndef total"),),
    "options of a target": (
        ("@op\ndef split", '@op(targets={"airflow": {"pool": "doors"}})\ndef split'),
    ),
    "options of all": (
        ('owner="facilities"', 'owner="facilities", targets={"dask": {"nodes": {"priority": 1}}}'),
    ),
    "a stage": (
        ("    # three\n    result = total", "    with stage('sums'):\n        result = total"),
    ),
}

DOUBTFUL = [
    {one, other}
    for one in ("a node", "a node between")
    for other in ("a config", "a field of a config")
]
"""What may come of a default, or not: the IR does not say."""


def both(one: str, other: str) -> bool:
    """Whether two edits are of different lines."""
    mine, theirs = EDITS[one], EDITS[other]
    return not any(before in text or text in before for before, _ in mine for text, _ in theirs)


@pytest.mark.parametrize("name", EDITS)
def test_what_one_side_changed_is_taken(name: str, compiled: Compile) -> None:
    base, new = compiled(), compiled(*EDITS[name])
    assert dumps(new) != dumps(base)
    for ours, theirs in ((new, base), (base, new), (new, new)):
        merged = merge(base, ours, theirs)
        assert merged.conflicts == ()
        assert dumps(compile_ir(merged.pipeline)) == dumps(new)


@pytest.mark.parametrize("one", EDITS)
def test_what_each_side_changed_is_what_their_merged_source_says(
    one: str, compiled: Compile
) -> None:
    names = list(EDITS)
    base, mine = compiled(), compiled(*EDITS[one])
    for other in names[names.index(one) + 1 :: 2]:  # a half of the pairs is enough
        if not both(one, other):
            continue
        others = compiled(*EDITS[other])
        found = merge(base, mine, others), merge(base, others, mine)
        if {one, other} in DOUBTFUL:
            assert [len(each.conflicts) for each in found] == [1, 1], other
            continue
        assert [each.conflicts for each in found] == [(), ()], other
        expected = dumps(compiled(*EDITS[one], *EDITS[other]))
        assert [dumps(compile_ir(each.pipeline)) for each in found] == [expected] * 2, other


CONFLICTS: dict[
    str, tuple[tuple[Edit, ...], tuple[Edit, ...], list[tuple[str, str | None, str | None]]]
] = {
    "a timeout": (
        (("timeout=30", "timeout=10"),),
        (("timeout=30", "timeout=20"),),
        [("timeout of node count_shut", "10 s", "20 s")],
    ),
    "a default": (
        (('"north"', '"south"'),),
        (('"north"', '"east"'),),
        [("default of param building", "'south'", "'east'")],
    ),
    "a zone and the times": (
        (('Cron("0 6 * * *")', 'Cron("0 6 * * *", tz="Europe/Vienna")'),),
        (('Cron("0 6 * * *")', 'Cron("0 7 * * *")'),),
        [("schedule", "0 6 * * * Europe/Vienna", "0 7 * * * UTC")],
    ),
    "an edge": (
        (('count_open")(both.open)', 'count_open")(both.shut)'),),
        (('count_open")(both.open)', 'count_open")(found)'),),
        [("input doors of node count_open", "split.shut", "doors")],
    ),
    "one node of two kinds": (
        (("    # four\n", "    alarm.named('last')(result)\n"),),
        (("    # four\n", "    alarm.named('last')(open)\n"),),
        [("input number of node last", "total", "count_open")],
    ),
    "removed here, changed there": (
        (
            ('    shut = count.named("count_shut").with_policy(timeout=30)(both.shut)\n', ""),
            ("total([open, shut])", "total([open])"),
        ),
        (("timeout=30", "timeout=60"),),
        [("node count_shut", None, "merged_doors:count(doors=split.shut)")],
    ),
    "a field of a record": (
        (("floor: int", "floor: str"),),
        (("floor: int", "floor: float"),),
        [("type of floor of type merged_doors.Door", "str", "float")],
    ),
    "the docs": (
        (("How many doors there are.", "One."),),
        (("How many doors there are.", "Two."),),
        [("docs", "One.", "Two.")],
    ),
    "the docs of an op": (
        (('"""How many."""', '"""One."""'),),
        (('"""How many."""', '"""Two."""'),),
        [("docs of op merged_doors:count", "One.", "Two.")],
    ),
    "a retry": (
        (("@op\ndef total", "@op(retry=Retry(attempts=2, delay=1))\ndef total"),),
        (("@op\ndef total", "@op(retry=Retry(attempts=2, delay=3))\ndef total"),),
        [("delay of retry of node total", "1 s", "3 s")],
    ),
    "fields at one place": (
        (("    floor: int\n", "    floor: int\n    lock: str = ''\n"),),
        (("    floor: int\n", "    floor: int\n    wing: str = ''\n"),),
        [
            (
                "order of fields of type merged_doors.Door",
                "name, floor, lock",
                "name, floor, wing",
            )
        ],
    ),
    "a field with two new names": (
        (("    floor: int\n", "    level: int\n"), ("each.floor", "each.level")),
        (("    floor: int\n", "    storey: int\n"), ("each.floor", "each.storey")),
        [("order of fields of type merged_doors.Door", "name, level", "name, storey")],
    ),
    "outputs at one place": (
        (("    shut: list[Door]\n", "    shut: list[Door]\n    ajar: list[Door]\n"),),
        (("    shut: list[Door]\n", "    shut: list[Door]\n    gone: list[Door]\n"),),
        [("order of outputs of op merged_doors:split", "open, shut, ajar", "open, shut, gone")],
    ),
    "params at one place": (
        (("limit: int = 3", "limit: int = 3, most: int = 1"),),
        (("limit: int = 3", "limit: int = 3, least: int = 1"),),
        [("order of params", "building, limit, most", "building, limit, least")],
    ),
    "a node with two new names": (
        EDITS["a renamed node"],
        (('"count_shut"', '"count_locked"'),),
        [("name of node count_shut", "count_closed", "count_locked")],
    ),
    "a function with two new names": (
        EDITS["a renamed function"],
        (
            ("@op\ndef split(doors", "@op\ndef sorted_by(doors"),
            ("both = split(found)", "both = sorted_by.named('split')(found)"),
        ),
        [("name of merged_doors.split", "merged_doors.parted", "merged_doors.sorted_by")],
    ),
    "a new name that is another's": (
        EDITS["a renamed node"],
        (("    # four\n", "    count.named('count_closed').with_policy(timeout=30)(found)\n"),),
        [
            ("node count_closed", "what was count_shut", "another one"),
            ("input doors of node count_closed", "split.shut", "doors"),
        ],
    ),
    "a new node and the default of its config": (
        (("first: int = 9", "first: int = 8"),),
        (NEW_NODE,),
        [("first of config of node count_all", "8", "9")],
    ),
}


@pytest.mark.parametrize("name", CONFLICTS)
def test_what_both_changed_otherwise_is_told(name: str, compiled: Compile) -> None:
    mine, others, expected = CONFLICTS[name]
    base, ours, theirs = compiled(), compiled(*mine), compiled(*others)
    for one, other, turned in ((ours, theirs, False), (theirs, ours, True)):
        merged = merge(base, one, other)
        told = [
            (" of ".join(reversed(each.where)), *(each.ours, each.theirs)[:: -1 if turned else 1])
            for each in merged.conflicts
        ]
        assert told == expected


SECRET = (
    "from typing import NamedTuple",
    "from typing import NamedTuple\nfrom dagcompile import Secret",
)


def test_what_one_side_calls_a_secret_is_told_of_none(compiled: Compile) -> None:
    by_hand = (', schedule=Cron("0 6 * * *")', "")
    taken = ("def doors(building: str)", "def doors(building: Secret[str])")
    base = compiled(by_hand)
    ours = compiled(by_hand, SECRET, taken, ('(building: str = "north"', "(building: Secret[str]"))
    theirs = compiled(by_hand, ('building: str = "north"', 'building: str = "hunter2"'))
    for one, other in ((ours, theirs), (theirs, ours)):
        told = merge(base, one, other).conflicts
        assert [each.where for each in told] == [("param building", "default")]
        assert {told[0].ours, told[0].theirs} == {"none", "a secret"}
    wired = compiled(by_hand, ("found = doors(building)", 'found = doors("hunter2")'))
    house = ('(building: str = "north"', '(house: Secret[str], building: str = "north"')
    moved = compiled(by_hand, SECRET, taken, house, ("doors(building)\n", "doors(house)\n"))
    told = merge(base, wired, moved).conflicts
    assert "hunter2" not in str(told)
    assert ("a secret", "param house") in [(each.ours, each.theirs) for each in told]


def test_a_pipeline_that_both_added_alike_is_no_conflict(compiled: Compile) -> None:
    one = compiled()
    assert merge(None, one, compiled()).pipeline == one
    assert merge(None, one, compiled(*EDITS["a timeout"])).conflicts
