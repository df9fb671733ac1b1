"""The pipelines of this project."""

from datetime import date

from dagcompile import Cron, Daily, first_of, partition, pipeline, stage
from flights.contracts import Cutoff, Report, Top
from flights.ops import by_carrier, by_hour, clean, longest_wait, rank, report, with_weather
from flights.sinks import publish
from flights.sources import carrier_names, load_flights, load_seats, load_weather


@pipeline(schedule=Cron("0 6 * * *", tz="America/New_York"), start=date(2013, 1, 1))
def daily_delays(day: date = partition(Daily()), top: Top = 5) -> Report:
    """Delays of one day's flights out of New York, by carrier and by hour."""
    loaded = load_flights(day)
    flights = clean(loaded, config=Cutoff(max_delay=300))

    # Not worth a task each; the frames between them stay in memory.
    with stage("carriers"):
        carriers = rank(by_carrier(flights.landed, carrier_names()), top)

    # Weather is asked for only once it is known that the day has flights.
    weather = load_weather.after(loaded)(day)
    hours = by_hour(with_weather([flights.landed, flights.diverted], weather))

    longest = first_of.named("longest")(
        longest_wait.named("longest_outlier")(flights.outliers),
        longest_wait.named("longest_landed")(flights.landed),
    )
    figures = report(
        day,
        scheduled=flights.scheduled,
        cancelled=flights.cancelled,
        seats=load_seats(flights.cancelled),
        longest=longest,
        carriers=carriers,
        hours=hours,
    )
    publish(figures)
    return figures
