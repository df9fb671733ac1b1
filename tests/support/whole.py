"""A pipeline in which every field of every record says something that it may say otherwise."""

from dataclasses import replace

from whole_types import FRAME, IMAGE, PLANES, SMALL, TABLE, ref

from dagcompile.ir.records import (
    Asset,
    AssetName,
    AssetSchedule,
    Build,
    Const,
    CronSchedule,
    Docs,
    Expect,
    Expectation,
    FirstOf,
    FromParam,
    FromPort,
    Gather,
    Guard,
    InPort,
    Input,
    Instance,
    Kept,
    Look,
    Mapping,
    Meaning,
    Member,
    NodeOptions,
    OpDef,
    Operator,
    OpNode,
    OutPort,
    Output,
    Param,
    Partition,
    Pipeline,
    Policy,
    Retry,
    Sample,
    Sequence,
    Stage,
    Symbol,
    TargetOptions,
    Text,
    TypeEntry,
)

LOAD = OpDef(
    key="app.ops:load",
    ref=ref("load"),
    inputs=(
        InPort(name="since", type="date"),
        InPort(name="limit", type=SMALL, required=False, default=Const(value=3), keyword_only=True),
        InPort(name="token", type="Token", required=False),
    ),
    outputs=(
        OutPort(name="rows", type="list[app.models.Row]"),
        OutPort(name="frame", type=FRAME, maybe=True),
    ),
    fields=True,
    config="app.models.Settings",
    context="attempt",
)
MIX = OpDef(
    key="app.ops:mix",
    ref=ref("mix"),
    inputs=(
        InPort(name="groups", type="Any"),
        InPort(name="pair", type="tuple[int, str]"),
        InPort(name="named", type="dict[str, int]"),
        InPort(name="how", type="Literal['fast', 'slow']"),
        InPort(name="kinds", type="Any", required=False),
        InPort(name="planes", type=PLANES, required=False),
        InPort(name="flag", type="bool", required=False),
        InPort(name="sizes", type="set[int]", required=False),
    ),
    outputs=(OutPort(name="result", type="app.models.Row | int | None"),),
)
PASS = OpDef(
    key="app.ops:pass_on",
    ref=ref("pass_on"),
    inputs=(InPort(name="result", type="app.models.Row | int | None"),),
    outputs=(OutPort(name="result", type="dict[int, float]"),),
)
WAIT = OpDef(
    key="air.sensors:Wait#1234",
    ref=ref("Wait", "air.sensors"),
    inputs=(InPort(name="client", type="app.models.Client", required=False, keyword_only=True),),
    outputs=(OutPort(name="result", type=IMAGE),),
    operator=Operator(
        arguments=(("every", 30), ("path", "/in")), stand_in=ref("wait", "app.stand_ins")
    ),
)


def rows(name: str, **settings: object) -> Expectation:
    return Expectation(
        name=f"app.checks.{name}",
        ref=ref(name, "app.checks"),
        **settings,  # type: ignore[arg-type]
    )


def load(id: str, **settings: object) -> OpNode:
    return OpNode(
        id=id,
        op="app.ops:load",
        config=Instance(
            cls=ref("Settings", "app.models"),
            fields=(("limit", 5), ("how", Member(enum=ref("How", "app.models"), name="ALL"))),
        ),
        **settings,  # type: ignore[arg-type]
    )


def port(node: str, name: str = "result") -> FromPort:
    return FromPort(node=node, port=name)


