"""The parity suite on one engine: build every case, run all of them, compare each.

    suite = run_suite("mytarget", folder=tmp_path)
    assert not suite.failures, suite.report()

Third parties run it for their own targets; ours are held to it in `tests/parity`.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import get_args

from dagcompile.diagnostics import CompileError
from dagcompile.ir.records import OpNode, Placement
from dagcompile.target import Target, find_target
from dagcompile.testing.parity.building import Asked, Builder, Built, Folders, environment, expected
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
    target: Target, *, cases: Iterable[Case] = CASES, placed: frozenset[str] | None = PLACED
) -> list[Asked]:
    """What is run of `cases` on an engine of `target`.

    Args:
        target: every case is run with the guards where it puts them by itself.
        cases: of the suite.
        placed: names of the cases that are run with every other placement of guards as well;
            all of them if None.
    """
    every = list(cases)
    found = [Asked(case=case) for case in every]
    for placement in get_args(Placement):
        for case in every:
            moved = placement != target.guards and (placed is None or case.name in placed)
            if moved and not case.environment and not (placement == "off" and case.lies):
                found.append(Asked(case=case, guards=placement))
    return found


def run_suite(
    target: str | Target,
    *,
    folder: Path,
    runner: str | Runner | None = None,
    asked: Sequence[Asked] | None = None,
) -> Suite:
    """Run the suite for one target on one engine.

    Args:
        target: the target, or its name.
        folder: to work in; empty.
        runner: a runner, or the import path of one; the target's first if None.
        asked: what to run; see `asked_for`.

    """
    found = find_target(target) if isinstance(target, str) else target
    wanted = asked_for(found) if asked is None else asked
    folders = _numbered(folder)
    findings: dict[str, list[str]] = {}
    built = _built(wanted, Builder(found, folders), findings)
    engine = _engine(runner or found.runners[0])
    ready = [each.case for each in built.values() if each.case is not None]
    begin = time.monotonic()
    with environment((each.case for each in wanted), folders):
        ran = engine.run(ready)
    seconds = time.monotonic() - begin
    for each in wanted:
        if each.name in built:
            findings[each.name] = _judged(each, built[each.name], ran, folders, found)
    return Suite(
        runner=engine.name,
        findings=findings,
        gaps=frozenset(name for name, each in built.items() if each.gap),
        seconds=seconds,
    )


def _engine(runner: str | Runner) -> Runner:
    return load_runner(runner) if isinstance(runner, str) else runner


def _built(
    asked: Iterable[Asked], builder: Builder, findings: dict[str, list[str]]
) -> dict[str, Built]:
    """Every case that compiles; why others do not is a finding."""
    built: dict[str, Built] = {}
    for each in asked:
        try:
            built[each.name] = builder.build(each)
        except CompileError as error:
            findings[each.name] = [
                f"does not compile: {told.code}: {told.message}" for told in error.diagnostics
            ]
    return built


def _judged(
    asked: Asked,
    built: Built,
    ran: Mapping[str, Observed | Unrunnable],
    folders: Folders,
    target: Target,
) -> list[str]:
    if built.case is None:
        return []
    found = _compared(asked, built.case, ran, folders, target)
    if not built.gap:
        return found
    return [] if found else ["is declared to be unsupported, and works: take the gap back"]


def _told(observed: Observed, case: BuiltCase, target: Target) -> Observed:
    """`observed`, where the orchestrator's own operators run, without what only ops tell of."""
    if not target.capabilities["native work"].supported:
        return observed
    meaning = case.pipeline.meaning
    native = {op.key for op in meaning.ops if op.operator is not None}
    nodes = {node.id for node in meaning.nodes if isinstance(node, OpNode) and node.op in native}
    kept = {
        node: tuple(each for each in events if node not in nodes or each["event"] == "guard")
        for node, events in observed.events.items()
    }
    return replace(observed, events={node: events for node, events in kept.items() if events})


def _compared(
    asked: Asked,
    case: BuiltCase,
    ran: Mapping[str, Observed | Unrunnable],
    folders: Folders,
    target: Target,
) -> list[str]:
    match ran.get(case.name):
        case None:
            return ["the runner says nothing of it"]
        case Unrunnable(reason):
            return ["could not be run:", *reason.splitlines()]
        case Observed() as actual:
            wanted = expected(asked.case, case.pipeline, folders)
            return differences(_told(wanted, case, target), _told(actual, case, target))


def _numbered(folder: Path) -> Folders:
    numbers = count()

    def another() -> Path:
        made = folder / f"{next(numbers):04}"
        made.mkdir(parents=True)
        return made

    return another
