"""Each rule of the verifier is broken once, and a well-formed pipeline breaks none."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from irs import first_of, node, op, pipeline, records, source

from dagcompile.ir.records import (
    Asset,
    AssetName,
    AssetSchedule,
    Build,
    CheckDef,
    Collection,
    Column,
    Const,
    CronSchedule,
    FrameType,
    FromPort,
    Gather,
    Guard,
    InPort,
    Instance,
    Mapping,
    Meaning,
    Member,
    NodeOptions,
    OutPort,
    Partition,
    Pipeline,
    Policy,
    Ref,
    Retry,
    Scalar,
    Sequence,
    Symbol,
    TargetOptions,
    TypeEntry,
    Union,
)
from dagcompile.ir.rules import RULES
from dagcompile.ir.rules.types import SCALARS
from dagcompile.ir.text import type_text
from dagcompile.ir.verify import verify
from dagcompile.runtime.types import names

LOAD = node("load", {"day": "$day"}, policy=Policy(retry=Retry(attempts=1)))
CLEAN = node("clean", {"rows": "load"}, after=["load"])
PICK = first_of("pick", ["clean", "load"], "list[int]")
GOOD = pipeline(
    op("load", {"day": "str"}, out="list[int]"),
    op("clean", {"rows": "list[int]", "limit": "int"}, out="list[int]", optional=["limit"]),
    nodes=[LOAD, CLEAN, PICK],
    outputs={"result": ("pick", "list[int]")},
    params={"day": "str", "n": "int | None"},
)

Change = Callable[[Meaning], Meaning]


def but(**changes: Any) -> Change:
    return lambda meaning: replace(meaning, **changes)


def nodes(*nodes: Any) -> Change:
    return but(nodes=nodes)


def retry(**settings: Any) -> Change:
    policy = Policy(retry=Retry(**{"attempts": 2, **settings}))
    return nodes(replace(LOAD, policy=policy), CLEAN, PICK)


def timeout(seconds: float) -> Change:
    return nodes(replace(LOAD, policy=Policy(timeout=seconds)), CLEAN, PICK)


def guards(*guards: Guard) -> Change:
    return nodes(LOAD, replace(CLEAN, guards=guards), PICK)


def clean(**changes: Any) -> Change:
    return lambda meaning: replace(
        meaning, ops=(meaning.ops[0], replace(meaning.ops[1], **changes))
    )


def entry(key: str, type_: Any) -> Change:
    return lambda meaning: replace(
        meaning,
        types=tuple(
            sorted((*meaning.types, TypeEntry(key=key, type=type_)), key=lambda each: each.key)
        ),
    )


def frame(**changes: Any) -> Change:
    type_ = replace(FrameType(library="pandas", ref=FLIGHTS), **changes)
    return entry(type_text(type_), type_)


def schedule(schedule: CronSchedule | AssetSchedule) -> Change:
    return but(schedule=schedule)


def day(**changes: Any) -> Change:
    return lambda meaning: replace(
        meaning, params=(replace(meaning.params[0], **changes), *meaning.params[1:])
    )


SIX = CronSchedule(expression="0 6 * * *")
DAY = Partition(length="day")
FLIGHTS = Ref(module="app", name="Flights")
DELAY = Column(name="delay", dtype="int64")
OUT = Guard(side="output", port="result", type="list[int]")
RAW = Asset(name="raw")
BROKEN: list[tuple[Change, str, str]] = [
    (but(assets=(RAW, RAW)), "DC304", "2 assets are named `raw`"),
    (but(assets=(RAW, Asset(name="a"))), "DC304", "the assets are not in the order of their names"),
    (nodes(replace(LOAD, writes=("raw",)), CLEAN, PICK), "DC304", "writes asset `raw`, which is"),
    (
        but(assets=(RAW,), nodes=(replace(LOAD, reads=("raw", "raw")), CLEAN, PICK)),
        "DC304",
        "node `load` reads asset `raw` twice",
    ),
    (clean(context="rows"), "DC304", "takes its context as the input `rows`"),
    (clean(context="a b"), "DC304", "context `a b` has a name that Python cannot write"),
    (nodes(LOAD, LOAD, CLEAN, PICK), "DC304", "2 nodes are named `load`"),
    (lambda m: replace(m, ops=(*m.ops, m.ops[0])), "DC304", "2 ops are named `app.ops:load`"),
    (lambda m: replace(m, params=(*m.params, m.params[0])), "DC304", "2 params are named `day`"),
    (lambda m: replace(m, outputs=m.outputs * 2), "DC304", "2 outputs are named `result`"),
    (
        lambda m: replace(m, types=tuple(sorted(m.types * 2, key=lambda e: e.key))),
        "DC304",
        "2 types are named `None`",
    ),
    (
        lambda m: replace(m, ops=(m.ops[0], replace(m.ops[1], inputs=m.ops[1].inputs[:1] * 2))),
        "DC304",
        "2 input of op app.ops:clean",
    ),
    (but(name=""), "DC304", "the pipeline has no name"),
    (nodes(LOAD, CLEAN, PICK, replace(PICK, id="")), "DC304", "node 3 has no name"),
    (
        nodes(replace(LOAD, op="app.ops:gone"), CLEAN, PICK),
        "DC304",
        "node `load` uses op `app.ops:gone`",
    ),
    (nodes(LOAD, replace(CLEAN, after=("gone",)), PICK), "DC304", "node `clean` runs after `gone`"),
    (
        nodes(LOAD, node("clean", {"rows": "gone"}), PICK),
        "DC304",
        "node `clean` takes a value of `gone`",
    ),
    (
        nodes(LOAD, node("clean", {"rows": "load.gone"}), PICK),
        "DC304",
        "node `clean` takes `load.gone`: no such output",
    ),
    (
        nodes(LOAD, node("clean", {"rows": "$gone"}), PICK),
        "DC304",
        "node `clean` takes param `gone`",
    ),
    (
        nodes(
            LOAD, CLEAN, replace(PICK, items=(Gather(type="list", items=(source("pick.gone"),)),))
        ),
        "DC304",
        "takes `pick.gone`",
    ),
    (
        lambda m: replace(m, outputs=(replace(m.outputs[0], source=FromPort(node="gone")),)),
        "DC304",
        "output `result` takes a value of `gone`",
    ),
    (
        lambda m: replace(m, params=(replace(m.params[0], type="app.Day"), m.params[1])),
        "DC304",
        "param `day` has type `app.Day`",
    ),
    (guards(replace(OUT, type="app.Row")), "DC304", "a guard of node `clean` has type `app.Row`"),
    (
        lambda m: replace(m, ops=(m.ops[0], replace(m.ops[1], config="app.Cutoff"))),
        "DC304",
        "the config of op `app.ops:clean` has type",
    ),
    (nodes(CLEAN, LOAD, PICK), "DC304", "node `clean` stands before `load`, which it needs"),
    (
        nodes(replace(LOAD, after=("pick",)), CLEAN, PICK),
        "DC304",
        "node `load` needs itself: `load` -> `pick` -> `load`",
    ),
    (
        nodes(replace(LOAD, after=("load",)), CLEAN, PICK),
        "DC304",
        "node `load` needs itself: `load` -> `load`",
    ),
    (
        nodes(LOAD, replace(CLEAN, inputs=()), PICK),
        "DC304",
        "input `clean.rows` is required and has no source",
    ),
    (
        nodes(LOAD, node("clean", {"rows": "load", "gone": "load"}), PICK),
        "DC304",
        "node `clean` gives `gone`",
    ),
    (
        nodes(LOAD, replace(CLEAN, inputs=CLEAN.inputs * 2), PICK),
        "DC304",
        "input `clean.rows` has 2 sources",
    ),
    (lambda m: replace(m, types=m.types[::-1]), "DC304", "the type table is not sorted by key"),
    (
        entry("list[str, ...]", Collection(type="list", item="str")),
        "DC304",
        "type `list[str]` is in the table as `list[str, ...]`",
    ),
    (
        entry("list[app.Row]", Collection(type="list", item="app.Row")),
        "DC304",
        "type `list[app.Row]` is made of `app.Row`",
    ),
    (
        entry("str | int", Union(members=("str", "int"))),
        "DC304",
        "the members of `str | int` are not two or more, sorted and flat",
    ),
    (
        entry("int | None | str", Union(members=("int | None", "str"))),
        "DC304",
        "are not two or more, sorted and flat",
    ),
    (entry("bytes", Union(members=("bytes",))), "DC304", "are not two or more, sorted and flat"),
    (
        guards(replace(OUT, port="gone")),
        "DC304",
        "a guard of `clean` checks output `gone`: no such port",
    ),
    (
        guards(replace(OUT, side="input")),
        "DC304",
        "a guard of `clean` checks input `result`: no such port",
    ),
    (guards(OUT, OUT), "DC304", "output `clean.result` has two guards"),
    (
        nodes(LOAD, CLEAN, replace(PICK, items=())),
        "DC304",
        "first_of `pick` has nothing to choose from",
    ),
    (retry(attempts=0), "DC304", "the retry of node `load` has 0 attempts; the first one counts"),
    (retry(delay=-1.0), "DC304", "the retry of node `load` has delay -1.0"),
    (retry(delay=float("nan")), "DC304", "delay nan"),
    (retry(max_delay=-0.5), "DC304", "max_delay -0.5"),
    (retry(jitter=float("inf")), "DC304", "jitter inf"),
    (retry(backoff=0.5), "DC304", "backoff 0.5, which is not one or more"),
    (timeout(0.0), "DC304", "the timeout of node `load` is 0.0 seconds"),
    (timeout(-1.0), "DC304", "is -1.0 seconds"),
    (timeout(float("inf")), "DC304", "is inf seconds"),
    (timeout(float("nan")), "DC304", "is nan seconds"),
    (nodes(), "DC321", "pipeline `daily` has no step, so there is nothing to run"),
    (
        lambda m: replace(m, params=(replace(m.params[0], name="a b"), m.params[1])),
        "DC304",
        "param `a b` has a name that Python cannot write",
    ),
    (
        lambda m: replace(m, outputs=(replace(m.outputs[0], name="class"),)),
        "DC304",
        "output `class` has a name",
    ),
    (
        clean(inputs=(InPort(name="2nd", type="int"),)),
        "DC304",
        "input of op app.ops:clean `2nd` has a name",
    ),
    (
        clean(outputs=(OutPort(name="a-b", type="int"),)),
        "DC304",
        "output of op app.ops:clean `a-b` has a name",
    ),
    (
        clean(outputs=(OutPort(name="rows", type="int"),)),
        "DC304",
        "the outputs of op `app.ops:clean` are no fields; they are `rows`, not `result`",
    ),
    (clean(outputs=()), "DC304", "are no fields; they are none"),
    (
        clean(outputs=(OutPort(name="result", type="int"), OutPort(name="b", type="int"))),
        "DC304",
        "they are `result`, `b`, not `result`",
    ),
    (
        clean(outputs=(), fields=True),
        "DC323",
        "op `app.ops:clean` returns a NamedTuple without fields",
    ),
    (
        nodes(LOAD, replace(CLEAN, config=Instance(cls=Ref(module="a", name="C"))), PICK),
        "DC304",
        "node `clean` has a config, and op `app.ops:clean` takes none",
    ),
    (clean(config="int"), "DC304", "node `clean` has no config, and op `app.ops:clean` takes one"),
    (
        clean(ref=Ref(module="app.ops", name="tidy")),
        "DC304",
        "op `app.ops:tidy` is in the table as `app.ops:clean`",
    ),
    (entry("complex", Scalar(name="complex")), "DC304", "there is no scalar type `complex`"),
    (frame(columns=(DELAY, DELAY)), "DC304", "has the column `delay` twice"),
    (
        frame(library="polars", index=(DELAY,)),
        "DC304",
        "frame `pandera.typing.polars.DataFrame[app.Flights]` has an index",
    ),
    (
        frame(columns=(replace(DELAY, checks=(CheckDef(name="even", ref=FLIGHTS),)),)),
        "DC304",
        "a check of frame `pandera.typing.DataFrame[app.Flights]` has an import path",
    ),
    (
        nodes(LOAD, CLEAN, replace(PICK, items=(Gather(type="dict", items=(Const(),)),))),
        "DC304",
        "a dict gathered for node `pick` has 0 keys, not 1",
    ),
    (
        nodes(LOAD, CLEAN, replace(PICK, items=(Gather(type="list", items=(), keys=(1,)),))),
        "DC304",
        "a list gathered for node `pick` has 1 keys, not 0",
    ),
    (schedule(CronSchedule(expression="0 6 * *")), "DC304", "'0 6 * *' is not of five fields"),
    (schedule(CronSchedule(expression="0 6 * *  1")), "DC304", "'0 6 * *  1' is not of five"),
    (schedule(replace(SIX, tz="")), "DC304", "the schedule has no time zone"),
    (schedule(AssetSchedule(items=())), "DC304", "the schedule waits for no asset"),
    (
        schedule(AssetSchedule(items=(AssetSchedule(items=(AssetName(name="raw"),)),))),
        "DC304",
        "waits for asset `raw`: it is not in",
    ),
    (but(start="2013-01-01"), "DC304", "has a start, and no times at which it runs"),
    (but(schedule=SIX, start="20130101"), "DC304", "the start '20130101' is not a day"),
    (but(schedule=SIX, catchup=True), "DC304", "is to catch up, and has no start"),
    (day(partition=Partition(length="day", offset=-1)), "DC304", "that is yet to come"),
    (day(partition=DAY, default=Const()), "DC304", "param `day` has a default and is a partition"),
    (day(partition=DAY), "DC304", "param `day` is a partition and of type `str`"),
]


def test_a_well_formed_pipeline() -> None:
    assert verify(GOOD) == ()


@pytest.mark.parametrize(("change", "code", "message"), BROKEN, ids=[each[2] for each in BROKEN])
def test_a_broken_rule(change: Change, code: str, message: str) -> None:
    problems = verify(replace(GOOD, meaning=change(GOOD.meaning)))
    assert [each for each in problems if each.code == code and message in each.message]
    assert all(each.fix for each in problems)


POOL = TargetOptions(target="airflow", values=(("pool", "db"),))
BUILDS: list[tuple[Build, str]] = [
    (Build(nodes=(NodeOptions(node="gone"),)), "options for node `gone`, and there is none"),
    (Build(nodes=(NodeOptions(node="load"),) * 2), "options for node `load` 2 times"),
    (Build(targets=(POOL, POOL)), "option `airflow.pool` of the pipeline is given 2 times"),
    (
        Build(nodes=(NodeOptions(node="load", targets=(POOL, POOL)),)),
        "option `airflow.pool` of node `load` is given 2 times",
    ),
    *(
        (
            Build(targets=(TargetOptions(target="airflow", values=(("pool", value),)),)),
            "option `airflow.pool` of the pipeline is not plain",
        )
        for value in (
            Symbol(ref=FLIGHTS),
            Sequence(type="list", items=(Symbol(ref=FLIGHTS),)),
            Mapping(items=((3, "a"),)),
            Mapping(items=(("a", Member(enum=FLIGHTS, name="b")),)),
        )
    ),
]


@pytest.mark.parametrize(("build", "message"), BUILDS)
def test_a_broken_rule_of_options(build: Build, message: str) -> None:
    (problem,) = verify(replace(GOOD, build=build))
    assert problem.code == "DC304"
    assert message in problem.message


def test_options_of_targets_may_be_anything_plain() -> None:
    value = Mapping(items=(("a", Sequence(type="list", items=(1, None, "b"))),))
    options = TargetOptions(target="airflow", values=(("pool", value),))
    nodes = (NodeOptions(node="load", targets=(options, replace(options, target="dask"))),)
    assert verify(replace(GOOD, build=Build(targets=(options,), nodes=nodes))) == ()


def test_all_are_reported_at_once() -> None:
    both = nodes(replace(LOAD, op="app.ops:gone"), replace(CLEAN, after=("gone",)), PICK)
    assert len(verify(replace(GOOD, meaning=both(GOOD.meaning)))) == 2


@given(records(Pipeline))
def test_it_reads_any_pipeline_whatever(pipeline: Pipeline) -> None:
    assert all(problem.code.startswith("DC3") for problem in verify(pipeline))


def test_every_rule_says_what_holds() -> None:
    assert all(rule.__doc__ for rule in RULES)
    assert len(set(RULES)) == len(RULES)


def test_a_pattern_beside_a_column_of_its_name_is_another_column() -> None:
    both = frame(columns=(DELAY, replace(DELAY, regex=True)), index=(DELAY,))
    assert verify(replace(GOOD, meaning=both(GOOD.meaning))) == ()


def test_a_scalar_by_its_own_name_is_canonical() -> None:
    assert verify(replace(GOOD, meaning=entry("UUID", Scalar(name="UUID"))(GOOD.meaning))) == ()


def test_the_scalars_are_those_of_the_runtime() -> None:
    assert set(names.SCALARS) == SCALARS
