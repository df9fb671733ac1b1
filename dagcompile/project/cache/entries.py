"""What is kept of a pipeline: what was used for it, and what it became, as JSON builtins.

Of an artifact only the digest is kept: its text is in the file, or the pipeline is made again.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dagcompile.codegen.artifact import Artifact
from dagcompile.codegen.header import parse_header
from dagcompile.diagnostics import Diagnostic, Label
from dagcompile.ir.digest import PREFIX, digest_of_plain
from dagcompile.ir.plain import from_plain, to_plain
from dagcompile.ir.records import Asset
from dagcompile.project.cache.digests import content_of, digest
from dagcompile.project.cache.used import Used
from dagcompile.project.emissions import IR_SUFFIX, Emission, Grouped, Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An artifact by its path, what made it, and the digest of its text."""

    path: str
    maker: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """An emission and its warnings, without the texts."""

    id: str
    made: tuple[Kept, ...]
    stages: tuple[Grouped, ...] = ()
    assets: tuple[Asset, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()


def became(emission: Emission, warnings: tuple[Diagnostic, ...], folder: Path) -> Any:
    """What is kept of an emission, places in files below `folder` without it."""
    return to_plain(
        Became(
            id=emission.id,
            made=tuple(
                Kept(
                    path=each.artifact.path,
                    maker=each.maker,
                    digest=digest(each.artifact.text.encode()),
                )
                for each in emission.made
            ),
            stages=emission.stages,
            assets=emission.assets,
            warnings=tuple(_placed(each, Paths(folder).inside) for each in warnings),
        )
    )


def emission_of(
    name: str, plain: Any, *, out: Path, folder: Path
) -> tuple[Emission, tuple[Diagnostic, ...]] | None:
    """The emission and its warnings, the texts read from the files below `out`; None where one of
    those is not as it was made.
    """
    kept = from_plain(Became, plain)
    made: list[Made] = []
    for each in kept.made:
        content = content_of(f"{out}/{each.path}")
        if content is None or digest(content) != each.digest:
            return None
        made.append(Made(artifact=Artifact(each.path, content.decode()), maker=each.maker))
    if not _agree(made):
        return None
    emission = Emission(
        name=name, id=kept.id, made=tuple(made), stages=kept.stages, assets=kept.assets
    )
    return emission, tuple(_placed(each, Paths(folder).outside) for each in kept.warnings)


def _agree(made: Sequence[Made]) -> bool:
    """Whether files are what they say of themselves, whatever is kept of them: the IR by its own
    digest, and what has a header by that of its body and that of the IR.
    """
    stated = ""
    for each in reversed(made):  # the IR is the last
        text = each.artifact.text
        if each.artifact.path.endswith(IR_SUFFIX):
            document = json.loads(text)
            stated = document["digest"]
            if digest_of_plain(document["meaning"]) != stated:
                return False
            continue
        said = parse_header(text)
        if said and not (said.intact and stated.startswith(f"{PREFIX}{said.ir}")):
            return False
    return True


def plain_used(used: Used, folder: Path) -> dict[str, Any]:
    """What was used, as JSON builtins; paths below `folder` without it, so that it can move."""
    inside = Paths(folder).inside
    return {
        "names": {
            name: None if origin is None else [inside(each) for each in origin]
            for name, origin in sorted(used.names.items())
        },
        "files": {inside(file): digest for file, digest in sorted(used.files.items())},
        "cwd": None if used.cwd is None else inside(used.cwd),
        "folders": {inside(each): digest for each, digest in sorted(used.folders.items())},
        "kinds": {
            inside(path): kind
            for path, kind in sorted(used.kinds.items())
            if not _leads_to(path, kind, folder)
        },
        "places": {inside(path): may for path, may in sorted(used.places.items())},
        "variables": dict(sorted(used.variables.items())),
    }


def _leads_to(path: str, kind: str, folder: Path) -> bool:
    """Whether that is a folder above `folder`, and so there wherever the project is."""
    return kind.startswith("folder ") and Path(path) in folder.parents


class Paths:
    """Paths as they are kept: those below `folder` begin with a dot in its stead."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._below = self._folder.rstrip(os.sep) + os.sep

    def inside(self, path: str) -> str:
        """As it is kept."""
        if path == self._folder:
            return "."
        if path.startswith(self._below):
            return f".{os.sep}{path[len(self._below) :]}"
        return path

    def outside(self, path: str) -> str:
        """As it was."""
        if path == ".":
            return self._folder
        return self._below + path[2:] if path.startswith(f".{os.sep}") else path


def _placed(diagnostic: Diagnostic, moved: Any) -> Diagnostic:
    return replace(diagnostic, labels=tuple(_label(each, moved) for each in diagnostic.labels))


def _label(label: Label, moved: Any) -> Label:
    if label.place is None:
        return label
    return replace(label, place=replace(label.place, file=moved(label.place.file)))


Plain = Mapping[str, Any]
