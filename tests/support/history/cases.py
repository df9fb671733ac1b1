"""All changes, and those that change nothing."""

from history.of_code import CODE
from history.of_graph import GRAPH
from history.of_runs import RUNS
from history.of_types import TYPES
from history.records import CONTRACTS, OPS, PIPELINES, SETTINGS, SINKS, SOURCES, Case, Edit

CASES: tuple[Case, ...] = (*GRAPH, *TYPES, *RUNS, *CODE)

_EXACT = '''

def exact(value: float) -> Decimal:
    """The decimal that a person would write for `value`."""
    return Decimal(str(value))
'''

NO_OPS: tuple[Case, ...] = (
    Case(
        name="lines are broken otherwise",
        edits=(
            Edit(
                OPS,
                "    return framed(ranked.head(top), CarrierDelay)\n",
                "    return framed(\n        ranked.head(top),\n        CarrierDelay,\n    )\n",
            ),
            Edit(
                PIPELINES,
                "    publish(figures)\n    return figures\n",
                "\n    publish( figures )\n\n    return (figures)\n",
            ),
        ),
    ),
    Case(
        name="lines are moved",
        edits=(
            Edit(
                SOURCES,
                '    return framed(table("airlines.csv"), Carrier)\n',
                '    return framed(table("airlines.csv"), Carrier)\n\n\n# The tables themselves.\n',
            ),
            Edit(OPS, '"""Ops that turn', '"""\n\n\nOps that turn'),
        ),
    ),
    Case(
        name="local variables have other names",
        edits=(
            Edit(PIPELINES, "    figures = report(", "    told = report("),
            Edit(
                PIPELINES,
                "    publish(figures)\n    return figures\n",
                "    publish(told)\n    return told\n",
            ),
            Edit(
                OPS,
                '    ranked = carriers.sort("mean_delay", "carrier", descending=[True, False])\n    return framed(ranked.head(top), CarrierDelay)\n',
                '    best = carriers.sort("mean_delay", "carrier", descending=[True, False])\n    return framed(best.head(top), CarrierDelay)\n',
            ),
        ),
    ),
    Case(
        name="imports are in another order",
        edits=(
            Edit(
                PIPELINES,
                "from flights.sinks import publish\nfrom flights.sources import carrier_names, load_flights, load_seats, load_weather\n",
                "from flights.sources import load_weather, load_seats, load_flights, carrier_names\nfrom flights.sinks import publish\n",
            ),
        ),
    ),
    Case(
        name="a helper has another docstring",
        edits=(Edit(OPS, "The decimal that a person would write", "What a person would write"),),
    ),
    Case(
        name="comments",
        edits=(
            Edit(
                PIPELINES,
                "    # Not worth a task each; the frames between them stay in memory.\n",
                "    # One task.\n",
            ),
        ),
    ),
    Case(
        name="settings in another order",
        edits=(
            Edit(
                SETTINGS,
                'out = "generated"\ntargets = ["python", "dask", "airflow"]\n',
                'targets = ["airflow", "python", "dask"]\nout = "generated"\n',
            ),
        ),
    ),
    Case(
        name="arguments in another order",
        edits=(
            Edit(
                SOURCES,
                "Retry(attempts=3, delay=timedelta(seconds=1), on=OSError)",
                "Retry(on=(OSError,), attempts=3, delay=1.0)",
            ),
            Edit(CONTRACTS, "Bounds(ge=1, le=20)", "Bounds(le=20, ge=1)"),
        ),
    ),
    Case(
        name="an alias in between",
        edits=(
            Edit(
                SINKS,
                "def publish(report: Report, ctx",
                "Told = Report\n\n\n@op(writes=[REPORTS])\ndef publish(report: Told, ctx",
            ),
            Edit(SINKS, "@op(writes=[REPORTS])\nTold = Report", "Told = Report"),
        ),
    ),
    Case(
        name="functions are in another order",
        edits=(
            Edit(OPS, _EXACT, ""),
            Edit(OPS, "\n\n@op\ndef clean(", f"{_EXACT}\n\n@op\ndef clean("),
        ),
    ),
)
