"""Imports, files and folders of the author, seen while they are used.

with watching() as watcher:
    with watcher.following() as trail:
        compile_selected(...)

Imports are seen by a finder that stands before all others and finds what they find, and those of a
module that is there already by its spec (`specs`). Files are seen by an audit hook: Python keeps it
for as long as the process lives, so it is there once, and at rest while nobody watches. What is
done is put down to every module of the author that is on the stack, since any of them may keep what
came of it and not do it again for the next pipeline.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress

from dagcompile.project.cache.events import WATCHED
from dagcompile.project.cache.questions import questions_told
from dagcompile.project.cache.variables import variables_told
from dagcompile.project.cache.watcher import Watcher

_watcher = Watcher()
_hooked = False


def _hook(event: str, args: tuple[object, ...]) -> None:
    if _watcher.watches and event in WATCHED:
        _watcher.happened(event, args, sys._getframe(1))


def watcher() -> Watcher | None:
    """Who sees what happens; None while nobody does."""
    return _watcher if _watcher.watches else None


@contextmanager
def watching() -> Iterator[Watcher]:
    """While inside, what happens is seen."""
    global _hooked  # noqa: PLW0603  (a hook is of the process)
    if not _hooked:
        sys.addaudithook(_hook)
        _hooked = True
    if not _watcher.watches:
        _watcher.begin()
        _watcher.natives.begin()
        sys.meta_path.insert(0, _watcher)
    _watcher.watches += 1
    try:
        with _told() if _watcher.watches == 1 else nullcontext():
            yield _watcher
    finally:
        _watcher.watches -= 1
        if not _watcher.watches:
            with suppress(ValueError):  # the author's code has cleared the list
                sys.meta_path.remove(_watcher)
            _watcher.natives.end()


@contextmanager
def _told() -> Iterator[None]:
    """While inside, the watcher is told also of that for which there is no event."""
    with (
        questions_told(
            asked=_watcher.asked, located=_watcher.located, unseen=_watcher.asked_unseen
        ),
        variables_told(_watcher.read_variable),
    ):
        yield
