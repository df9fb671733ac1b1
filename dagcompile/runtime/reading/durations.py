"""Durations as people write them: ISO 8601.

read_duration("PT1H30M")                        # timedelta(seconds=5400)
duration_text(timedelta(days=1, seconds=90))    # "P1DT1M30S"
"""

import re
from datetime import timedelta

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_ISO = re.compile(
    rf"([+-]?)P(?=.*\d)(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?=.*\d)(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?"
)
_UNITS = ("weeks", "days", "hours", "minutes", "seconds")


def read_duration(text: str) -> timedelta | None:
    """The duration that `text` means; None if it is none, or longer than a timedelta can be."""
    match = _ISO.fullmatch(text.strip())
    if match is None:
        return None
    sign, *numbers = match.groups()
    parts = {
        unit: float(number.replace(",", "."))
        for unit, number in zip(_UNITS, numbers, strict=True)
        if number
    }
    try:
        length = timedelta(**parts)
    except OverflowError:
        return None
    return -length if sign == "-" else length


def duration_text(length: timedelta) -> str:
    """What `read_duration` reads as `length`."""
    if length < timedelta():
        return f"-{duration_text(-length)}"
    minutes, seconds = divmod(length.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{length.microseconds:06}".rstrip("0") if length.microseconds else ""
    day = f"{length.days}D" if length.days else ""
    time = "".join(f"{number}{unit}" for number, unit in ((hours, "H"), (minutes, "M")) if number)
    if seconds or fraction or not (day or time):
        time += f"{seconds}{fraction}S"
    return f"P{day}{'T' if time else ''}{time}"
