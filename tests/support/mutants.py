"""Pipelines that differ from one in a single field of a single record, and are well-formed."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import partial
from types import NoneType
from typing import Any, Literal, cast, get_args, get_origin, get_type_hints

from dagcompile.changes.same import same
from dagcompile.ir.records import CheckDef, Expectation, Pipeline, Ref, Scalar, Union
from dagcompile.ir.text import ref_text, type_text, union_order
from dagcompile.ir.verify import verify

CANDIDATES = 2
"""So many other values are tried of each field of each record."""

PLACES = 3
"""So many pipelines are made of a field of records that stand in those of one class."""

TRIES = 5
"""At so many places that is tried."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")

_KEYS = ("Any", "int")

Path = tuple[str | int, ...]
Field = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A pipeline with another value at `path`, which leads to a `field` of a record."""

    field: Field
    path: Path
    pipeline: Pipeline


def mutants(of: Pipeline, *, only: tuple[type, ...] = ()) -> Iterator[Mutant]:
    """Of each field of each record of a pipeline some, where they are well-formed; or of the
    records of some classes.
    """
    places = list(_places(of, (), ()))
    seen: dict[Field, list[Any]] = {}
    for *_, record in places:
        for name in _names(record):
            seen.setdefault((type(record).__name__, name), []).append(getattr(record, name))
    often, tried = Counter[tuple[object, ...]](), Counter[tuple[object, ...]]()
    for path, within, record in places:
        for name in _names(record) if not only or isinstance(record, only) else ():
            kind = (*within[-2:], name)
            if often[kind] == PLACES or tried[kind] == TRIES:
                continue
            field = (type(record).__name__, name)
            tried[kind] += 1
            keys = [each for each in _KEYS if getattr(record, name) in seen["TypeEntry", "key"]]
            for made in _made(of, (*path, name), record, [*seen[field], *keys]):
                if not same(made, of) and not verify(made):
                    often[kind] += 1
                    yield Mutant(field=field, path=(*path, name), pipeline=made)


def _made(of: Pipeline, path: Path, record: Any, seen: list[Any]) -> Iterator[Pipeline]:
    name = str(path[-1])
    was = getattr(record, name)
    found = 0
    for value in _others(type(record), name, was, seen):
        if isinstance(record, Ref):
            told = _elsewhere(of, record, replace(record, **{name: value}))
        else:
            told = _with(of, path, value)
        made = _settled(told)
        if not verify(made):
            found += 1
            yield made
        if found == CANDIDATES:
            return
    if not found and _hints(type(record))[name] is str:
        yield _settled(_everywhere(of, was, f"{was}_x"))


def _names(record: Any) -> list[str]:
    return [each.name for each in fields(record) if each.name != "kind"]


def _places(
    value: Any, path: Path, within: tuple[type, ...]
) -> Iterator[tuple[Path, tuple[type, ...], Any]]:
    """Every record, the path to it, and the classes of those that it is in and its own."""
    if isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _places(item, (*path, number), within)
    elif is_dataclass(value):
        inside = (*within, type(value))
        yield path, inside, value
        for name in _names(value):
            yield from _places(getattr(value, name), (*path, name), inside)


def _with(value: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    at, rest = path[0], path[1:]
    if isinstance(at, int):
        return (*value[:at], _with(value[at], rest, new), *value[at + 1 :])
    return replace(value, **{at: _with(getattr(value, at), rest, new)})


# --- other values ----------------------------------------------------------------------------


def _others(cls: type, name: str, was: Any, seen: list[Any]) -> Iterator[Any]:
    tried = {repr(was)}
    for value in _tried(cls, name, was, seen):
        if repr(value) not in tried:
            tried.add(repr(value))
            yield value


def _tried(cls: type, name: str, was: Any, seen: list[Any]) -> Iterator[Any]:
    hint = _hints(cls)[name]
    for each in (hint, *get_args(hint)):
        if get_origin(each) is Literal:
            yield from get_args(each)
    yield from seen
    if cls is Scalar:
        yield "UUID"
    match was:
        case bool():
            yield not was
        case int() | float():
            yield was + 1
        case str() if _DAY.fullmatch(was):
            yield "2024-02-29"
        case str() if hint is str or str in get_args(hint):
            yield f"{was}_x"
        case tuple():
            yield was[::-1]
            yield was[1:]
            yield was[:-1]
            yield from _of_pairs(was)
        case _:
            pass
    if NoneType in get_args(hint):
        yield None


def _of_pairs(was: tuple[Any, ...]) -> Iterator[Any]:
    """What is no record: a name and a value, or a name."""
    for number, item in enumerate(was):
        if isinstance(item, tuple) and len(item) == 2:
            for other in ((f"{item[0]}_x", item[1]), (item[0], f"{item[1]}_x"), (item[0], True)):
                yield (*was[:number], other, *was[number + 1 :])
        elif isinstance(item, str):
            yield (*was[:number], f"{item}_x", *was[number + 1 :])


# --- what follows from a value ---------------------------------------------------------------


def _hints(cls: type) -> dict[str, Any]:
    if cls not in _KNOWN:
        _KNOWN[cls] = get_type_hints(cls)
    return _KNOWN[cls]


_KNOWN: dict[type, dict[str, Any]] = {}


def _settled(pipeline: Pipeline) -> Pipeline:
    """`pipeline` with the keys that its types and ops have by now, and its tables in order."""
    for _ in range(8):
        meaning = pipeline.meaning
        moved = {
            entry.key: type_text(entry.type)
            for entry in meaning.types
            if entry.key != type_text(entry.type)
        }
        for op in meaning.ops:
            path = f"{op.ref.module}:{op.ref.name}"
            if op.key.partition("#")[0] != path:
                moved[op.key] = path + "".join(op.key.partition("#")[1:])
        if not moved:
            break
        for old, new in moved.items():
            pipeline = _mapped(pipeline, partial(_followed, old=old, new=new))
    meaning = pipeline.meaning
    return replace(
        pipeline,
        meaning=replace(
            meaning,
            ops=tuple(sorted(meaning.ops, key=lambda each: each.key)),
            types=tuple(sorted(meaning.types, key=lambda each: each.key)),
            assets=tuple(sorted(meaning.assets, key=lambda each: each.name)),
        ),
    )


def _elsewhere(value: Any, old: Ref, new: Ref) -> Any:
    """`value` with an import path that is another, wherever it stands."""
    if isinstance(value, tuple):
        return tuple([_elsewhere(item, old, new) for item in value])
    if not is_dataclass(value) or isinstance(value, type):
        return value
    if value == old:
        return new
    told = {name: _elsewhere(getattr(value, name), old, new) for name in _names(value)}
    if isinstance(value, CheckDef | Expectation) and value.ref == old:
        told["name"] = ref_text(new) if value.name == ref_text(old) else value.name
    return replace(cast("Any", value), **told)


def _everywhere(value: Any, old: str, new: str) -> Any:
    return _mapped(value, lambda text: new if text == old else text)


def _followed(text: str, *, old: str, new: str) -> str:
    """A key in its new form; so the path of a field of an op's config."""
    return new + text[len(old) :] if text == old or text.startswith(f"{old}.") else text


def _mapped(value: Any, tell: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return tell(value)
    if isinstance(value, tuple):
        return tuple([_mapped(item, tell) for item in value])
    if not is_dataclass(value) or isinstance(value, type):
        return value
    told = replace(
        value,
        **{
            name: _mapped(getattr(value, name), tell)
            for name in _names(value)
            if get_origin(_hints(type(value))[name]) is not Literal
        },
    )
    return replace(told, members=union_order(told.members)) if isinstance(told, Union) else told
