"""The parity suite on one engine: build every case, run all of them, compare each.

    suite = run_suite("mytarget", folder=tmp_path)
    assert not suite.failures, suite.report()

Third parties run it for their own targets; ours are held to it in `tests/parity`.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from dagcompile.ir.records import Placement
from dagcompile.target import Target, find_target
from dagcompile.testing.parity.building import Asked, Builder, Folders, environment, expected
from dagcompile.testing.parity.cases import CASES, PLACED, Case
from dagcompile.testing.parity.observed import Observed, differences
from dagcompile.testing.parity.runners import BuiltCase, Runner, Unrunnable, load_runner


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """What became of the suite on one engine.

    Args:
        runner: its name.
        findings: by case, what is not as it should be, a finding a line.
        gaps: the cases that the target refused, as it declares.
        seconds: that the runner took for all of them.
    """

    runner: str
    findings: Mapping[str, Sequence[str]]
    gaps: frozenset[str]
    seconds: float

    @property
    def failures(self) -> list[str]:
        """The cases that are not as they should be."""
        return [name for name, found in self.findings.items() if found]

    def report(self) -> str:
        """Every finding, under its case."""
        lines = [f"{len(self.failures)} of {len(self.findings)} cases fail on {self.runner}"]
        for name in self.failures:
            lines += [name, *(f"  {line}" for line in self.findings[name])]
        return "\n".join(lines)


def asked_for(
    cases: Iterable[Case] = CASES,
    *,
    guards: Sequence[Placement] = ("inline", "steps", "off"),
    placed: frozenset[str] | None = PLACED,
) -> list[Asked]:
    """Every case with the target's own placement of guards, and with each of `guards`.

    Args:
        cases: of the suite.
        guards: placements to try besides.
        placed: names of the cases that are tried with those; all of them if None.
    """
    every = list(cases)
    found = [Asked(case=case) for case in every]
    for placement in guards:
        for case in every:
            moved = placed is None or case.name in placed
            if moved and not case.environment and not (placement == "off" and case.lies):
                found.append(Asked(case=case, guards=placement))
    return found


def run_suite(
    target: str | Target,
    *,
    folder: Path,
    runner: str | None = None,
    asked: Sequence[Asked] | None = None,
) -> Suite:
    """Run the suite for one target on one engine.

    Args:
        target: the target, or its name.
        folder: to work in; empty.
        runner: import path of one of the target's runners, the first if None.
        asked: what to run; see `asked_for`.

    Raises:
        CompileError: a case cannot be compiled for another reason than a declared gap.
    """
    target = find_target(target) if isinstance(target, str) else target
    asked = asked_for() if asked is None else asked
    folders = _numbered(folder)
    builder = Builder(target, folders)
    built: dict[str, BuiltCase] = {}
    gaps: dict[str, str] = {}
    for each in asked:
        try:
            built[each.name], gap = builder.build(each)
        except Exception as error:
            gaps[each.name] = str(error)
        else:
            gaps |= {each.name: ""} if gap else {}
    engine = load_runner(runner or target.runners[0])
    begin = time.monotonic()
    with environment((each.case for each in asked), folders):
        ran = engine.run(list(built.values()))
    seconds = time.monotonic() - begin
    return Suite()
