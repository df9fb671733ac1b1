"""Options of targets: of nodes that there are, each said once."""

from collections import Counter
from collections.abc import Iterator

from dagcompile.diagnostics import Diagnostic
from dagcompile.ir.options import UNPLAIN
from dagcompile.ir.records import Mapping, Sequence, TargetOptions, Value
from dagcompile.ir.rules.tables import Tables, broken


def options_stand_on_nodes(tables: Tables) -> Iterator[Diagnostic]:
    """A node for which targets are asked for something is there, and is named once."""
    for node, count in Counter(each.node for each in tables.build.nodes).items():
        if node not in tables.nodes:
            yield broken(f"targets are given options for node `{node}`, and there is none")
        if count > 1:
            yield broken(f"targets are given options for node `{node}` {count} times")


def options_are_plain(tables: Tables) -> Iterator[Diagnostic]:
    """An option of a target is said once, and refers to no code."""
    yield from _faults(tables.build.targets, "the pipeline")
    for each in tables.build.nodes:
        yield from _faults(each.targets, f"node `{each.node}`")


def _faults(asked: tuple[TargetOptions, ...], whose: str) -> Iterator[Diagnostic]:
    names = Counter((each.target, name) for each in asked for name, _ in each.values)
    for (target, name), count in names.items():
        if count > 1:
            yield broken(f"option `{target}.{name}` of {whose} is given {count} times")
    for each in asked:
        for name, value in each.values:
            if not _is_plain(value):
                yield broken(f"option `{each.target}.{name}` of {whose} is not plain")


def _is_plain(value: Value) -> bool:
    match value:
        case Sequence(items=items):
            return all(map(_is_plain, items))
        case Mapping(items=pairs):
            return all(isinstance(key, str) and _is_plain(each) for key, each in pairs)
        case _:
            return not isinstance(value, UNPLAIN)
