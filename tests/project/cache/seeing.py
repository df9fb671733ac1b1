"""What was seen of some modules."""

from collections.abc import Callable
from pathlib import Path

from dagcompile.project.cache.used import Used

Seen = Callable[..., list[Used | None]]


def files_of(used: Used | None, folder: Path) -> set[str]:
    assert used is not None
    return {Path(each).relative_to(folder).as_posix() for each in used.files}
