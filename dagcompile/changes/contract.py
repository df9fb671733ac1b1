"""What has changed for others in what a pipeline publishes: its params, its outputs, its assets.

    contract(old, new, readers=[report, alerts]).changes

Whoever gives a param is content where it takes more, whoever reads an output or an asset where it
holds less. What goes on between is nobody's contract, but that
nothing looks any more at what is published.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from dagcompile.changes.compare import compare
from dagcompile.changes.comparers.types.published import published
from dagcompile.changes.comparers.types.roles import PUBLISHED, Roles
from dagcompile.changes.identity.sides import sides_of
from dagcompile.changes.order import ordered
from dagcompile.changes.records import Change, Comparison, Sides
from dagcompile.changes.unguarded import Published
from dagcompile.ir.queries import Index, written
from dagcompile.ir.records import (
    AssetName,
    AssetSchedule,
    ClassType,
    EnumType,
    FactType,
    FrameType,
    OpNode,
    Pipeline,
    RecordType,
    Ref,
    Schedule,
    TypeKey,
)


def contract(
    old: Pipeline,
    new: Pipeline,
    *,
    readers: Iterable[Pipeline] = (),
    settled: Iterable[Change] = (),
) -> Comparison:
    """How what `new` publishes differs from what `old` does; both as in `compare`.

    `settled` are changes of guards that follow from the settings of a project. `consumers` of a
    change are those of `readers` that read an asset it is of, or wait for it: `pipeline:NAME`.
    """
    whole = compare(old, new)
    sides = sides_of(old, new)
    known = _by_asset(readers)
    changes = [
        _read_by(change, assets, known)
        for change, assets in (
            *_of_interface(whole.changes, sides),
            *published(sides),
            *_unchecked((*whole.changes, *settled), Published(sides.new)),
        )
    ]
    return replace(whole, changes=ordered(changes, sides))


def _of_interface(
    changes: Iterable[Change], sides: Sides
) -> Iterator[tuple[Change, tuple[str, ...]]]:
    """The changes of what is published as such, each with the asset that it is of."""
    given, roles = _written(sides.old) | _written(sides.new), Roles(sides)
    for change in changes:
        name = change.subject.name
        match change.subject.part:
            case "param" | "output":
                yield change, ()
            case "pipeline" if _is_published(change, sides, roles):
                yield change, ()
            case "asset" if name in given and change.subject.detail != "read":
                was = change.before if change.verb == "renamed" else None
                yield change, (name,) if was is None else (was, name)
            case "type" if change.verb in ("renamed", "moved"):
                seen = [each for each in roles.of(name) if each.kind in PUBLISHED]
                if seen:
                    yield change, tuple([each.name for each in seen if each.kind == "asset"])
            case _:
                continue


_NAMED = ("", "order of params", "order of outputs")
"""What others may know of a pipeline as a whole: its name, and how its params and outputs stand."""


def _is_published(change: Change, sides: Sides, roles: Roles) -> bool:
    """Whether a change of the whole is of what others know: also of a module with classes whose
    values they hold.
    """
    if change.subject.detail in _NAMED:
        return True
    keys = {new: key for key, new in _classes(sides.new)}
    return any(
        (old.module, new.module) == (change.before, change.after)
        and any(role.kind in PUBLISHED for role in roles.of(keys[new]))
        for old, new in sides.names.refs.items()
        if new in keys
    )


def _classes(index: Index) -> Iterator[tuple[TypeKey, Ref]]:
    for key, type_ in index.declared.items():
        if isinstance(type_, RecordType | EnumType | ClassType | FactType | FrameType):
            yield key, type_.ref


def _unchecked(
    changes: Iterable[Change], published: Published
) -> Iterator[tuple[Change, tuple[str, ...]]]:
    """Guards and expectations that no longer hold of what others read."""
    for change in changes:
        if change.subject.part in ("guard", "expectation"):
            outputs, assets = published.unchecked(change)
            names = [f"output `{each}`" for each in outputs]
            names += [f"asset `{each}`" for each in assets]
            if names:
                why = f"what is published is checked less: {', '.join(names)}; {change.reason}"
                yield replace(change, reason=why), assets


def _written(index: Index) -> frozenset[str]:
    return frozenset(
        asset for node in index.meaning.nodes if isinstance(node, OpNode) for asset in written(node)
    )


# --- who reads assets ----------------------------------------------------------------------------


def _read_by(
    change: Change, assets: tuple[str, ...], readers: Mapping[str, tuple[str, ...]]
) -> Change:
    names = dict.fromkeys(name for asset in assets for name in readers.get(asset, ()))
    if change.weight == "cosmetic":
        return replace(change, consumers=())
    return replace(change, consumers=tuple([f"pipeline:{name}" for name in names]))


def _by_asset(pipelines: Iterable[Pipeline]) -> dict[str, tuple[str, ...]]:
    """The names of the pipelines that read each asset or wait for it, in their order."""
    found: dict[str, dict[str, None]] = {}
    for pipeline in pipelines:
        for asset in _reads(pipeline):
            found.setdefault(asset, {})[pipeline.meaning.name] = None
    return {asset: tuple(names) for asset, names in found.items()}


def _reads(pipeline: Pipeline) -> Iterator[str]:
    for node in pipeline.meaning.nodes:
        if isinstance(node, OpNode):
            yield from node.reads
    yield from _awaited(pipeline.meaning.schedule)


def _awaited(schedule: "Schedule | AssetName | None") -> Iterator[str]:
    if isinstance(schedule, AssetName):
        yield schedule.name
    elif isinstance(schedule, AssetSchedule):
        for item in schedule.items:
            yield from _awaited(item)
