"""`--watch`: a command again and again, each time that the sources of the project change.

    status = watch_project(load_project(), [sys.executable, "-m", "dagcompile.cli", "build"])

Every round is a process of its own, so that it imports what stands in the files now.
"""

import os
import signal
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from dagcompile.diagnostics import CompileError
from dagcompile.diagnostics.render import shown_path
from dagcompile.project.children import run_child
from dagcompile.project.config import Project, load_project
from dagcompile.project.problems import refused
from dagcompile.project.sources import Sources, sources_of

_ROUND = 100
"""Milliseconds after which the watcher gives word though nothing happened."""


def watch_project(project: Project, command: Sequence[str]) -> int:
    """Run `command` now and after every change, until a signal ends it; tell of it on stderr.

    How a round ends does not matter: what is wrong is told by it, and mended by the next.
    What changes during a round leads to another.

    Returns:
        0 after Ctrl-C, else 128 and the number of the signal.
    """
    try:
        return _rounds(project, command)
    except KeyboardInterrupt:
        return 0


def require_watcher() -> None:
    """Raise before anything is run where nothing can be watched.

    Raises:
        CompileError: the library that watches files is not installed (DC633).
    """
    try:
        import watchfiles  # noqa: F401
    except ImportError:
        raise refused(
            "DC633",
            "--watch needs the package `watchfiles`, which is not installed",
            fix="pip install 'dagcompile[watch]'",
        ) from None


def _rounds(project: Project, command: Sequence[str]) -> int:
    # Python takes a file that is saved twice within a second, and is as long, for the same.
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    sources = sources_of(project)
    while True:
        with closing(_batches(sources)) as batches:
            next(batches)  # from here on no change is missed
            again = sources
            while again == sources:
                ended = run_child(command, env=env)
                if ended.signals:
                    return _status(ended.signals[0])
                _tell(f"watching {_counted(sources)}; Ctrl-C ends it")
                project, again = _changed(batches, project, sources)
        sources = again


def _changed(
    batches: Iterator[list[Path]], project: Project, sources: Sources
) -> tuple[Project, Sources]:
    """Wait for a change that matters; the project and its sources after it."""
    for batch in batches:
        if not batch:
            continue
        project = _reloaded(project)
        again = sources_of(project)
        files = [each for each in batch if sources.matters(each)]
        if files or again != sources:  # a new folder matters once it has a module
            _tell(f"changed: {', '.join(shown_path(each, Path.cwd()) for each in files or batch)}")
            return project, again
    raise AssertionError("a watcher has no end")


def _batches(sources: Sources) -> Generator[list[Path]]:
    """The files and new folders that changed together, sorted; empty where none did for a while."""
    from watchfiles import Change, watch

    def wanted(change: Change, path: str) -> bool:
        file = Path(path)
        return sources.matters(file) or (change == Change.added and file.is_dir())

    for changes in watch(
        *sources.watched(),
        watch_filter=wanted,
        recursive=False,
        rust_timeout=_ROUND,
        yield_on_timeout=True,
    ):
        yield sorted({Path(path) for _, path in changes})


def _reloaded(project: Project) -> Project:
    """The project as its settings say now; as it was where they are wrong, which a round tells."""
    try:
        return load_project(project.folder)
    except CompileError:
        return project


def _status(number: int) -> int:
    return 0 if number == signal.SIGINT else 128 + number


def _counted(sources: Sources) -> str:
    number = len(sources.watched())
    return "1 folder" if number == 1 else f"{number} folders"


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
