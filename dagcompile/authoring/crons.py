"""Cron expressions: what they may say, and what is said of those that do not.

canonical(" 0  6 * * mon-fri ")     "0 6 * * MON-FRI"
canonical("@daily")                 "0 0 * * *"
canonical("0 25 * * *")             BadCron: its hour is 25, and hours are 0 to 23
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dagcompile.authoring.problems import closest

PRESETS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@quarterly": "0 0 1 */3 *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_LISTED = ", ".join(each for each in PRESETS if each not in ("@midnight", "@annually"))

_MONTHS = tuple("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split())
_WEEKDAYS = tuple("SUN MON TUE WED THU FRI SAT".split())
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_WEEK = frozenset(range(7))

_ITEM = re.compile(r"(?P<first>\*|\w+)(?:-(?P<last>\w+))?(?:/(?P<step>\w+))?")


class BadCron(Exception):
    """An expression that says no times. `reason` follows a name for it; `fix` is what to write."""

    def __init__(self, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fix = fix


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """One of the five fields: `names` stand for numbers from `least` on."""

    name: str
    least: int
    most: int
    names: tuple[str, ...] = ()

    @property
    def range(self) -> str:
        return f"{self.least} to {self.most}" + (
            f" or {self.names[0]} to {self.names[-1]}" if self.names else ""
        )

    @property
    def all(self) -> frozenset[int]:
        return frozenset(range(self.least, self.most + 1))


_FIELDS = (
    _Field(name="minute", least=0, most=59),
    _Field(name="hour", least=0, most=23),
    _Field(name="day of the month", least=1, most=31),
    _Field(name="month", least=1, most=12, names=_MONTHS),
    _Field(name="day of the week", least=0, most=7, names=_WEEKDAYS),
)
_ORDER = ", ".join(each.name for each in _FIELDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The times of an expression, on some clock."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]

    def on(self, day: date) -> bool:
        """Whether there are any on `day`. Of days of the month and of the week, it is either."""
        if day.month not in self.months:
            return False
        of_month, of_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        if self.days == _FIELDS[2].all or self.weekdays == _WEEK:
            return of_month and of_week
        return of_month or of_week


def times_of(expression: str) -> Times:
    """The times that a canonical expression says.

    Raises:
        BadCron: it says none.
    """
    words = canonical(expression).split()
    said = [_values(word, field) for word, field in zip(words, _FIELDS, strict=True)]
    weekdays = frozenset(each % 7 for each in said[4])
    return Times(minutes=said[0], hours=said[1], days=said[2], months=said[3], weekdays=weekdays)


def canonical(text: str) -> str:
    """`text` as five fields that are parted by one space, names in capitals.

    Raises:
        BadCron: it says no times.
    """
    words = text.upper().split()
    if not words:
        raise BadCron("is empty", f"give five fields ({_ORDER}), or one of {_LISTED}")
    if len(words) == 1:
        return _preset(words[0].lower())
    if len(words) != len(_FIELDS):
        seconds = "; seconds cannot be said" if len(words) == len(_FIELDS) + 1 else ""
        fix = f"give {_ORDER}, in this order"
        raise BadCron(f"has {len(words)} fields and not five{seconds}", fix)
    said = [_values(word, field) for word, field in zip(words, _FIELDS, strict=True)]
    _refuse_never(days=said[2], months=said[3], weekdays=said[4])
    return " ".join(words)


def _preset(word: str) -> str:
    if word in PRESETS:
        return PRESETS[word]
    if word in ("@once", "@continuous"):
        raise BadCron("is no time", "leave out the schedule; a run is then started by whoever asks")
    near = closest(word, PRESETS) or closest(f"@{word}", PRESETS)
    fix = f'"{near}"' if near else f"five fields ({_ORDER}), or one of {_LISTED}"
    raise BadCron("is neither five fields nor a preset", f"give {fix}")


def _values(word: str, field: _Field) -> frozenset[int]:
    items = word.split(",")
    if len(items) > 1 and "*" in items:
        raise BadCron(f"has * among others in its {field.name}, {word}", "give * alone")
    return frozenset(each for item in items for each in _item(item, field))


def _item(item: str, field: _Field) -> frozenset[int]:
    match = _ITEM.fullmatch(item)
    if match is None:
        raise _unread(item, field)
    first, last, step = match.group("first", "last", "step")
    if first == "*" and last is None:
        values = field.all
    elif last is None:
        start = _number(first, field)
        if step is not None:
            fix = f"give {first}-{field.most}/{step}"
            raise BadCron(f"has a step without a range in its {field.name}, {item}", fix)
        return frozenset({start})
    else:
        values = _span(_number(first, field), _number(last, field), item, field)
    return values if step is None else _stepped(values, step, item, field)


def _span(first: int, last: int, item: str, field: _Field) -> frozenset[int]:
    if first > last:
        most = 6 if field.most == 7 else field.most  # Sunday is both 0 and 7
        parts = [_range(first, most), _range(field.least, last)]
        reason = f"has a range that goes backwards in its {field.name}, {item}"
        raise BadCron(reason, f"give {','.join(parts)}")
    return frozenset(range(first, last + 1))


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _stepped(values: frozenset[int], step: str, item: str, field: _Field) -> frozenset[int]:
    if not step.isdecimal() or not 1 <= int(step) <= field.most - field.least:
        reason = f"has the step {step} in its {field.name}, {item}"
        raise BadCron(reason, f"give a step of 1 to {field.most - field.least}")
    return frozenset(sorted(values)[:: int(step)])


def _number(text: str, field: _Field) -> int:
    if text in field.names:
        return field.names.index(text) + field.least
    if not (text.isascii() and text.isdecimal()):
        near = closest(text[:3], field.names) or closest(text, field.names)
        fix = f"give {near}" if near else f"give {field.range}"
        raise BadCron(f"has the {field.name} {text}, which is none", fix)
    if not field.least <= int(text) <= field.most:
        raise BadCron(f"has the {field.name} {text}", f"give {field.range}")
    return int(text)


def _unread(item: str, field: _Field) -> BadCron:
    fix = f"give {field.range}, a list as in 1,3 or a range as in 1-3, with a step as in */2"
    return BadCron(f"has {item!r} as its {field.name}", fix)


def _refuse_never(
    *, days: frozenset[int], months: frozenset[int], weekdays: frozenset[int]
) -> None:
    """Refuse a day that no month has. With days of the week besides, it is one or the other."""
    if {each % 7 for each in weekdays} != _WEEK:
        return
    if not any(min(days) <= _LONGEST[month - 1] for month in months):
        reason = f"never comes: no such month has a day {min(days)}"
        raise BadCron(reason, f"give a day up to {max(_months(months))}, or other months")


def _months(months: frozenset[int]) -> Iterator[int]:
    return (_LONGEST[month - 1] for month in months)
