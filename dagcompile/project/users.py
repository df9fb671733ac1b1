"""The pipelines that may read what a pipeline keeps, or write it as well: those of the same state
of the project, and those that other projects of the repository have in git.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import PurePosixPath

from dagcompile.changes.users import Users
from dagcompile.diagnostics import CompileError
from dagcompile.ir.records import Pipeline
from dagcompile.project.emissions import IR_SUFFIX
from dagcompile.project.git import Repository, repository_of
from dagcompile.project.held import Held
from dagcompile.project.versions import Side
from dagcompile.review import Note

_USES = (b'"reads"', b'"schedule"', b'"writes"', b'"keeps"')
"""What the IR of each pipeline that uses an asset has a word of."""


def users_in(old: Side, new: Side) -> Users:
    """Who may use what the pipelines of two states keep. Those of other projects are called by the
    folder that they lie in as well: `bills (reports/generated)`.

    What cannot be read is passed over: it is told where it is compared, or in its own project.
    """
    return Users(now=lambda: _all(new), before=lambda: _all(old))


def _all(side: Side) -> Iterator[tuple[str, Pipeline]]:
    for held in side.held:
        with suppress(CompileError):
            pipeline = held.read()
            yield pipeline.meaning.name, pipeline
    with suppress(CompileError):
        repository = repository_of(side.project.folder)
        if repository is not None and (side.revision or side.is_now):
            yield from _of_others(side, repository)


def namesakes(side: Side, come: Iterable[Held]) -> Iterator[Note]:
    """That pipelines which come have an id that one of another project of the repository has."""
    ids = {each.id: each.reference for each in come}
    repository = repository_of(side.project.folder) if ids else None
    if repository is None or not (side.revision or side.is_now):
        return
    own = repository.path(side.project.out) or "."
    for path, content in sorted(_committed(side, repository).items()):
        held = Held(file=path, where=path, content=content)
        folder = PurePosixPath(path).parent.as_posix()
        if folder != own and held.id in ids and held.reference != ids[held.id]:
            yield Note(
                text=f"a pipeline in `{folder}` has the id `{held.id}` as well, so where both are"
                " deployed together one takes the place of the other",
                weight="risky",
            )


def _of_others(side: Side, repository: Repository) -> Iterator[tuple[str, Pipeline]]:
    """Those of other projects, and those of this one that are not among what is compared."""
    own = repository.path(side.project.out)
    there = {f"{own}/{each.file}" if own else each.file for each in side.held}
    listed = frozenset(side.project.settings.pipelines.values())
    for path, content in sorted(_committed(side, repository).items()):
        if path in there or not any(word in content for word in _USES):
            continue
        folder = PurePosixPath(path).parent.as_posix()
        held = Held(file=path, where=path, content=content)
        is_own = folder == (own or ".")
        if is_own and side.is_now and held.reference not in listed:
            continue  # left from a pipeline that is gone
        with suppress(CompileError):
            pipeline = held.read()
            name = pipeline.meaning.name
            yield name if is_own else f"{name} ({folder})", pipeline


def _committed(side: Side, repository: Repository) -> dict[str, bytes]:
    """The IR that a revision has; of the sources, what lies beside them."""
    if side.revision:
        return repository.files(side.revision, ending=IR_SUFFIX)
    found: dict[str, bytes] = {}
    for file in repository.named(f"*{IR_SUFFIX}"):
        with suppress(OSError):
            found[file.relative_to(repository.root).as_posix()] = file.read_bytes()
    return found
