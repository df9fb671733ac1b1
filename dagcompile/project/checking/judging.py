"""The files of a pipeline and of what pipelines share, each beside what should stand there."""

import stat
from collections.abc import Iterator
from pathlib import Path

from dagcompile.codegen.artifact import Artifact
from dagcompile.codegen.write import place_in
from dagcompile.project.building.succession import Succession
from dagcompile.project.checking.claims import fault_of
from dagcompile.project.checking.damage import as_read
from dagcompile.project.checking.records import Fault, Finding, Right
from dagcompile.project.emitting import Emission

_DIFFERING = {"DC602", "DC645"}
"""Of files that are whole."""


def judged(emission: Emission, succession: Succession) -> Iterator[Finding | Right]:
    """Every file of a pipeline, below the folder of `succession`."""
    for made in emission.made:
        yield _judged(made.artifact, emission.name, succession)


def _judged(artifact: Artifact, asked: str, succession: Succession) -> Finding | Right:
    out = succession.out
    path = out / artifact.path
    place = place_in(out, artifact.path)
    if place is None:
        fault = Fault(code="DC603", text="leads out of the output folder", remedy="open")
        return Finding(path=path, fault=fault, pipeline=asked)
    data = read(place)
    if isinstance(data, Fault):
        return Finding(path=path, fault=data, pipeline=asked)
    found = fault_of(data, artifact, asked=asked, succession=succession)
    if found is None:
        return Right(path=path, pipeline=asked)
    return Finding(path=path, fault=found, pipeline=asked, texts=texts_of(data, artifact, found))


def texts_of(data: bytes, artifact: Artifact, found: Fault) -> tuple[str, str] | None:
    """What a file holds and what it should, where how they differ is worth reading."""
    return (as_read(data), artifact.text) if found.code in _DIFFERING else None


def read(place: Path) -> bytes | Fault:
    """What a file holds, or why there is nothing to read."""
    try:
        if not stat.S_ISREG(place.stat().st_mode):  # a pipe would be waited for
            is_folder = place.is_dir()
            text = "is a folder" if is_folder else "is no file"
            return Fault(code="DC601", text=text, remedy="clear" if is_folder else "remove")
        return place.read_bytes()
    except FileNotFoundError:
        return Fault(code="DC646", text="is not there", remedy="build")
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        return Fault(code="DC618", text=f"cannot be read: {said}", remedy="open")
