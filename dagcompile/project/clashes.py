"""What two pipelines of a build must not have in common: an id, a file, an asset at two places."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from dagcompile.diagnostics import Diagnostic
from dagcompile.project.emissions import Emission


def clashes(emissions: Sequence[Emission]) -> tuple[Diagnostic, ...]:
    """A diagnostic for each id (DC615) and for each path (DC616) that would be taken twice, and for
    each asset that two pipelines have at two places (DC182): an engine knows it by its name.

    Paths that differ only in case count as one: they are one on many file systems.
    """
    return (*_shared_ids(emissions), *_shared_paths(emissions), *_moved_assets(emissions))


def _shared_ids(emissions: Sequence[Emission]) -> Iterator[Diagnostic]:
    names: dict[str, list[str]] = defaultdict(list)
    for each in emissions:
        names[each.id].append(each.name)
    for id, those in names.items():
        if len(those) > 1:
            yield Diagnostic(
                code="DC615",
                message=f"{_and(those)} have one id: {id}",
                fix="give one of them another: @pipeline(name=...)",
            )


def _shared_paths(emissions: Sequence[Emission]) -> Iterator[Diagnostic]:
    by_path: dict[str, list[tuple[str, str]]] = defaultdict(list)
    # Pipelines of one id have the same paths, and are told of already.
    for each in _first_of_each_id(emissions):
        for made in each.made:
            path = made.artifact.path
            by_path[path.casefold()].append((f"{made.maker} of {each.id}", path))
    for found in by_path.values():
        if len(found) > 1:
            makers, paths = [maker for maker, _ in found], {path: None for _, path in found}
            yield Diagnostic(
                code="DC616",
                message=f"{_and(makers)} would be written to one file: {_and(list(paths))}",
                fix="give one of the pipelines another id: @pipeline(name=...)",
            )


def _moved_assets(emissions: Sequence[Emission]) -> Iterator[Diagnostic]:
    known: dict[str, tuple[str | None, str]] = {}
    for each in emissions:
        for asset in each.assets:
            uri, first = known.setdefault(asset.name, (asset.uri, each.id))
            if uri != asset.uri:
                yield Diagnostic(
                    code="DC182",
                    message=f"the asset {asset.name} of {each.id} is {_at(asset.uri)}, and of"
                    f" {first} it is {_at(uri)}",
                    fix="an asset is one thing: make it once, where both import it from",
                )


def _at(uri: str | None) -> str:
    return "without a URI" if uri is None else f"at {uri}"


def _first_of_each_id(emissions: Sequence[Emission]) -> Iterator[Emission]:
    seen: set[str] = set()
    for each in emissions:
        if each.id not in seen:
            seen.add(each.id)
            yield each


def _and(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + f" and {names[-1]}" if len(names) > 1 else names[0]
