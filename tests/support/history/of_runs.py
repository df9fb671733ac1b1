"""Changes of when and how a pipeline runs, and of what is said of it."""

from history.records import CONTRACTS, OPS, PIPELINES, SETTINGS, SOURCES, Case, Edit, Move

_RETRY = "Retry(attempts=3, delay=timedelta(seconds=1), on=OSError)"
_AIRFLOW = "\n[tool.pytest"
_LISTED = 'daily_delays = "flights.pipelines:daily_delays"\n'
_SEEN = '''    publish(figures)
    return figures


@pipeline
def seen(day: date) -> DataFrame[Weather]:
    """What was observed on one day."""
    return load_weather(day)
'''

RUNS = (
    Case(
        name="another zone",
        edits=(Edit(PIPELINES, 'tz="America/New_York"', 'tz="America/Chicago"'),),
        told=("risky the schedule changed",),
    ),
    Case(
        name="another hour",
        edits=(Edit(PIPELINES, '"0 6 * * *"', '"0 7 * * *"'),),
        told=("risky the schedule changed",),
    ),
    Case(
        name="an earlier start",
        edits=(Edit(PIPELINES, "date(2013, 1, 1))", "date(2012, 1, 1))"),),
        told=("risky schedule `start` changed",),
    ),
    Case(
        name="a later start",
        edits=(Edit(PIPELINES, "date(2013, 1, 1))", "date(2013, 6, 1))"),),
        told=("risky schedule `start` changed",),
    ),
    Case(
        name="what was due is made up for",
        edits=(Edit(PIPELINES, "date(2013, 1, 1))", "date(2013, 1, 1), catchup=True)"),),
        told=("risky schedule `catchup` changed",),
    ),
    Case(
        name="no schedule",
        edits=(
            Edit(
                PIPELINES,
                '@pipeline(schedule=Cron("0 6 * * *", tz="America/New_York"), start=date(2013, 1, 1))',
                "@pipeline",
            ),
            Edit(PIPELINES, "import Cron, Daily", "import Daily"),
        ),
        told=(
            "risky the schedule removed",
            "risky schedule `start` removed",
        ),
    ),
    Case(
        name="another day",
        edits=(Edit(PIPELINES, "partition(Daily())", "partition(Daily(offset=2))"),),
        told=("risky param `day.partition` changed",),
    ),
    Case(
        name="more retries",
        edits=(Edit(SOURCES, _RETRY, _RETRY.replace("3", "5")),),
        told=("safe policy `load_flights.retry` changed",),
    ),
    Case(
        name="fewer retries",
        edits=(Edit(SOURCES, _RETRY, _RETRY.replace("3", "2")),),
        told=("risky policy `load_flights.retry` changed",),
    ),
    Case(
        name="retries of less",
        edits=(Edit(SOURCES, _RETRY, _RETRY.replace("OSError", "TimeoutError")),),
        told=("risky policy `load_flights.retry` changed",),
    ),
    Case(
        name="a time limit",
        edits=(Edit(OPS, "@op\ndef report(", "@op(timeout=60)\ndef report("),),
        told=("risky policy `report.timeout` tightened",),
    ),
    Case(
        name="another value of a config",
        edits=(Edit(PIPELINES, "Cutoff(max_delay=300)", "Cutoff(max_delay=240)"),),
        told=("risky config `clean.max_delay` changed",),
    ),
    Case(
        name="a field of a config has another name",
        edits=(
            Edit(CONTRACTS, "max_delay: int = Field", "limit: int = Field"),
            Edit(OPS, "config.max_delay", "config.limit"),
            Edit(PIPELINES, "Cutoff(max_delay=300)", "Cutoff(limit=300)"),
        ),
        told=(
            "risky config `clean.max_delay` removed",
            "safe config `clean.limit` added",
        ),
    ),
    Case(
        name="a pool",
        edits=(
            Edit(
                SETTINGS,
                _AIRFLOW,
                '\n[tool.dagcompile.target.airflow.nodes]\npool = "flights"\n' + _AIRFLOW,
            ),
        ),
        told=("risky options `airflow.nodes` added",),
    ),
    Case(
        name="a queue of one node",
        edits=(
            Edit(
                OPS,
                "@op\ndef with_weather(",
                '@op(targets={"airflow": {"queue": "large"}})\ndef with_weather(',
            ),
        ),
        told=("risky options `with_weather.airflow.queue` added",),
    ),
    Case(
        name="tags and an owner",
        edits=(
            Edit(
                PIPELINES,
                "start=date(2013, 1, 1))",
                'start=date(2013, 1, 1), tags=["flights"], owner="ops")',
            ),
        ),
        told=(
            "cosmetic docs `owner` added",
            "cosmetic docs `tags` added",
        ),
    ),
    Case(
        name="a docstring of an op",
        edits=(
            Edit(
                OPS, "Put the figures of the day together.", "Put all figures of the day together."
            ),
        ),
        told=("cosmetic docs `flights.ops:report.op` changed",),
    ),
    Case(
        name="the docstring of the pipeline",
        edits=(Edit(PIPELINES, "by carrier and by hour.", "by hour and by carrier."),),
        told=("cosmetic the docs changed",),
    ),
    Case(
        name="what is said of a config",
        edits=(
            Edit(CONTRACTS, "longest usual delay, in minutes", "longest usual delay (minutes)"),
        ),
        told=("cosmetic docs `flights.ops:clean.max_delay.config` changed",),
    ),
    Case(
        name="the pipeline has another name",
        edits=(
            Edit(PIPELINES, "def daily_delays(", "def delays("),
            Edit(
                SETTINGS,
                'daily_delays = "flights.pipelines:daily_delays"',
                'delays = "flights.pipelines:delays"',
            ),
        ),
        told=(
            "breaking the pipeline renamed",
            "cosmetic pipeline `origin` renamed",
        ),
        version="gone",
        dags=("delays",),
    ),
    Case(
        name="a pipeline more",
        edits=(
            Edit(PIPELINES, "    publish(figures)\n    return figures\n", _SEEN),
            Edit(
                PIPELINES, "import Cutoff, Report, Top\n", "import Cutoff, Report, Top, Weather\n"
            ),
            Edit(
                PIPELINES,
                "from datetime import date\n",
                "from datetime import date\n\nfrom pandera.typing.polars import DataFrame\n",
            ),
            Edit(SETTINGS, _LISTED, _LISTED + 'seen = "flights.pipelines:seen"\n'),
        ),
        told=("safe pipeline `seen` added",),
        version="same",
        dags=("seen",),
    ),
    Case(
        name="a pipeline less, and another",
        edits=(
            Edit(
                PIPELINES,
                "    publish(figures)\n    return figures\n",
                _SEEN.replace("def seen", "def observed"),
            ),
            Edit(
                PIPELINES, "import Cutoff, Report, Top\n", "import Cutoff, Report, Top, Weather\n"
            ),
            Edit(
                PIPELINES,
                "from datetime import date\n",
                "from datetime import date\n\nfrom pandera.typing.polars import DataFrame\n",
            ),
            Edit(SETTINGS, _LISTED, 'observed = "flights.pipelines:observed"\n'),
        ),
        told=(
            "breaking pipeline `daily_delays` removed",
            "safe pipeline `observed` added",
        ),
        version="gone",
        dags=("observed",),
    ),
    Case(
        name="the pipeline in another module",
        edits=(
            Move(PIPELINES, "flights/daily.py"),
            Edit(SETTINGS, "flights.pipelines:daily_delays", "flights.daily:daily_delays"),
        ),
        told=("cosmetic pipeline `origin` moved",),
        version="same",
    ),
)
