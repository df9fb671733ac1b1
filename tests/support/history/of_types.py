"""Changes of types, guards and expectations."""

from history.records import CONTRACTS, OPS, PIPELINES, SETTINGS, SOURCES, Case, Edit

TYPES = (
    Case(
        name="a param takes less",
        edits=(Edit(CONTRACTS, "Bounds(ge=1, le=20)", "Bounds(ge=1, le=10)"),),
        told=(
            "breaking param `top` narrowed",
            "risky edge `rank.top` narrowed",
        ),
    ),
    Case(
        name="a param takes more",
        edits=(Edit(CONTRACTS, "Bounds(ge=1, le=20)", "Bounds(ge=1, le=50)"),),
        told=(
            "risky edge `rank.top` widened",
            "safe param `top` widened",
        ),
    ),
    Case(
        name="a param has another name",
        edits=(
            Edit(PIPELINES, "top: Top = 5", "worst: Top = 5"),
            Edit(PIPELINES, "carrier_names()), top)", "carrier_names()), worst)"),
        ),
        told=("breaking param `worst` renamed",),
    ),
    Case(
        name="a param more",
        edits=(
            Edit(PIPELINES, "top: Top = 5)", "top: Top = 5, best: Top = 5)"),
            Edit(
                PIPELINES,
                "    publish(figures)\n",
                '    publish(figures)\n    rank.named("again")(by_carrier.named("anew")(flights.landed, carrier_names.named("names")()), best)\n',
            ),
        ),
        told=(
            "safe param `best` added",
            "safe node `names` added",
            "safe node `anew` added",
            "safe node `again` added",
        ),
    ),
    Case(
        name="a param has another default",
        edits=(Edit(PIPELINES, "top: Top = 5", "top: Top = 3"),),
        told=("risky param `top.default` changed",),
    ),
    Case(
        name="a column is held to more",
        edits=(Edit(CONTRACTS, "seats: int = pa.Field(ge=1)", "seats: int = pa.Field(ge=2)"),),
        told=(
            "risky type `pandera.typing.polars.DataFrame[flights.contracts.Plane].seats` narrowed",
        ),
    ),
    Case(
        name="a column may be null",
        edits=(
            Edit(
                CONTRACTS,
                "    visibility: float = pa.Field(ge=0)\n\n    class Config",
                "    visibility: float = pa.Field(nullable=True, ge=0)\n\n    class Config",
            ),
        ),
        told=(
            "risky type `pandera.typing.polars.DataFrame[flights.contracts.Weather].visibility` widened",
        ),
    ),
    Case(
        name="a column more",
        edits=(
            Edit(
                CONTRACTS,
                "    departures: int = pa.Field(ge=1)\n    mean_delay: float\n",
                "    departures: int = pa.Field(ge=1)\n    mean_delay: float\n    worst: int\n",
            ),
            Edit(
                OPS,
                '        mean_delay=mean("delay"),\n',
                '        mean_delay=mean("delay"),\n        worst=pl.col("delay").max(),\n',
            ),
        ),
        told=(
            "risky type `pandera.typing.polars.DataFrame[flights.contracts.HourDelay].worst` added",
        ),
    ),
    Case(
        name="a field of the result more",
        edits=(
            Edit(CONTRACTS, "    seats_lost: int\n", "    seats_lost: int\n    on_time: int = 0\n"),
        ),
        told=(
            "risky type `flights.contracts.Report` changed",
            "risky type `flights.contracts.Report.on_time` added",
        ),
    ),
    Case(
        name="a field of the result is of another type",
        edits=(
            Edit(
                CONTRACTS,
                "    cancelled: int\n    seats_lost: int\n",
                "    cancelled: float\n    seats_lost: int\n",
            ),
        ),
        told=("breaking type `flights.contracts.Report.cancelled` widened",),
    ),
    Case(
        name="a record between steps has a field less",
        edits=(
            Edit(CONTRACTS, "    origin: str\n    delay: int\n", "    delay: int\n"),
            Edit(OPS, '"number", "origin", delay=', '"number", delay='),
        ),
        told=("breaking type `flights.contracts.LongestWait.origin` removed",),
    ),
    Case(
        name="a type has another name",
        edits=(Edit(CONTRACTS, 'Named("Flights")]\nLandings', 'Named("Scheduled")]\nLandings'),),
        told=("cosmetic type `Scheduled` renamed",),
    ),
    Case(
        name="a guard only warns",
        edits=(
            Edit(OPS, "@op\ndef clean(", '@op(guard=Guard(severity="warn"))\ndef clean('),
            Edit(OPS, "from dagcompile import SKIP, op", "from dagcompile import SKIP, Guard, op"),
        ),
        told=("risky guard `clean.severity` loosened",),
    ),
    Case(
        name="guards look less deep",
        edits=(
            Edit(SETTINGS, 'out = "generated"\n', 'out = "generated"\nguard-depth = "schema"\n'),
        ),
        told=("risky guard `depth` loosened",),
    ),
    Case(
        name="guards are steps",
        edits=(
            Edit(
                SETTINGS,
                "\n[tool.pytest",
                '\n[tool.dagcompile.target.airflow]\nguards = "steps"\n\n[tool.pytest',
            ),
        ),
        told=("safe guard `placement on airflow` moved",),
    ),
    Case(
        name="something is expected",
        edits=(
            Edit(
                SOURCES,
                "@op\ndef load_weather",
                '@op(expect=[expect(all_day, of="result")])\ndef load_weather',
            ),
            Edit(
                SOURCES,
                'MISSING = "NA"',
                'def all_day(observed: pl.DataFrame) -> bool:\n    """Whether some hour of the day was observed."""\n    return len(observed) >= 24\n\n\nMISSING = "NA"',
            ),
            Edit(
                SOURCES,
                "from dagcompile import Retry, op",
                "from dagcompile import Retry, expect, op",
            ),
        ),
        told=("risky expectation `load_weather.all_day` added",),
    ),
    Case(
        name="something is expected and only warned of",
        edits=(
            Edit(
                SOURCES,
                "@op\ndef load_weather",
                '@op(expect=[expect(all_day, of="result", severity="warn")])\ndef load_weather',
            ),
            Edit(
                SOURCES,
                'MISSING = "NA"',
                'def all_day(observed: pl.DataFrame) -> bool:\n    """Whether some hour of the day was observed."""\n    return len(observed) >= 24\n\n\nMISSING = "NA"',
            ),
            Edit(
                SOURCES,
                "from dagcompile import Retry, op",
                "from dagcompile import Retry, expect, op",
            ),
        ),
        told=("safe expectation `load_weather.all_day` added",),
    ),
)
