"""What the contracts of a pipeline ask for, in words: columns of frames, fields, checks.

* `Flights`: `DataFrame[Flight]`, `not_empty`
* `DataFrame[Flight]`: `carrier: String`, `delay: Float64` (nullable, `>= 0`)
"""

from collections.abc import Callable, Iterable, Iterator

from dagcompile.ir.queries import Index
from dagcompile.ir.records import (
    CheckDef,
    Column,
    FrameType,
    RecordType,
    Refined,
    Type,
    TypeKey,
)
from dagcompile.ir.text import check_text, value_text
from dagcompile.ir.uses import parts_of
from dagcompile.targets.airflow.markdown import span

Names = Callable[[TypeKey], str]


def contract_lines(keys: Iterable[TypeKey], index: Index, name: Names) -> Iterator[list[str]]:
    """Of each contract in the types `keys` the pieces of one item of a list, as they are met."""
    seen: set[TypeKey] = set()
    rest = list(keys)[::-1]
    while rest:
        key = rest.pop()
        if key in seen or key not in index.types:
            continue
        seen.add(key)
        type_ = index.types[key]
        said = [each for each in _asked(key, type_, name) if each]
        if said:
            yield [f"{span(name(key))}:", *(f"{each}," for each in said[:-1]), said[-1]]
        rest += reversed(parts_of(type_))


def _asked(key: TypeKey, type_: Type, name: Names) -> Iterator[str]:
    match type_:
        case FrameType():
            yield from (_column(each) for each in type_.columns)
            yield from (f"index {_column(each)}" for each in type_.index)
            yield from map(_check, type_.checks)
            if type_.unique:
                yield f"no two rows alike in {' and '.join(map(span, type_.unique))}"
            yield "no other columns" if type_.strict else ""
            yield "in this order" if type_.ordered else ""
        case RecordType():
            yield from (span(f"{each.name}: {name(each.type)}") for each in type_.fields)
        case Refined() if not name(key).startswith("Annotated["):  # else its name says it all
            yield span(name(type_.base))
            yield from map(_check, type_.checks)
        case _:
            return


def _column(column: Column) -> str:
    words = [word for word, holds in _words(column) if holds]
    words += map(_check, column.checks)
    named = f"{column.name}: {column.dtype}" if column.dtype else column.name
    return f"{span(named)} ({', '.join(words)})" if words else span(named)


def _words(column: Column) -> tuple[tuple[str, bool], ...]:
    return (
        ("nullable", column.nullable),
        ("unique", column.unique),
        ("may be absent", not column.required),
        ("of every such name", column.regex),
    )


_SIGNS = {
    "ge": ">=", "greater_than_or_equal_to": ">=", "gt": ">", "greater_than": ">",
    "le": "<=", "less_than_or_equal_to": "<=", "lt": "<", "less_than": "<",
    "equal_to": "==", "not_equal_to": "!=", "isin": "in", "notin": "not in",
}  # fmt: skip
"""What checks of one value are written as where there is a shorter way."""


def _check(check: CheckDef) -> str:
    if check.ref is None and check.name in _SIGNS and len(check.params) == 1:
        return span(f"{_SIGNS[check.name]} {value_text(check.params[0][1])}")
    text = check_text(check)
    if check.ref is not None:  # by the name of the function, as its author knows it
        text = text.removeprefix(f"{check.ref.module}.")
    return span(text)
