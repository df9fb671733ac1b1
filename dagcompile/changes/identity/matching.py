"""Which node of a version is which of the other.

A node with the same id that does the same work is the same. The others are matched by what they
do, what they take and who takes from them: first where all of it agrees, then the same id whatever
it does now, then where some of it agrees. The same work is that of the same op; of another only
where its function may have been renamed: the old one has gone from the pipeline, the new one was
not there before, and no node says otherwise. What has two candidates that are equally good is no
match: it is told as removed and added.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TypeAlias

from dagcompile.changes.identity.fingerprints import (
    Fingerprints,
    Work,
    edges,
    inputs,
    signature,
    work,
)
from dagcompile.ir.queries import Index
from dagcompile.ir.records import Node, OpKey, OpNode

_TRIED = 100
"""How many pairs of nodes with the same work are looked at one by one."""

_ROUNDS = 10
"""How often what is left is looked at again, once more of what is around it is known."""

_Key: TypeAlias = Callable[[Fingerprints, str], Hashable | None]
_Step: TypeAlias = Callable[["_Sides"], Mapping[str, str]]


def matched(old: Index, new: Index) -> dict[str, str]:
    """From the id of a node of `old` to that of the same in `new`, both told in the same names.

    Linear: in nodes, edges and what goes along these, for what is left is looked at `_ROUNDS` times
    at most, and one by one only where few do the same.
    """
    pairs = {
        id: id
        for id, node in old.nodes.items()
        if id in new.nodes and work(node, old.ops) == work(new.nodes[id], new.ops)
    }
    pairs = _traded(old, new, pairs)
    for _ in range(_ROUNDS):
        before = len(pairs)
        for of, step in _STEPS:
            if len(pairs) < min(len(old.nodes), len(new.nodes)):
                pairs |= step(_Sides(old, new, pairs, of=of))
        if len(pairs) == before:
            break
    return pairs


def _traded(old: Index, new: Index, pairs: dict[str, str]) -> dict[str, str]:
    """`pairs`, but for nodes whose id another node of the same work has taken: all that it takes
    and gives speaks for it, and for no other. A node that nothing takes from keeps its id.
    """
    unsure = _unsure(old, new, pairs)
    if not unsure:
        return pairs
    sides = _Sides(old, new, {id: id for id in pairs if id not in unsure}, of=work)
    found = {
        was: now
        for was, now in _alike(_between)(sides).items()
        if was != now and sides.old.settings[was] == sides.new.settings[now]
    }
    taken = {*found, *found.values()}
    return {id: id for id in pairs if id not in taken} | found


def _unsure(old: Index, new: Index, pairs: Mapping[str, str]) -> frozenset[str]:
    """The nodes with other wires by now whose work is that of other nodes as well."""
    rewired = {id for id in pairs if inputs(old.nodes[id]) != inputs(new.nodes[id])}
    if not rewired and old.meaning.outputs == new.meaning.outputs:
        return frozenset()
    crowded = _crowded(old) | _crowded(new)
    before, after = edges(old), edges(new)
    return frozenset(
        [
            id
            for id in pairs
            if work(new.nodes[id], new.ops) in crowded
            and (id in rewired or {*before.get(id, ())} != {*after.get(id, ())})
        ]
    )


def _crowded(index: Index) -> set[Hashable]:
    """What several nodes do."""
    counts = Counter(work(node, index.ops) for node in index.nodes.values())
    return {each for each, count in counts.items() if count > 1}


class _Sides:
    """The fingerprints of both versions, and which nodes are known to be the same."""

    def __init__(self, old: Index, new: Index, pairs: Mapping[str, str], *, of: Work) -> None:
        numbers: dict[Hashable, int] = {}
        self.before, self.after, self.pairs = old, new, pairs
        self.old = Fingerprints(old, pairs, of=of, numbers=numbers)
        self.new = Fingerprints(new, {id: id for id in pairs.values()}, of=of, numbers=numbers)


def _same_id(sides: _Sides) -> Mapping[str, str]:
    left = frozenset(sides.new.left)
    return {id: id for id in sides.old.left if id in left}


def _alike(key: _Key) -> _Step:
    """Pairs those that are alone with their key on either side."""

    def step(sides: _Sides) -> Mapping[str, str]:
        old, new = _by(sides.old, key), _by(sides.new, key)
        return {
            ids[0]: new[found][0]
            for found, ids in old.items()
            if len(ids) == 1 and len(new.get(found, ())) == 1
        }

    return step


def _by(side: Fingerprints, key: _Key) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = defaultdict(list)
    for id in side.left:
        of = key(side, id)
        if of is not None:
            found[side.work[id], of].append(id)
    return found


def _whole(side: Fingerprints, id: str) -> Hashable | None:
    return (side.takes[id], side.gives[id], side.settings[id])


def _rooted(side: Fingerprints, id: str) -> Hashable | None:
    return _whole(side, id) if side.ties[id] else None


def _told(side: Fingerprints, id: str) -> Hashable | None:
    return (side.takes[id], side.settings[id])


def _fed(side: Fingerprints, id: str) -> Hashable | None:
    return side.takes[id] if any(each[0] == "takes" for each in side.ties[id]) else None


def _between(side: Fingerprints, id: str) -> Hashable | None:
    return (side.takes[id], side.gives[id]) if side.gives[id] else None


def _taken(side: Fingerprints, id: str) -> Hashable | None:
    return side.gives[id] or None


def _closest(sides: _Sides) -> Mapping[str, str]:
    """Pairs those with the same work that share more of their edges than with any other."""
    old, new = _by(sides.old, lambda *_: ()), _by(sides.new, lambda *_: ())
    found: dict[str, str] = {}
    for key, mine in old.items():
        others = new.get(key, [])
        if len(mine) * len(others) > _TRIED:
            continue
        shared = {(a, b): len(sides.old.ties[a] & sides.new.ties[b]) for a in mine for b in others}
        rows, columns = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
        for (a, b), score in shared.items():
            rows[a].append(score)
            columns[b].append(score)
        for (a, b), score in shared.items():
            if score and _leads(score, rows[a]) and _leads(score, columns[b]):
                found[a] = b
    return found


def _leads(score: int, scores: Sequence[int]) -> bool:
    """Whether no other of `scores`, of which it is one, is as high."""
    return score == max(scores) and scores.count(score) == 1


def _renamed(sides: _Sides) -> Mapping[str, str]:
    """Pairs those that agree in all but which function does the work, where that was renamed: it is
    one name to one other, in every node that is known to be the same.
    """
    found = _alike(_rooted)(sides)
    led: dict[OpKey, set[OpKey]] = defaultdict(set)
    came: dict[OpKey, set[OpKey]] = defaultdict(set)
    for a, b in (*sides.pairs.items(), *found.items()):
        was, now = sides.before.nodes[a], sides.after.nodes[b]
        if isinstance(was, OpNode) and isinstance(now, OpNode):
            led[was.op].add(now.op)
            came[now.op].add(was.op)

    def holds(was: Node, now: Node) -> bool:
        if work(was, sides.before.ops) == work(now, sides.after.ops):
            return True
        if not (isinstance(was, OpNode) and isinstance(now, OpNode)):
            return False
        there = was.op in sides.after.ops or now.op in sides.before.ops
        return not there and len(led[was.op]) == len(came[now.op]) == 1

    return {a: b for a, b in found.items() if holds(sides.before.nodes[a], sides.after.nodes[b])}


_STEPS: tuple[tuple[Work, _Step], ...] = (
    (work, _alike(_whole)),
    (work, _same_id),
    (work, _alike(_told)),
    (work, _alike(_fed)),
    (work, _alike(_taken)),
    (work, _closest),
    (signature, _renamed),
)
