"""Projects under version control, whose pipelines are built, committed, edited and compared."""

import importlib
import linecache
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from repositories import Commits, repository_in

from dagcompile.project.building import Summary, build_pipelines
from dagcompile.project.config import load_project
from dagcompile.project.diffing import Diffed, contract_diff, diff

SETTINGS = """
    [tool.dagcompile]
    targets = ["python", "dask"]

    [tool.dagcompile.pipelines]
    daily = "shop:daily"
    weekly = "shop:weekly"
"""

SHOP = """
    from dagcompile import op, pipeline

    @op
    def load(day: int) -> list[int]:
        return [day]

    @op
    def total(numbers: list[int], scale: int = 1) -> int:
        return sum(numbers) * scale

    @op
    def many(numbers: list[int]) -> int:
        return len(numbers)

    @pipeline
    def daily(day: int, scale: int = 2) -> int:
        '''What a day has sold.'''
        return total(load(day), scale)

    @pipeline
    def weekly(day: int) -> int:
        return many(load(day))
"""


@dataclass(frozen=True)
class History:
    """A project in `folder`, which may be a part of its repository."""

    folder: Path
    commits: Commits

    def write(self, files: Mapping[str, str]) -> None:
        """Files of the project, their texts dedented."""
        for name, text in files.items():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(dedent(text).lstrip("\n"))

    def edit(self, name: str, *pairs: tuple[str, str]) -> None:
        """Replace texts in a file; every one is there."""
        text = (self.folder / name).read_text()
        for before, after in pairs:
            assert before in text, before
            text = text.replace(before, after)
        (self.folder / name).write_text(text)

    def build(self, *names: str, force: bool = False) -> Summary:
        """Write the artifacts."""
        with self.fresh():
            return build_pipelines(load_project(self.folder), names=names, force=force)

    def commit(self, *, build: bool = True) -> str:
        """Build, and commit everything."""
        if build:
            summary = self.build(force=True)
            assert not summary.failed, summary.failed[0].error
        return self.commits.commit()

    def diff(self, text: str = "", *names: str) -> Diffed:
        """What `dagcompile diff` finds."""
        with self.fresh():
            return diff(load_project(self.folder), text, names=names)

    def contract(self, text: str = "", *names: str) -> Diffed:
        """What `dagcompile diff --contract` finds."""
        with self.fresh():
            return contract_diff(load_project(self.folder), text, names=names)

    @contextmanager
    def fresh(self) -> Iterator[None]:
        """While inside, the modules of the project are as their files say."""
        self._forget()
        try:
            yield
        finally:
            self._forget()

    def _forget(self) -> None:
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", None) or "").startswith(str(self.folder)):
                del sys.modules[name]
        for cache in self.folder.rglob("__pycache__"):
            for each in cache.iterdir():
                each.unlink()
        importlib.invalidate_caches()
        linecache.checkcache()


def history_in(folder: Path, *, below: str = "") -> History:
    """A project with two pipelines, built and committed, in a folder of a new repository."""
    commits = repository_in(folder)
    history = History(folder / below, commits)
    history.write(
        {
            "pyproject.toml": SETTINGS,
            "shop.py": SHOP,
            ".gitignore": "__pycache__/\n.dagcompile_cache/\n",
        }
    )
    history.commit()
    return history
