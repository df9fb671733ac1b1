"""What is taken for the same function or class at another import path, because of its name.

    app.ops:clean, app.ops:rank    in the old version alone
    app.steps:clean, app.steps:rank    in the new one alone: they moved with their module

What a pipeline is made of can have moved: functions of ops, checks and expectations, and classes
of its types. Whatever else of a module is named goes with them, and so does a name that several
modules have.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Hashable, Iterator, Mapping
from dataclasses import is_dataclass
from typing import Literal, TypeAlias, TypeVar

from dagcompile.changes.identity.naming import names_of
from dagcompile.ir.records import (
    CheckDef,
    ClassType,
    EnumType,
    Expectation,
    FactType,
    FrameType,
    OpDef,
    Operator,
    Pipeline,
    RecordType,
    Ref,
)

K = TypeVar("K", bound=Hashable)

_Kind: TypeAlias = Literal["function", "class", "other"]

_KINDS: Mapping[tuple[type, str], _Kind] = {
    (OpDef, "ref"): "function",
    (Operator, "stand_in"): "function",
    (CheckDef, "ref"): "function",
    (Expectation, "ref"): "function",
    (EnumType, "ref"): "class",
    (RecordType, "ref"): "class",
    (ClassType, "ref"): "class",
    (FactType, "ref"): "class",
    (FrameType, "ref"): "class",
}


def moved(old: Pipeline, new: Pipeline) -> dict[Ref, Ref]:
    """From the old import path of what moved to its new one. Linear."""
    before, after = _kinds(old), _kinds(new)
    leaving, coming = _by_name(before, but=after), _by_name(after, but=before)
    found: dict[Ref, Ref] = {}
    for name, refs in leaving.items():
        others = coming.get(name, [])
        if len(refs) == len(others) == 1 and before[refs[0]] & after[others[0]] - {"other"}:
            found[refs[0]] = others[0]
    modules = {(ref.module, to.module) for ref, to in found.items()}
    for name, refs in leaving.items():
        for ref in refs:
            to = [
                each
                for each in coming.get(name, [])
                if (ref.module, each.module) in modules and before[ref] & after[each]
            ]
            if ref not in found and len(to) == 1:
                found[ref] = to[0]
    return one_to_one(found)


def refs_in(value: object) -> Iterator[Ref]:
    """The import paths that a part of a pipeline names."""
    return (ref for ref, _ in _refs(value, "other"))


def one_to_one(found: Mapping[K, K]) -> dict[K, K]:
    """`found` without what several lead to."""
    counts = Counter(found.values())
    return {old: new for old, new in found.items() if counts[new] == 1}


def _by_name(refs: Mapping[Ref, set[_Kind]], *, but: Container[Ref]) -> dict[str, list[Ref]]:
    found: dict[str, list[Ref]] = defaultdict(list)
    for ref in refs:
        if ref not in but and ref.module != "builtins":
            found[ref.name].append(ref)
    return found


def _kinds(pipeline: Pipeline) -> dict[Ref, set[_Kind]]:
    """Every import path that a pipeline names, and what it is taken for."""
    found: dict[Ref, set[_Kind]] = defaultdict(set)
    for ref, kind in _refs(pipeline, "other"):
        found[ref].add(kind)
    return found


def _refs(value: object, kind: _Kind) -> Iterator[tuple[Ref, _Kind]]:
    if isinstance(value, Ref):
        yield value, kind
    elif isinstance(value, tuple):
        for item in value:
            if type(item) is not str:
                yield from _refs(item, kind)
    elif is_dataclass(value):
        for name in names_of(value):
            item = getattr(value, name)
            if item is not None and type(item) is not str:
                yield from _refs(item, _KINDS.get((type(value), name), "other"))
