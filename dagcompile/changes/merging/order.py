"""The order of things that two sides added to, removed from, and sorted anew.

    merged_order(base=["a", "b"], ours=["a", "x", "b"], theirs=["y", "a", "b"])
    ["y", "a", "x", "b"]

What a side added stands behind what it stood behind there; of two at one place, ours is first.
Where the order means something, `open_order` says that both sides had a say in it.
"""

from collections.abc import Hashable, Sequence
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def merged_order(*, base: Sequence[K], ours: Sequence[K], theirs: Sequence[K]) -> list[K]:
    """All keys of `ours` and `theirs`, each once.

    The order of those that both have is the one that a side gave them anew; ours, where both did.
    """
    sorted_anew = _in_common(ours, base, theirs) != _in_common(base, ours, theirs)
    lead, other = (ours, theirs) if sorted_anew else (theirs, ours)
    if lead is theirs and _in_common(theirs, base, ours) == _in_common(base, ours, theirs):
        lead, other = ours, theirs  # nobody did
    found = list(lead)
    known, strange = set(lead), set(lead).difference(other)
    before: K | None = None
    for key in other:
        if key not in known:
            at = 0 if before is None else found.index(before) + 1
            while lead is ours and at < len(found) and found[at] in strange:
                at += 1
            found.insert(at, key)
            known.add(key)
        before = key
    return found


def open_order(*, base: Sequence[K], ours: Sequence[K], theirs: Sequence[K]) -> bool:
    """Whether no order follows: both sides added something at one place, or sorted anew."""
    mine, others = _in_common(ours, base, theirs), _in_common(theirs, base, ours)
    before = _in_common(base, ours, theirs)
    if mine != others and before not in (mine, others):
        return True
    return bool(_added_after(ours, base, theirs) & _added_after(theirs, base, ours))


def _added_after(keys: Sequence[K], base: Sequence[K], other: Sequence[K]) -> set[K | None]:
    """Behind which of the keys of both sides one has what neither the base nor the other has."""
    found: set[K | None] = set()
    known, old = set(other), set(base)
    before: K | None = None
    for key in keys:
        if key in known:
            before = key
        elif key not in old:
            found.add(before)
    return found


def _in_common(keys: Sequence[K], *others: Sequence[K]) -> list[K]:
    """Those of `keys` that are in every one of `others`."""
    common = set(keys).intersection(*others)
    return [each for each in keys if each in common]