def whole() -> Pipeline:
    """The pipeline, which is well-formed."""
    first = load(
        "first",
        inputs=(
            Input(port="since", source=FromParam(name="begin")),
            Input(port="limit", source=Const(value=Text(type="decimal", text="1.5"))),
        ),
        policy=Policy(
            retry=Retry(
                attempts=4,
                delay=2.0,
                backoff=2.0,
                max_delay=60.0,
                jitter=0.5,
                on=(ref("Away"), ref("OSError", "builtins")),
            ),
            timeout=30.0,
            severity="warn",
            placement="inline",
            depth=Sample(count=10),
            guarded_retry=True,
        ),
        guards=(
            Guard(side="output", port="rows", type="list[app.models.Row]", severity="warn"),
            Guard(side="output", port="frame", type=FRAME, maybe=True, depth=Sample(count=10)),
            Guard(side="input", port="since", type="date", depth="schema"),
        ),
        expectations=(
            rows(
                "few",
                looks=(Look(port="since", type="date"),),
                by_position=True,
                params=(("most", 9), ("least", Symbol(ref=ref("least", "app.checks")))),
                severity="warn",
            ),
            rows("many", looks=(Look(side="output", port="rows", type="list[app.models.Row]"),)),
            rows(
                "hours",
                form="column",
                looks=(Look(side="output", port="frame", type=FRAME),),
                secret=True,
            ),
        ),
        reads=("archive", "lake"),
        writes=("cache", "log"),
        keeps=(Kept(port="rows", asset="table"), Kept(port="frame", asset="frames")),
    )
    mixed = OpNode(
        id="mixed",
        op="app.ops:mix",
        inputs=(
            Input(
                port="groups",
                source=Gather(type="list", items=(port("first", "rows"), port("second", "rows"))),
            ),
            Input(port="pair", source=Const(value=Sequence(type="tuple", items=(1, "x")))),
            Input(
                port="named",
                source=Gather(type="dict", items=(Const(value=2), Const(value=3)), keys=("a", "b")),
            ),
            Input(port="how", source=Const(value="fast")),
            Input(
                port="kinds",
                source=Const(
                    value=Mapping(items=(("k", 1), ("l", Text(type="float", text="nan"))))
                ),
            ),
        ),
        after=("wait", "second"),
    )
    nodes = (
        OpNode(id="wait", op=WAIT.key),
        first,
        load("second", inputs=(Input(port="since", source=FromParam(name="until")),)),
        mixed,
        FirstOf(
            id="best",
            items=(port("mixed"), port("first", "frame")),
            type="app.models.Row | int | None",
            after=("wait", "second"),
        ),
        OpNode(
            id="passed",
            op="app.ops:pass_on",
            inputs=(Input(port="result", source=port("best")),),
            guards=(Guard(side="output", port="result", type="dict[int, float]"),),
            expectations=(
                rows("good", looks=(Look(side="output", port="result", type="dict[int, float]"),)),
            ),
        ),
        Expect(
            id="sound",
            expectation=rows(
                "sound", looks=(Look(port="a", type="Any"), Look(port="b", type=FRAME))
            ),
            inputs=(
                Input(port="a", source=port("best")),
                Input(port="b", source=port("second", "frame")),
            ),
            after=("wait", "second"),
        ),
    )
    meaning = Meaning(
        name="whole",
        params=(
            Param(name="begin", type="date", partition=Partition(length="day", offset=2)),
            Param(name="until", type="date"),
            Param(name="top", type="int", default=Const(value=5)),
        ),
        nodes=nodes,
        outputs=(
            Output(name="chosen", source=port("best"), type="app.models.Row | int | None"),
            Output(name="rows", source=port("second", "rows"), type="list[app.models.Row]"),
        ),
        ops=(WAIT, LOAD, MIX, PASS),
        types=tuple(TypeEntry(key=key, type=TABLE[key]) for key in sorted(TABLE)),
        schedule=AssetSchedule(
            type="any",
            items=(
                AssetName(name="archive"),
                AssetSchedule(items=(AssetName(name="lake"), AssetName(name="log"))),
            ),
        ),
        assets=tuple(
            Asset(name=name, uri=f"s3://{name}")
            for name in ("archive", "cache", "frames", "lake", "log", "table")
        ),
        stages=(Stage(id="both", nodes=("first", "second")), Stage(id="end", nodes=("best",))),
    )
    options = TargetOptions(target="airflow", values=(("pool", "a"), ("queue", "b")))
    return Pipeline(
        meaning=meaning,
        docs=Docs(
            origin=ref("whole", "app.pipelines"),
            text="All of it.\n\nAnd more.",
            params=(("begin", "which day"), ("top", "how many")),
            ops=(("app.ops:load", "Load it."), ("app.ops:mix", "Mix it.")),
            aliases=(("app.models.Row", ref("Line")), ("dict[str, int]", ref("Sizes"))),
            tags=("a", "b"),
            owner="team",
            configs=(("app.ops:load.how", "how"), ("app.ops:load.limit", "how many")),
        ),
        build=Build(
            guards="steps",
            expectations="warn",
            depth=Sample(count=7),
            targets=(options, TargetOptions(target="dask", values=(("pure", True),))),
            nodes=(
                NodeOptions(node="first", targets=(options,)),
                NodeOptions(node="second", targets=(options,)),
            ),
        ),
    )


def daily() -> Pipeline:
    """The same, due by a clock."""
    made = whole()
    schedule = CronSchedule(expression="0 6 * * *", tz="Europe/Berlin")
    meaning = replace(made.meaning, schedule=schedule, start="2024-02-01", catchup=True)
    return replace(made, meaning=meaning)
