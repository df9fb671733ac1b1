"""The type table."""

from collections.abc import Iterator

from dagcompile.diagnostics import Diagnostic
from dagcompile.ir.records import FrameType, Scalar, Union
from dagcompile.ir.rules.tables import Tables, broken
from dagcompile.ir.text import type_text, union_order
from dagcompile.ir.uses import parts_of

SCALARS = frozenset(
    "None bool int float str bytes date datetime time timedelta Decimal UUID Path".split()
)
"""The scalar types that there are."""


def types_are_canonical(tables: Tables) -> Iterator[Diagnostic]:
    """The type table is sorted and closed, and a key is the text of its type."""
    keys = [entry.key for entry in tables.meaning.types]
    if keys != sorted(keys):
        yield broken("the type table is not sorted by key")
    for key, type_ in tables.types.items():
        for part in parts_of(type_):
            if part not in tables.types:
                yield broken(f"type `{key}` is made of `{part}`, which is not in the table")
        if key != type_text(type_):
            yield broken(f"type `{type_text(type_)}` is in the table as `{key}`")
        if isinstance(type_, Union) and not _is_flat(type_, tables):
            yield broken(f"the members of `{key}` are not two or more, sorted and flat")


def scalars_are_known(tables: Tables) -> Iterator[Diagnostic]:
    """A scalar is one of those that values can be checked against."""
    for type_ in tables.types.values():
        if isinstance(type_, Scalar) and type_.name not in SCALARS:
            yield broken(f"there is no scalar type `{type_.name}`")


def frames_are_plain(tables: Tables) -> Iterator[Diagnostic]:
    """A frame has each column once, an index only where its library has one, and named checks."""
    for key, type_ in tables.types.items():
        if not isinstance(type_, FrameType):
            continue
        names = [(column.name, column.regex) for column in type_.columns]
        for name, _ in sorted({each for each in names if names.count(each) > 1}):
            yield broken(f"frame `{key}` has the column `{name}` twice")
        if type_.index and type_.library != "pandas":
            yield broken(f"frame `{key}` has an index, which frames of {type_.library} have not")
        columns = (*type_.columns, *type_.index)
        checks = [*type_.checks, *(check for column in columns for check in column.checks)]
        if any(check.ref is not None for check in checks):
            yield broken(f"a check of frame `{key}` has an import path beside its name")


def _is_flat(union: Union, tables: Tables) -> bool:
    nested = any(isinstance(tables.types.get(each), Union) for each in union.members)
    return len(union.members) > 1 and not nested and union.members == union_order(union.members)
