"""Changes of what is computed from what."""

from history.records import OPS, PIPELINES, SINKS, Case, Edit

_LATE = '''

@op
def late(flights: Landings) -> int:
    """How many landed late."""
    return len(flights.filter(pl.col("arr_delay") > 0))


def exact('''

_UNIQUE = '''

@op
def unique(flights: Flights) -> Flights:
    """Each flight once."""
    return framed(flights.unique(maintain_order=True), Flight)


def exact('''

GRAPH = (
    Case(
        name="a step that nobody reads",
        edits=(
            Edit(OPS, "\n\ndef exact(", _LATE),
            Edit(PIPELINES, "clean, longest_wait", "clean, late, longest_wait"),
            Edit(
                PIPELINES,
                "    publish(figures)\n",
                "    publish(figures)\n    late(flights.landed)\n",
            ),
        ),
        told=("safe node `late` added",),
    ),
    Case(
        name="a step in between",
        edits=(
            Edit(OPS, "\n\ndef exact(", _UNIQUE),
            Edit(PIPELINES, "report, with_weather", "report, unique, with_weather"),
            Edit(PIPELINES, "clean(loaded, config", "clean(unique(loaded), config"),
        ),
        told=(
            "risky node `unique` added",
            "risky edge `clean.flights` rewired",
        ),
    ),
    Case(
        name="a step less",
        edits=(
            Edit(PIPELINES, "    publish(figures)\n", ""),
            Edit(PIPELINES, "from flights.sinks import publish\n", ""),
        ),
        told=(
            "breaking asset `flights/reports.written` removed",
            "risky node `publish` removed",
        ),
    ),
    Case(
        name="an op is called otherwise",
        edits=(
            Edit(OPS, "def rank(", "def worst("),
            Edit(
                PIPELINES,
                "longest_wait, rank, report, with_weather",
                "longest_wait, report, with_weather, worst",
            ),
            Edit(PIPELINES, "= rank(by", "= worst(by"),
        ),
        told=("risky node `worst` renamed",),
    ),
    Case(
        name="a node is called otherwise",
        edits=(Edit(PIPELINES, "clean(loaded, config", 'clean.named("sort_out")(loaded, config'),),
        told=("risky node `sort_out` renamed",),
    ),
    Case(
        name="an op in another module",
        edits=(
            Edit(
                "flights/hours.py",
                "",
                '''"""What is said of hours."""

import polars as pl
from pandera.typing.polars import DataFrame

from dagcompile import op
from flights.contracts import HourDelay, Observed
from flights.frames import framed, mean


@op
def by_hour(departures: DataFrame[Observed]) -> DataFrame[HourDelay]:
    """Mean delay on departure and lowest visibility of each scheduled hour."""
    hours = departures.group_by("hour").agg(
        departures=pl.len().cast(int),
        mean_delay=mean("delay"),
        visibility=pl.col("visibility").min(),
    )
    return framed(hours.sort("hour"), HourDelay)
''',
            ),
            Edit(
                PIPELINES,
                "from flights.ops import by_carrier, by_hour,",
                "from flights.hours import by_hour\nfrom flights.ops import by_carrier,",
            ),
        ),
        told=("risky op `flights.hours:by_hour` moved",),
    ),
    Case(
        name="another op under the same name",
        edits=(
            Edit(
                OPS,
                "\n\ndef exact(",
                _LATE.replace(
                    "def late(flights: Landings) -> int",
                    "def late(flights: Outliers | Landings) -> LongestWait",
                )
                .replace('len(flights.filter(pl.col("arr_delay") > 0))', "longest_wait(flights)")
                .replace("How many landed late.", "The flight that is told of."),
            ),
            Edit(PIPELINES, "clean, longest_wait", "clean, late, longest_wait"),
            Edit(PIPELINES, 'longest_wait.named("longest_landed")', 'late.named("longest_landed")'),
        ),
        told=("risky node `longest_landed.op` changed",),
    ),
    Case(
        name="another order of a choice",
        edits=(
            Edit(
                PIPELINES,
                """        longest_wait.named("longest_outlier")(flights.outliers),
        longest_wait.named("longest_landed")(flights.landed),
""",
                """        longest_wait.named("longest_landed")(flights.landed),
        longest_wait.named("longest_outlier")(flights.outliers),
""",
            ),
        ),
        told=(
            "risky edge `longest.items` changed",
            "cosmetic pipeline `order of nodes` changed",
        ),
    ),
    Case(
        name="an order that is not kept any more",
        edits=(Edit(PIPELINES, "load_weather.after(loaded)(day)", "load_weather(day)"),),
        told=("risky edge `load_weather.after` removed",),
    ),
    Case(
        name="a stage is dissolved",
        edits=(
            Edit(
                PIPELINES,
                """    with stage("carriers"):
        carriers""",
                "    carriers",
            ),
            Edit(PIPELINES, "partition, pipeline, stage", "partition, pipeline"),
        ),
        told=("risky stage `carriers` removed",),
    ),
    Case(
        name="a stage is called otherwise",
        edits=(Edit(PIPELINES, 'stage("carriers")', 'stage("by_name")'),),
        told=("risky stage `by_name` renamed",),
    ),
    Case(
        name="an asset has a place",
        edits=(
            Edit(
                SINKS,
                'Asset("flights/reports")',
                'Asset("flights/reports", uri="s3://flights/reports")',
            ),
        ),
        told=("safe asset `flights/reports.uri` changed",),
    ),
    Case(
        name="an asset is called otherwise",
        edits=(Edit(SINKS, 'Asset("flights/reports")', 'Asset("flights/daily")'),),
        told=("breaking asset `flights/daily` renamed",),
    ),
    Case(
        name="two values of a step are one",
        edits=(
            Edit(
                PIPELINES,
                "with_weather([flights.landed, flights.diverted], weather)",
                "with_weather([flights.landed], weather)",
            ),
        ),
        told=("risky edge `with_weather.groups` rewired",),
    ),
)
