"""A generated file of two branches, by what kind of file it is."""

from dataclasses import dataclass
from pathlib import Path

from dagcompile.codegen.header import origin_of
from dagcompile.diagnostics import CompileError
from dagcompile.ir.codec import dumps, loads
from dagcompile.project.emissions import IR_SUFFIX
from dagcompile.project.git import repository_of
from dagcompile.project.merging.artifacts import merged_artifact
from dagcompile.project.merging.irs import merged_ir
from dagcompile.project.problems import refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """The contents of one file: on both sides, and in what both come from, where it was there."""

    base: bytes | None
    ours: bytes
    theirs: bytes


def read_versions(base: Path, ours: Path, theirs: Path) -> Versions:
    """The versions that stand in three files; an empty one of `base` is that of no file.

    Raises:
        CompileError: one of them cannot be read (DC618).
    """
    try:
        return Versions(
            base=base.read_bytes() or None, ours=ours.read_bytes(), theirs=theirs.read_bytes()
        )
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise refused("DC618", f"{error.filename} cannot be read: {said}") from None


def merged_file(versions: Versions, path: str) -> str:
    """The text of the generated file `path` that has the changes of both sides.

    Args:
        versions: what git gives to a merge driver.
        path: where the file stands, from the root of the work tree.

    Raises:
        CompileError: it is none that dagcompile generated, and does not merge line by line (DC673),
            a version of it is damaged (DC301 to DC303), the sides conflict (DC670, DC671), or the
            IR that an artifact was made from is not to be found (DC672).
    """
    base, ours, theirs = (
        _text(each, path) for each in (versions.base, versions.ours, versions.theirs)
    )
    if ours is None or theirs is None:
        raise _foreign(path)
    if path.endswith(IR_SUFFIX):
        old = None if base is None else loads(base, file=f"{path} (base)")
        mine, others = loads(ours, file=f"{path} (ours)"), loads(theirs, file=f"{path} (theirs)")
        return dumps(merged_ir(old, mine, others, path=path))
    generated = origin_of(ours) is not None, origin_of(theirs) is not None
    if not any(generated) and (merged := _lines(base, ours, theirs)) is not None:
        return merged
    if not all(generated):
        raise _foreign(path)
    return merged_artifact(base, ours, theirs, path=path)


def _lines(base: str | None, ours: str, theirs: str) -> str | None:
    """What stands beside generated files, merged as any text; None where that conflicts."""
    repository = repository_of(Path())
    return None if repository is None else repository.merged_lines(base or "", ours, theirs)


def _text(content: bytes | None, path: str) -> str | None:
    if content is None:
        return None
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise _foreign(path) from None


def _foreign(path: str) -> CompileError:
    return refused(
        "DC673",
        f"{path} is no file that dagcompile generated, on one of the sides at least",
        fix="merge it by hand, or name only generated files in .gitattributes",
    )
