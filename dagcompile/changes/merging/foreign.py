"""What one side says of a function or class, where another one is in its place on the other side.

    from steps import audit     ->  from steps import email         # ours, which uses it alike
    @op                         ->  @op(timeout=60)                 # theirs, at the one of the base
    def audit(...)                  def audit(...)

The IR tells neither whether what is called otherwise is the one that was, nor whether a node is set
by its function or where that is used. So what is said of the one goes to no other: it conflicts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dagcompile.changes.merging.names import InOneLanguage
from dagcompile.changes.merging.owners import Part, Where, parts
from dagcompile.changes.merging.records import Conflict
from dagcompile.changes.merging.saying import said
from dagcompile.changes.merging.secrets import Secrets
from dagcompile.changes.same import same
from dagcompile.changes.texts import HIDDEN, brief
from dagcompile.ir.records import Ref
from dagcompile.ir.text import ref_text

_Parts = Mapping[Where, Part]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """A part that one side changed, with whose it is there and on the other side."""

    where: Where
    own: str
    other: str


def foreign(told: InOneLanguage, *, secrets: Secrets) -> Iterator[Conflict]:
    """A conflict for each part that a side changed or added, and that is said of a function or
    class, or names one, which the other side calls otherwise, or does not use there any more.
    """
    base, ours, theirs = parts(told.base), parts(told.ours), parts(told.theirs)
    saying = _Saying(secrets)
    for each in saying.of(base, ours, theirs, told.by_theirs):
        yield Conflict(where=each.where, ours=each.own, theirs=each.other)
    for each in saying.of(base, theirs, ours, told.by_ours):
        yield Conflict(where=each.where, ours=each.other, theirs=each.own)


class _Saying:
    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def of(
        self, base: _Parts, one: _Parts, other: _Parts, called: Mapping[Ref, Ref]
    ) -> Iterator[_Said]:
        """What `one` changed; `called` leads to what the other side gave another name."""
        own = {new: old for old, new in called.items()}
        there, before = ({at[0] for at in side} for side in (one, base))
        for at in (*one, *(each for each in base if each not in one and each[0] in there)):
            mine, theirs, was = one.get(at), other.get(at), base.get(at)
            if _alike(mine, was) or (theirs is not None and _alike(mine, theirs)):
                continue
            names = sorted((mine.names if mine else frozenset()) & own.keys(), key=ref_text)
            owner = (mine or was or Part(value=None)).owner
            new = at[0].startswith("node ") and at[0] not in before
            if owner is not None and not new and (now := _now(at, owner, base, other, own)):
                yield _Said(
                    where=at,
                    own=f"{self._text(mine, at)} for {ref_text(own.get(owner, owner))}",
                    other=f"{self._text(theirs, at)} for {ref_text(now)}",
                )
            elif names:
                yield _Said(where=at, own=ref_text(own[names[0]]), other=ref_text(names[0]))

    def _text(self, part: Part | None, at: Where) -> str:
        if part is None:
            return "none"
        return HIDDEN if self._secrets.hides(part.value) else brief(said(part.value, at[-1]))


def _now(at: Where, owner: Ref, base: _Parts, other: _Parts, own: Mapping[Ref, Ref]) -> Ref | None:
    """What has the place of the function or class `owner` on the other side, if it is another."""
    if owner in own:
        return owner
    work = (at[0], "op")
    if work in base and work in other and base[work].value == owner != other[work].value:
        found: Ref = other[work].value
        return found
    return None


def _alike(one: Part | None, other: Part | None) -> bool:
    return one is other if one is None or other is None else same(one.value, other.value)
