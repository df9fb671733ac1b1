"""What has another name, and is the same by what it is and where it stands.

Each looks at what only one version has, and takes nothing for the same that has two candidates.
Both versions are told in the names that were found before.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from dagcompile.changes.identity.moves import one_to_one
from dagcompile.changes.records import Side
from dagcompile.ir.compact import compact
from dagcompile.ir.queries import Index, flat, sources
from dagcompile.ir.records import (
    FirstOf,
    FromParam,
    InPort,
    OpDef,
    OpKey,
    OpNode,
    OutPort,
    Ref,
    Refined,
    TypeKey,
)

K = TypeVar("K", bound=Hashable)

_NOBODY = Ref(module="", name="")


def aliases(old: Index, new: Index) -> dict[TypeKey, TypeKey]:
    """Types that authors call by another name."""
    before, after = _called(old), _called(new)
    return paired(
        [(name, content) for name, content in before.items() if name not in new.declared],
        [(name, content) for name, content in after.items() if name not in old.declared],
    )


def _called(index: Index) -> dict[TypeKey, str]:
    return {
        key: compact(replace(type_, name=""))
        for key, type_ in index.declared.items()
        if isinstance(type_, Refined) and type_.name
    }


def params(old: Index, new: Index) -> dict[str, str]:
    """Params of the same type whose value goes to some of the same inputs."""
    before, after = _takers(old), _takers(new)
    found: dict[str, list[str]] = {
        was.name: [
            now.name
            for now in new.meaning.params
            if now.name not in old.params
            and now.type == was.type
            and before[was.name] & after[now.name]
        ]
        for was in old.meaning.params
        if was.name not in new.params
    }
    return one_to_one({name: others[0] for name, others in found.items() if len(others) == 1})


def _takers(index: Index) -> Mapping[str, set[Hashable]]:
    """Which inputs of ops each param goes to."""
    found: dict[str, set[Hashable]] = defaultdict(set)
    for node in index.meaning.nodes:
        for number, source in enumerate(sources(node)):
            for each in flat(source):
                if isinstance(each, FromParam):
                    at = node.op if isinstance(node, OpNode) else node.id
                    port = number if isinstance(node, FirstOf) else node.inputs[number].port
                    found[each.name].add((at, port))
    for output in index.meaning.outputs:
        for each in flat(output.source):
            if isinstance(each, FromParam):
                found[each.name].add(("output", output.name))
    return found


def outputs(old: Index, new: Index) -> dict[str, str]:
    """Outputs of the same type that give the same value."""
    before = {each.name: (each.type, compact(each.source)) for each in old.meaning.outputs}
    after = {each.name: (each.type, compact(each.source)) for each in new.meaning.outputs}
    return paired(
        [(name, content) for name, content in before.items() if name not in after],
        [(name, content) for name, content in after.items() if name not in before],
    )


def assets(old: Index, new: Index) -> dict[str, str]:
    """Assets that are where another one was, which is there no longer; where it is not said where,
    those that the same nodes read and write.
    """
    before, after = _places(old), _places(new)
    return paired(
        [(name, place) for name, place in before.items() if name not in after],
        [(name, place) for name, place in after.items() if name not in before],
    )


def _places(index: Index) -> dict[str, Hashable | None]:
    uses: dict[str, list[Hashable]] = defaultdict(list)
    for node in index.meaning.nodes:
        if isinstance(node, OpNode):
            for name in node.reads:
                uses[name].append((node.id, "reads"))
            for name in node.writes:
                uses[name].append((node.id, "writes"))
            for each in node.keeps:
                uses[each.asset].append((node.id, "keeps", each.port))
    return {
        each.name: each.uri or tuple(sorted(uses[each.name], key=str)) or None
        for each in index.meaning.assets
    }


def functions(old: Index, new: Index) -> dict[OpKey, OpKey]:
    """Ops whose every use is now one of another that has the same ports."""
    found: dict[OpKey, set[OpKey]] = defaultdict(set)
    for id, was in old.nodes.items():
        now = new.nodes.get(id)
        if isinstance(was, OpNode) and isinstance(now, OpNode):
            found[was.op].add(now.op)
    gone = {
        key: next(iter(others))
        for key, others in found.items()
        if key not in new.ops and len(others) == 1
    }
    return {
        key: other
        for key, other in one_to_one(gone).items()
        if other not in old.ops and _same_work(old.ops[key], new.ops[other])
    }


def _same_work(old: OpDef, new: OpDef) -> bool:
    if old.operator is not None or new.operator is not None:
        return old.ref == new.ref
    return compact(replace(old, key="", ref=_NOBODY)) == compact(replace(new, key="", ref=_NOBODY))


def ports(old: Index, new: Index) -> dict[tuple[OpKey, Side, str], str]:
    """Ports of the same type at the same place of an op. Whether they take the same values as well
    is for the wires to tell, which are compared in the new names.
    """
    found: dict[tuple[OpKey, Side, str], str] = {}
    for op in new.meaning.ops:
        was = old.ops.get(op.key)
        if was is not None and (was.inputs, was.outputs) != (op.inputs, op.outputs):
            for name, other in _renamed(was.inputs, op.inputs):
                found[op.key, "input", name] = other
            for name, other in _renamed(was.outputs, op.outputs):
                found[op.key, "output", name] = other
    return found


def _renamed(
    old: tuple[InPort | OutPort, ...], new: tuple[InPort | OutPort, ...]
) -> Iterator[tuple[str, str]]:
    before, after = {each.name for each in old}, {each.name for each in new}
    if len(before) != len(after):
        return
    for was, now in zip(old, new, strict=True):
        if was.name not in after and now.name not in before and was.type == now.type:
            yield was.name, now.name


def paired(old: Iterable[tuple[K, Hashable]], new: Iterable[tuple[K, Hashable]]) -> dict[K, K]:
    """Those that are alone with what they are on either side."""
    before, after = _by(old), _by(new)
    return {
        names[0]: after[content][0]
        for content, names in before.items()
        if content is not None and len(names) == 1 and len(after.get(content, ())) == 1
    }


def _by(pairs: Iterable[tuple[K, Hashable]]) -> Mapping[Hashable, list[K]]:
    found: dict[Hashable, list[K]] = defaultdict(list)
    for name, content in pairs:
        found[content].append(name)
    return found
