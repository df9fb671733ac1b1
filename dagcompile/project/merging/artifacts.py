"""An artifact that two branches changed, emitted from the IR that has the changes of both.

The IR of a version stands beside it in the commit that the version is of; so that commit is looked
for. Options of targets are those of the project's file there, merged as text. The targets are those
that are installed outside of the work tree: what stands in that is of a branch.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path, PurePosixPath

from dagcompile.codegen.header import Header, parse_header
from dagcompile.diagnostics import CompileError
from dagcompile.ir.codec import loads
from dagcompile.ir.digest import PREFIX
from dagcompile.ir.records import Pipeline
from dagcompile.project.apart import without_code_of
from dagcompile.project.compiled import Compiled
from dagcompile.project.config import FILE, Project, read_project
from dagcompile.project.emissions import IR_SUFFIX
from dagcompile.project.emitting import emitted
from dagcompile.project.git import Repository, repository_of
from dagcompile.project.merging.history import Held, holding
from dagcompile.project.merging.irs import merged_ir
from dagcompile.project.owning import origin
from dagcompile.project.problems import refused
from dagcompile.project.targets import chosen_targets


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """What a version of an artifact was made from: a pipeline, and the project that it is of.

    `settings` is the text of the project's file, `folder` where that stands, from the root.
    """

    pipeline: Pipeline
    settings: str
    folder: PurePosixPath


def merged_artifact(base: str | None, ours: str, theirs: str, *, path: str) -> str:
    """The text of the artifact `path` that has the changes of both sides; see `merged_file`."""
    repository = repository_of(Path())
    if repository is None:
        raise _unknown(path, "there is no repository of git here")
    mine, others = _side(repository, ours, path), _side(repository, theirs, path)
    old = None if base is None else _side(repository, base, path)
    before = None if old is None else old.pipeline
    try:
        pipeline = merged_ir(before, mine.pipeline, others.pipeline, path=path)
    except CompileError:
        raise _unknown(path, "the two conflict, as is told of the IR itself") from None
    project = _project(old, mine, others, path=path, repository=repository)
    place = repository.root / path
    with without_code_of(repository.root):
        for chosen in chosen_targets(project):
            for artifact in emitted(Compiled(pipeline=pipeline, places={}), chosen):
                if Path(normpath(project.out / artifact.path)) == place:
                    return artifact.text
    raise _unknown(path, "no target of the merged project makes this file")


def _side(repository: Repository, text: str, path: str) -> _Side:
    """What the artifact with this text was made from.

    Raises:
        CompileError: no commit that is known here holds it, with its IR and settings (DC672).
    """
    made = parse_header(text)
    if made is None or not made.intact:
        raise _unknown(path, "one of its versions was edited by hand")
    held = holding(repository, text.encode(), path, below=_project_of(repository, path))
    if held is None:
        raise _unknown(path, "one of its versions is in no commit that is known here")
    pipeline = next(_irs(repository, held, made), None)
    if pipeline is None:
        where = f"{held.path} of {held.commit[:12]}"
        raise _unknown(path, f"the IR that one version was made from is not beside {where}")
    for folder in PurePosixPath(held.path).parents:
        content = repository.read(held.commit, (folder / FILE).as_posix())
        settings = "" if content is None else content.decode("utf-8", "replace")
        if settings and read_project(settings, repository.root / folder / FILE) is not None:
            return _Side(pipeline=pipeline, settings=settings, folder=folder)
    return _Side(pipeline=pipeline, settings="", folder=PurePosixPath())


def _project_of(repository: Repository, path: str) -> str:
    """The folder of the project that a file is of, from the root: the root itself is empty."""
    for folder in PurePosixPath(path).parents:
        file = repository.root / folder / FILE
        with suppress(OSError, UnicodeDecodeError, CompileError):
            if read_project(file.read_bytes().decode(), file) is not None:
                return "" if folder == PurePosixPath() else folder.as_posix()
    return ""


def _irs(repository: Repository, held: Held, made: Header) -> Iterator[Pipeline]:
    """The pipelines of which an artifact was made, by the IR in the folders above it."""
    for folder in PurePosixPath(held.path).parents:
        below = "" if folder == PurePosixPath() else folder.as_posix()
        for name in repository.listed(held.commit, below):
            if name.endswith(IR_SUFFIX):
                text = (repository.read(held.commit, name) or b"").decode("utf-8", "replace")
                if f'"digest": "{PREFIX}{made.ir}' in text and origin(text) == made.origin:
                    yield loads(text, file=name)


def _project(
    base: _Side | None, ours: _Side, theirs: _Side, *, path: str, repository: Repository
) -> Project:
    """The project of the merged settings, which are merged as lines of text."""
    before = base.settings if base else ""
    settings = repository.merged_lines(before, ours.settings, theirs.settings)
    if settings is None:
        raise _unknown(path, f"both sides changed the same lines of {FILE}")
    file = repository.root / ours.folder / FILE
    return read_project(settings, file) or Project(folder=file.parent)


def _unknown(path: str, why: str) -> CompileError:
    return refused(
        "DC672",
        f"{path} cannot be made from the IR of both sides: {why}",
        fix="end the merge with the source of the pipeline, then `dagcompile build` and `git add`"
        " what it wrote",
    )
