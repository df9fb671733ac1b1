"""A project of many pipelines: teams of ten, with modules of their own and some that all use."""

from collections.abc import Iterator
from pathlib import Path

TEAM = 10
"""Pipelines of a team."""

_SHARED = """
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dagcompile import Config


@dataclass(frozen=True)
class Order:
    customer: str
    amount: Decimal
    day: date


@dataclass(frozen=True)
class Total:
    customer: str
    amount: Decimal


class Limits(Config):
    largest: Decimal = Decimal(1_000)
    smallest: Decimal = Decimal(0)
"""

_TEAM = """
from decimal import Decimal

from company.kinds import Limits, Order, Total
from dagcompile import Retry, op

LARGEST = Decimal({number})


@op(retry=Retry(attempts=3, delay=2))
def load(region: str, top: int) -> list[Order]:
    return []


@op
def sift(orders: list[Order], config: Limits = Limits()) -> list[Order]:
    return [each for each in orders if config.smallest < each.amount <= config.largest]


@op
def totals(orders: list[Order]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {{}}
    for each in orders:
        found[each.customer] = found.get(each.customer, Decimal(0)) + each.amount
    return found
"""

_FLOW = '''
from decimal import Decimal

from company.kinds import Limits, Total
from company.team_{team}.ops import LARGEST, load, sift, totals
from dagcompile import op, pipeline

TOP = int({number})


@op
def rank(totals: dict[str, Decimal], top: int) -> list[Total]:
    ranked = sorted(totals.items(), key=lambda each: -each[1])
    return [Total(*each) for each in ranked[:top]]


@op
def joined(left: list[Total], right: list[Total]) -> list[Total]:
    return [*left, *right]


@op
def told(totals: list[Total]) -> str:
    return ", ".join(each.customer for each in totals)


@pipeline
def flow_{number}(region: str, top: int = TOP) -> str:
    """What customers of a region have bought: number {number}."""
    limits = Limits(largest=LARGEST)
    north = sift.named("north")(load.named("load_north")(region, top), config=limits)
    south = sift.named("south")(load.named("load_south")(region, top), config=limits)
    best_north = rank.named("best_north")(totals.named("totals_north")(north), top)
    best_south = rank.named("best_south")(totals.named("totals_south")(south), top)
    return told(joined(best_north, best_south))
'''


def write_project(folder: Path, pipelines: int, targets: tuple[str, ...]) -> None:
    """Write the modules and settings of a project of so many pipelines."""
    files = dict(_files(pipelines))
    listed = "\n".join(
        f'flow_{each} = "company.team_{each // TEAM}.flow_{each}:flow_{each}"'
        for each in range(pipelines)
    )
    files["pyproject.toml"] = (
        f"[tool.dagcompile]\ntargets = {list(targets)}\n[tool.dagcompile.pipelines]\n{listed}\n"
    )
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def _files(pipelines: int) -> Iterator[tuple[str, str]]:
    yield "company/__init__.py", ""
    yield "company/kinds.py", _SHARED
    for team in range((pipelines - 1) // TEAM + 1):
        yield f"company/team_{team}/__init__.py", ""
        yield f"company/team_{team}/ops.py", _TEAM.format(number=5_000)
    for number in range(pipelines):
        team = number // TEAM
        yield flow_file(number), _FLOW.format(number=number, team=team)


def flow_file(number: int) -> str:
    """The module of a pipeline."""
    return f"company/team_{number // TEAM}/flow_{number}.py"
