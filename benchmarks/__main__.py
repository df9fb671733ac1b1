"""`python -m benchmarks [--quick] [--write FILE] [SUBJECT ...]`."""

import argparse
import platform
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from os import cpu_count
from pathlib import Path

from benchmarks.records import FULL, QUICK, Effort, Section
from benchmarks.report import page, table

SUBJECTS = (
    "compiling",
    "projects",
    "starting",
    "script",
    "guards",
    "elision",
    "memory",
    "peers",
    "clusters",
    "parsing",
)


def main(arguments: Sequence[str]) -> None:
    """Measure the subjects and print their tables as they come."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure dagcompile.")
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=", ".join(SUBJECTS))
    parser.add_argument("--quick", action="store_true", help="less often, and smaller graphs")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write all as a page")
    asked = parser.parse_args(arguments)
    unknown = [each for each in asked.subjects if each not in SUBJECTS]
    if unknown:
        parser.error(f"there is no subject {unknown[0]}; there are {', '.join(SUBJECTS)}")
    effort = QUICK if asked.quick else FULL
    sections = []
    for name in asked.subjects or SUBJECTS:
        measure: Callable[[Effort], Section] = import_module(f"benchmarks.{name}").measure
        sections.append(measure(effort))
        print(table(sections[-1]), flush=True)
    if asked.write:
        asked.write.write_text(page(sections, machine=_machine()))


def _machine() -> str:
    return f"{cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


if __name__ == "__main__":
    main(sys.argv[1:])
