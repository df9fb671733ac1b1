"""Recording what a pipeline uses, around what makes it.

with recording():
    for each in wanted:
        result, used = recorded(each.reference, lambda: make(each))
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from dagcompile.project.cache.closure import used_by
from dagcompile.project.cache.environment import cover_compiler
from dagcompile.project.cache.used import Used
from dagcompile.project.cache.watching import watcher, watching

T = TypeVar("T")


@contextmanager
def recording() -> Iterator[None]:
    """While inside, imports of the author's modules and what they read are seen."""
    cover_compiler()
    with watching():
        yield


def recorded(reference: str, make: Callable[[], T]) -> tuple[T, Used | None]:
    """What `make` gives of the pipeline at `reference`, and what was used for it: None where
    nobody records.
    """
    seen = watcher()
    if seen is None:
        return make(), None
    with seen.following() as trail:
        made = make()
    return made, used_by(seen, reference, trail)
