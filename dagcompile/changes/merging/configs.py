"""Configs of new nodes that may follow a default, which the other side changed.

    class Hours(Config):
        first: int = 9          # ours: 8;  theirs: one more node that is configured by Hours()

What a config holds does not tell whether a value was given or is the default of its class. Where
one side changed a field of a class alike in every node, and the other added a node that has the old
value, nobody but the author knows which of the two it is to have.
"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from dagcompile.changes.merging.records import Conflict
from dagcompile.changes.merging.saying import shown
from dagcompile.changes.merging.secrets import Secrets
from dagcompile.changes.same import same
from dagcompile.changes.texts import HIDDEN
from dagcompile.ir.records import Instance, OpNode, Pipeline, Ref, Value

_Values: TypeAlias = Mapping[str, Value]


class _Missing:
    """Stands for a field that a class does not have."""


_MISSING = _Missing()


def doubtful_configs(
    base: Pipeline, ours: Pipeline, theirs: Pipeline, *, secrets: Secrets
) -> Iterator[Conflict]:
    """A conflict for each field of a new node's config that may be to follow its class."""
    for node, field, *values in _doubtful(base, added=ours, changed=theirs):
        old, new = (_text(each, secrets) for each in values)
        yield Conflict(where=(f"node {node}", "config", field), ours=old, theirs=new)
    for node, field, *values in _doubtful(base, added=theirs, changed=ours):
        old, new = (_text(each, secrets) for each in values)
        yield Conflict(where=(f"node {node}", "config", field), ours=new, theirs=old)


def _doubtful(
    base: Pipeline, *, added: Pipeline, changed: Pipeline
) -> Iterator[tuple[str, str, object, object]]:
    before, after = _configs(base), _configs(changed)
    moved = _moved(before, after)
    for node, (cls, values) in _configs(added).items():
        if node in before or node in after:
            continue
        for field, (old, new) in moved.get(cls, {}).items():
            value = values.get(field, _MISSING)
            if _alike(value, old):
                yield node, field, old, new


def _moved(
    before: Mapping[str, tuple[Ref, _Values]], after: Mapping[str, tuple[Ref, _Values]]
) -> dict[Ref, dict[str, tuple[object, object]]]:
    """The fields of each class that changed from one value to one other in every node."""
    found: dict[Ref, dict[str, tuple[object, object]]] = {}
    still: set[tuple[Ref, str]] = set()
    for node, (cls, old) in before.items():
        if node not in after or after[node][0] != cls:
            continue
        new = after[node][1]
        for field in {**old, **new}:
            pair = old.get(field, _MISSING), new.get(field, _MISSING)
            known = found.setdefault(cls, {}).setdefault(field, pair)
            if _alike(*pair) or not (_alike(known[0], pair[0]) and _alike(known[1], pair[1])):
                still.add((cls, field))
    return {
        cls: {field: pair for field, pair in fields.items() if (cls, field) not in still}
        for cls, fields in found.items()
    }


def _configs(pipeline: Pipeline) -> dict[str, tuple[Ref, _Values]]:
    """The class and the values of the config of each node that has one."""
    return {
        node.id: (node.config.cls, dict(node.config.fields))
        for node in pipeline.meaning.nodes
        if isinstance(node, OpNode) and isinstance(node.config, Instance)
    }


def _alike(one: object, other: object) -> bool:
    missing = isinstance(one, _Missing) or isinstance(other, _Missing)
    return one is other if missing else same(one, other)


def _text(value: object, secrets: Secrets) -> str | None:
    if value is _MISSING:
        return None
    return HIDDEN if secrets.hides(value) else shown(value)
