"""Assets that other pipelines write as well: what no comparison of two versions of one tells.

asset `shop/orders.written` added      `bills` writes it as well: ...
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dagcompile.changes.records import Change, Subject
from dagcompile.changes.rules import Rule
from dagcompile.changes.texts import listed
from dagcompile.changes.told_rules import (
    ASSET_ADDED,
    ASSET_LEFT,
    ASSET_REMOVED,
    ASSET_SHARED,
    ASSET_TAKEN,
)
from dagcompile.changes.users import Users
from dagcompile.ir.queries import written
from dagcompile.ir.records import OpNode, Pipeline


@dataclass(frozen=True)
class Sharing:
    """Who writes the assets of a pipeline beside it, whose versions are called `own`."""

    users: Users
    own: frozenset[str]

    def told(self, change: Change) -> Change:
        """`change`; where it is that an asset is written from now on, or no longer, as it weighs
        beside the others.
        """
        name = change.subject.name
        match change.reason:
            case ASSET_ADDED.why:
                found = self._written(name)
            case ASSET_REMOVED.why if others := self._others(self.users.writers(name)):
                found = ASSET_LEFT, others
            case _:
                found = None
        return _as(change, *found) if found else change

    def begun(self, pipeline: Pipeline) -> Iterator[Change]:
        """The assets of a pipeline that was not there which others write, or did before."""
        nodes = [each for each in pipeline.meaning.nodes if isinstance(each, OpNode)]
        for name in sorted({asset for node in nodes for asset in written(node)}):
            if found := self._written(name):
                ids = ", ".join(each.id for each in nodes if name in written(each))
                subject = Subject(part="asset", name=name, detail="written")
                change = ASSET_ADDED.change(subject, "added", after=ids)
                yield replace(_as(change, *found), consumers=self.users.readers([name]))

    def _written(self, name: str) -> tuple[Rule, Sequence[str]] | None:
        """How it is told that an asset is written, and of which others; None if of none."""
        if others := self._others(self.users.writers(name)):
            return ASSET_SHARED, others
        if others := self._others(self.users.writers_before(name)):
            return ASSET_TAKEN, others
        return None

    def _others(self, names: Iterable[str]) -> Sequence[str]:
        return [each for each in names if each not in self.own]


def _as(change: Change, rule: Rule, others: Sequence[str]) -> Change:
    """`change` by another rule."""
    reason = rule.why.format(others=f"pipeline{'s' * (len(others) > 1)} {listed(others)}")
    return replace(change, weight=rule.weight, reason=reason)
