"""Types that moved, as those see it who give params, or read outputs and assets."""

from collections.abc import Iterator

from dagcompile.changes.comparers.types.definitions import definition
from dagcompile.changes.comparers.types.places import given
from dagcompile.changes.comparers.types.roles import PUBLISHED, Role
from dagcompile.changes.comparers.types.sight import Sight
from dagcompile.changes.records import Change, Sides, Subject
from dagcompile.ir.queries import Index, out_port
from dagcompile.ir.records import OpNode, OutPort

Seen = tuple[Change, tuple[str, ...]]
"""A change, and the assets whose readers see it."""


def published(sides: Sides) -> Iterator[Seen]:
    """What differs in the types of assets, and in definitions that others see values of.

    Params and outputs that name another type are told of in `places` with all others.
    """
    sight = Sight(sides)
    for key in sight.both.differing:
        roles = tuple([each for each in sight.roles.of(key) if each.kind in PUBLISHED])
        assets = tuple([each.name for each in roles if each.kind == "asset"])
        for change in definition(key, roles, sight) if roles else ():
            yield change, assets
    before, after = _kept(sides.old), _kept(sides.new)
    for asset in after.keys() & before.keys():
        subject, role = Subject(part="asset", name=asset, detail="type"), Role("asset", asset)
        for old, new in _paired(before[asset], after[asset]):
            for change in given(old, new, subject, (role,), sight):
                yield change, (asset,)


Ports = dict[tuple[str, str], OutPort]


def _kept(index: Index) -> dict[str, Ports]:
    """The outputs of nodes that are kept as an asset, by its name."""
    found: dict[str, Ports] = {}
    for node in index.meaning.nodes:
        if isinstance(node, OpNode):
            for kept in node.keeps:
                port = out_port(index.ops[node.op], kept.port)
                found.setdefault(kept.asset, {})[node.id, kept.port] = port
    return found


def _paired(old: Ports, new: Ports) -> Iterator[tuple[OutPort, OutPort]]:
    """The same outputs; the only one with the only one, whatever they are of."""
    if len(old) == len(new) == 1:
        yield from zip(old.values(), new.values(), strict=True)
        return
    for key, port in new.items():
        if key in old:
            yield old[key], port
