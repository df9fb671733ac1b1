"""What outlives a run: what nodes read, write and keep, and where it is."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dagcompile.changes.pairing import keyed, op_nodes
from dagcompile.changes.records import Change, Sides, Subject, Verb
from dagcompile.changes.told_rules import (
    ASSET_ADDED,
    ASSET_ELSEWHERE,
    ASSET_KEPT,
    ASSET_MOVED,
    ASSET_PLACED,
    ASSET_READ,
    ASSET_READ_RENAMED,
    ASSET_REMOVED,
    ASSET_RENAMED,
    ASSET_WAITED,
    ASSET_WRITER,
    ASSETS_ORDER,
)
from dagcompile.ir.queries import Index
from dagcompile.ir.records import OpNode


@dataclass(slots=True, kw_only=True)
class _Uses:
    """What is said of one asset in one version: by which nodes it is read, and by which written,
    and the outputs of nodes that are kept as it.
    """

    uri: str | None
    readers: list[str] = field(default_factory=list)
    writers: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    @property
    def written(self) -> list[str]:
        """Who writes it, and the outputs that are kept as it."""
        return [*self.writers, *self.kept]

    @property
    def seen(self) -> bool:
        """Whether a node has to do with it."""
        return bool(self.readers or self.writers or self.kept)


def assets(sides: Sides) -> Iterator[Change]:
    """Assets that are written no longer, by others, elsewhere, or under another name."""
    old, new = _uses(sides.old), _uses(sides.new)
    for before, after in sides.names.assets.items():
        rule = ASSET_RENAMED if old[after].written else ASSET_READ_RENAMED
        subject = Subject(part="asset", name=after)
        yield rule.change(subject, "renamed", before=before, after=after)
    for name, was, now in keyed(old, new):
        yield from _asset(name, was=was, now=now)
    yield from _order(sides)


def _uses(index: Index) -> dict[str, _Uses]:
    found = {each.name: _Uses(uri=each.uri) for each in index.meaning.assets}
    for node in index.meaning.nodes:
        if isinstance(node, OpNode):
            for name in node.reads:
                found[name].readers.append(node.id)
            for name in node.writes:
                found[name].writers.append(node.id)
            for each in node.keeps:
                found[each.asset].kept.append(f"{node.id}.{each.port}")
    return found


def _asset(name: str, *, was: _Uses | None, now: _Uses | None) -> Iterator[Change]:
    old, new = was or _Uses(uri=None), now or _Uses(uri=None)
    if was is not None and now is not None and was.uri != now.uri:
        yield _uri(name, was=was, now=now)
    if sorted(old.written) != sorted(new.written):
        yield _written(name, old=old, new=new)
    if sorted(old.readers) != sorted(new.readers):
        yield _read(name, old=old, new=new)
    if (was is None or now is None) and not (old.seen or new.seen):
        yield _awaited(name, was=was, now=now)


def _uri(name: str, *, was: _Uses, now: _Uses) -> Change:
    rule = ASSET_MOVED if was.written and now.written else ASSET_ELSEWHERE
    return (ASSET_PLACED if was.uri is None else rule).change(
        Subject(part="asset", name=name, detail="uri"), "changed", before=was.uri, after=now.uri
    )


def _written(name: str, *, old: _Uses, new: _Uses) -> Change:
    verb: Verb = "changed"
    if not new.written:
        verb, rule = "removed", ASSET_REMOVED
    elif not old.written:
        verb, rule = "added", ASSET_ADDED
    else:
        rule = ASSET_KEPT if old.kept and sorted(old.kept) != sorted(new.kept) else ASSET_WRITER
    subject = Subject(part="asset", name=name, detail="written")
    return rule.change(subject, verb, before=_names(old.written), after=_names(new.written))


def _read(name: str, *, old: _Uses, new: _Uses) -> Change:
    verb: Verb = "changed"
    if not new.readers or not old.readers:
        verb = "added" if new.readers else "removed"
    subject = Subject(part="asset", name=name, detail="read")
    return ASSET_READ.change(subject, verb, before=_names(old.readers), after=_names(new.readers))


def _awaited(name: str, *, was: _Uses | None, now: _Uses | None) -> Change:
    """One that only one version has, and that no node reads or writes."""
    return ASSET_WAITED.change(
        Subject(part="asset", name=name),
        "added" if was is None else "removed",
        before=None if was is None else was.uri,
        after=None if now is None else now.uri,
    )


def _order(sides: Sides) -> Iterator[Change]:
    for old, new in op_nodes(sides):
        was = (old.reads, old.writes, old.keeps)
        now = (new.reads, new.writes, new.keeps)
        if was != now and all(set(a) == set(b) for a, b in zip(was, now, strict=True)):
            yield ASSETS_ORDER.change(Subject(part="asset", detail=new.id), "changed", node=new.id)


def _names(names: list[str]) -> str | None:
    return ", ".join(names) or None
