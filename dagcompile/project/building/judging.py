"""What stands in the place of an artifact, beside what should stand there.

judged(artifact, "daily_delays", succession)
Finding(path=Path("generated/airflow/daily_delays_dag.py"), fault=Fault(code="DC645", ...), ...)
"""

import stat
from contextlib import suppress
from pathlib import Path

from dagcompile.codegen.artifact import Artifact
from dagcompile.codegen.write import is_within, place_in
from dagcompile.project.building.claims import fault_of
from dagcompile.project.building.succession import Succession
from dagcompile.project.faults import Fault, Finding, Remedy, Right, as_read

_DIFFERING = {"DC602", "DC645"}
"""Of files that are whole."""


def judged(artifact: Artifact, asked: str, succession: Succession) -> Finding | Right:
    """The file of an artifact of the pipeline asked for as `asked`, below the folder of
    `succession`.
    """
    out = succession.out
    path = out / artifact.path
    place = place_in(out, artifact.path)
    if place is None:
        remedy: Remedy = "open" if is_within(artifact.path) else "rename"
        fault = Fault(code="DC603", text="leads out of the output folder", remedy=remedy)
        return Finding(path=path, fault=fault, pipeline=asked)
    data = read(place)
    if isinstance(data, Fault):
        if data.code == "DC618" and (blocking := _blocking(place)):
            fault = Fault(code="DC618", text="is a file where a folder is needed", remedy="remove")
            return Finding(path=blocking, fault=fault, pipeline=asked)
        return Finding(path=path, fault=data, pipeline=asked)
    found = fault_of(data, artifact, asked=asked, succession=succession)
    if found is None:
        return Right(path=path, pipeline=asked)
    return Finding(path=path, fault=found, pipeline=asked, texts=texts_of(data, artifact, found))


def _blocking(place: Path) -> Path | None:
    """What stands where one of the folders has to be that lead to `place`."""
    with suppress(OSError):  # what is behind a closed folder is told as closed
        folders = reversed(place.parents)
        return next((each for each in folders if each.exists() and not each.is_dir()), None)
    return None


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
