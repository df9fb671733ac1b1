"""Which limits follow from others: whoever passes `ge=1` passes `ge=0`.

    implies(ge=1, ge=0)                 True
    implies(isin(["a"]), isin(["a", "b"]))   True
    implies(multiple_of=3, multiple_of=2)    False

Of functions nothing is known, nor of limits that are not compared with one another.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from dagcompile.ir.records import CheckDef, Sequence, Text, Value
from dagcompile.ir.text import check_text, value_text
from dagcompile.ir.texts import from_text

Test: TypeAlias = Callable[[Value, Value], bool]
"""Whether the first limit is at least as strict as the second."""


def implies(ours: CheckDef, theirs: CheckDef) -> bool:
    """Whether every value that passes the check `ours` passes `theirs`."""
    if check_text(ours) == check_text(theirs):
        return True
    tests = _TESTS.get(theirs.name)
    if ours.ref is not None or theirs.ref is not None or tests is None:
        return False
    if theirs.name not in looser(ours.name):
        return False
    given, asked = dict(ours.params), dict(theirs.params)
    for name, limit in asked.items():
        if name in tests:
            if given.get(name) is None or not tests[name](given[name], limit):
                return False
        elif name not in given or value_text(given[name]) != value_text(limit):
            return False
    return all(name in tests or name in asked for name in given)


def looser(name: str) -> tuple[str, ...]:
    """The names of the checks that may follow from one of the name `name`."""
    return (name, _LOOSER[name]) if name in _LOOSER else (name,)


def _above(ours: Value, theirs: Value) -> bool:
    return _compared(ours, theirs, lambda one, other: one >= other)


def _below(ours: Value, theirs: Value) -> bool:
    return _compared(ours, theirs, lambda one, other: one <= other)


def _compared(ours: Value, theirs: Value, holds: Callable[[Any, Any], bool]) -> bool:
    try:
        one, other = (
            from_text(each) if isinstance(each, Text) else each for each in (ours, theirs)
        )
        return type(one) is type(other) and holds(one, other) is True
    except (TypeError, ValueError, LookupError, ArithmeticError):
        return False  # days with a zone and without, or a text that we have not written


def _divides(ours: Value, theirs: Value) -> bool:
    if type(ours) is not int or type(theirs) is not int or theirs == 0:
        return False
    return ours % theirs == 0


def _within(ours: Value, theirs: Value) -> bool:
    one, other = _members(ours), _members(theirs)
    return one is not None and other is not None and one <= other


def _around(ours: Value, theirs: Value) -> bool:
    return _within(theirs, ours)


def _members(value: Value) -> frozenset[str] | None:
    if not isinstance(value, Sequence):
        return None
    return frozenset(map(value_text, value.items))


_TESTS: Mapping[str, Mapping[str, Test]] = {
    "ge": {"value": _above},
    "gt": {"value": _above},
    "le": {"value": _below},
    "lt": {"value": _below},
    "min_length": {"value": _above},
    "max_length": {"value": _below},
    "multiple_of": {"value": _divides},
    "greater_than": {"min_value": _above},
    "greater_than_or_equal_to": {"min_value": _above},
    "less_than": {"max_value": _below},
    "less_than_or_equal_to": {"max_value": _below},
    "in_range": {"min_value": _above, "max_value": _below},
    "str_length": {"min_value": _above, "max_value": _below},
    "isin": {"allowed_values": _within},
    "notin": {"forbidden_values": _around},
}
"""Bounds, and checks of pandera, by the limits they are given."""

_LOOSER: Mapping[str, str] = {
    "gt": "ge",
    "lt": "le",
    "greater_than": "greater_than_or_equal_to",
    "less_than": "less_than_or_equal_to",
}
"""The check that a limit passes as well that is passed by the first."""
