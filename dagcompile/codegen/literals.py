"""Values as Python source: the one place that makes literals.

    literal("it's")                                    "it's"
    literal(Text(type="date", text="2013-01-01"))      date(2013, 1, 1)

Builtins become text that `ast.literal_eval` reads as an equal value, other values a call. A
character that a reader could not see, or that would reorder what is seen, is escaped.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import assert_never

from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import (
    Atom,
    Attribute,
    Call,
    DictOf,
    Expr,
    Imported,
    ListOf,
    NameOf,
    SetOf,
    Subscript,
    TupleOf,
    call,
    name,
)
from dagcompile.codegen.pynames import KEYWORDS
from dagcompile.codegen.strings import quote, quote_bytes
from dagcompile.ir.records import Instance, Mapping, Member, Sequence, Symbol, Text, Value
from dagcompile.ir.texts import from_text, moment

__all__ = ["is_name", "literal", "number", "quote", "quote_bytes", "with_keywords"]

_NO_NAMES = KEYWORDS | {"__debug__"}
"""Python lets nothing be called `__debug__`, though it is no keyword."""

_BITS = 13_000
"""Python neither writes nor reads decimal integers of more than 4,300 digits."""


def literal(value: Value) -> Expr:
    """The expression that makes `value`."""
    match value:
        case None | bool():
            return name(str(value))
        case int():
            return number(value)
        case float():
            return number(value)
        case str():
            return Atom(quote(value))
        case Text():
            return _text(value)
        case Sequence(items=items):
            return _sequence(value, tuple(map(literal, items)))
        case Mapping(items=pairs):
            return DictOf(tuple((literal(key), literal(item)) for key, item in pairs))
        case Member(enum=enum, name=member):
            if is_name(member):
                return Attribute(NameOf(enum), member)
            return Subscript(NameOf(enum), (Atom(quote(member)),))
        case Instance(cls=cls, fields=fields):
            return with_keywords(NameOf(cls), ((key, literal(item)) for key, item in fields))
        case Symbol(ref=ref):
            return NameOf(ref)
        case _:
            assert_never(value)


def number(value: float) -> Atom:
    """A finite number. An int stays one."""
    if isinstance(value, int):
        long = value.bit_length() > _BITS
        digits = f"{'-' if value < 0 else ''}0x{abs(value):X}" if long else str(value)
        return Atom(Code(digits))
    return Atom(Code(repr(value).replace("e+", "e")))


def with_keywords(func: Expr, given: Iterable[tuple[str, Expr]], *args: Expr) -> Call:
    """A call with keywords of any name: those that are no identifiers go into a `**{...}`."""
    pairs = list(given)
    plain: list[tuple[str | None, Expr]] = [(key, item) for key, item in pairs if is_name(key)]
    odd = [(Atom(quote(key)), item) for key, item in pairs if not is_name(key)]
    return Call(func, args, (*plain, *([(None, DictOf(tuple(odd)))] if odd else [])))


def is_name(text: str) -> bool:
    """Whether `text` can stand as an attribute or keyword."""
    return text.isascii() and text.isidentifier() and text not in _NO_NAMES


def _sequence(value: Sequence, items: tuple[Expr, ...]) -> Expr:
    match value.type:
        case "list":
            return ListOf(items)
        case "tuple":
            return TupleOf(items)
        case "set":
            return SetOf(items) if items else call(name("set"))
        case "frozenset":
            return call(name("frozenset"), *([SetOf(items)] if items else []))
        case _:
            assert_never(value.type)


def _text(value: Text) -> Expr:
    match value.type:
        case "datetime" | "time":
            return _moment(value)
        case "decimal" | "uuid" | "path" | "float":
            return call(_CLASSES[value.type], Atom(quote(value.text)))
        case _:
            return _live(value.text, from_text(value))


def _live(text: str, value: object) -> Expr:
    match value:
        case str():
            return Atom(quote(value))
        case bytes():
            return Atom(quote_bytes(value))
        case date():
            numbers = (value.year, value.month, value.day)
            return call(Imported("datetime", "date"), *map(number, numbers))
        case timedelta():
            return _timedelta(text, value)
        case _:
            raise TypeError(f"{text!r} is of no known type of literals")


_CLASSES: dict[str, Expr] = {
    "float": name("float"),
    "decimal": Imported("decimal", "Decimal"),
    "uuid": Imported("uuid", "UUID"),
    "path": Imported("pathlib", "Path"),
}

_EXACT = timedelta(days=100_000)
"""A float of seconds tells microseconds apart up to here."""


def _timedelta(text: str, value: timedelta) -> Expr:
    cls = Imported("datetime", "timedelta")
    if "." not in text:
        return call(cls, seconds=name(text))
    if abs(value) < _EXACT and timedelta(seconds=float(text)) == value:
        return call(cls, seconds=number(float(text)))
    seconds, micro = divmod(value, timedelta(seconds=1))
    return call(cls, seconds=number(seconds), microseconds=number(micro.microseconds))


def _moment(value: Text) -> Expr:
    parts = moment(value.text)
    numbers: list[int] = []
    clock = time.fromisoformat(parts.iso.rpartition("T")[2])
    if value.type == "datetime":
        day = datetime.fromisoformat(parts.iso)
        numbers += [day.year, day.month, day.day]
    after = [clock.second, clock.microsecond]
    while after and not after[-1]:
        after.pop()
    if after or clock.hour or clock.minute or value.type == "time":
        numbers += [clock.hour, clock.minute, *after]
    named: list[tuple[str | None, Expr]] = []
    if parts.key is not None:
        named = [("tzinfo", call(Imported("zoneinfo", "ZoneInfo"), Atom(quote(parts.key))))]
    elif parts.offset is not None:
        named = [("tzinfo", _fixed_zone(parts.offset, parts.name))]
    if parts.fold:
        named.append(("fold", name("1")))
    return Call(Imported("datetime", value.type), tuple(map(number, numbers)), tuple(named))


def _fixed_zone(offset: timedelta, called: str | None) -> Expr:
    if not offset and called is None:
        return Imported("datetime", "UTC")
    seconds = offset / timedelta(seconds=1)
    written = f"{seconds:g}" if seconds == int(seconds) else f"{seconds:.6f}"
    args = [] if called is None else [Atom(quote(called))]
    return call(Imported("datetime", "timezone"), _timedelta(written, offset), *args)
