"""Versions of one pipeline, as edits of one source."""

import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from typing import TypeAlias

import pytest

from dagcompile.ir.records import Pipeline
from dagcompile.project.compiling import compile_pipeline
from dagcompile.project.importing import importing

Edit: TypeAlias = tuple[str, str]
"""What stands in the source, and what is to stand there."""

SOURCE = '''"""Doors and who came through them."""

from dataclasses import dataclass
from typing import NamedTuple

from dagcompile import Asset, Config, Cron, Retry, first_of, op, pipeline, stage

COUNTS = Asset("doors/counts", uri="s3://doors/counts")


class Hours(Config):
    first: int = 9
    last: int = 17


@dataclass
class Door:
    name: str
    floor: int


class Split(NamedTuple):
    open: list[Door]
    shut: list[Door]


@op
def doors(building: str) -> list[Door]:
    """All doors."""
    return [Door(building, 1)]


@op
def split(doors: list[Door]) -> Split:
    """By whether they are open."""
    return Split(doors, [])


@op
def count(doors: list[Door], config: Hours = Hours()) -> int:
    """How many."""
    return len(doors)


@op
def total(counts: list[int]) -> int:
    return sum(counts)


@op
def alarm(number: int) -> None:
    print(number)


@op
def floors(doors: list[Door]) -> set[int]:
    return {each.floor for each in doors}


@pipeline(name="doors", tags=["doors"], owner="facilities", schedule=Cron("0 6 * * *"))
def counted(building: str = "north", limit: int = 3) -> int:
    """How many doors there are."""
    found = doors(building)
    both = split(found)
    # one
    open = count.named("count_open")(both.open)
    # two
    shut = count.named("count_shut").with_policy(timeout=30)(both.shut)
    # three
    result = total([open, shut])
    # four
    return result
'''


def edited(source: str, *edits: Edit) -> str:
    """`source` with every edit, each of which is found in it once."""
    for before, after in edits:
        assert source.count(before) == 1, before
        source = source.replace(before, after)
    return source


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Pipeline]]:
    """Compiles the source with edits."""
    numbers = count()

    @cache
    def compile_edited(*edits: Edit) -> Pipeline:
        folder = tmp_path_factory.mktemp(str(next(numbers)))
        (folder / "merged_doors.py").write_text(edited(SOURCE, *edits))
        sys.modules.pop("merged_doors", None)
        with importing((folder,)):
            return compile_pipeline("merged_doors:counted").pipeline

    yield compile_edited
    sys.modules.pop("merged_doors", None)
