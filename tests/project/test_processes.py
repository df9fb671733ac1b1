"""Pipelines that are made in several processes: the results are those of one."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from commands import Scaffold
from living import gone

from dagcompile.diagnostics import CompileError
from dagcompile.diagnostics.raised import RaisedElsewhere, traceback_of
from dagcompile.project.building import Plan, Result, make, plan_of
from dagcompile.project.building.making import _paying, _processors
from dagcompile.project.building.processes import made_apart
from dagcompile.project.config import load_project
from dagcompile.project.emissions import Emission
from dagcompile.project.selection import Selected
from dagcompile.project.targets import Chosen

FINE = """
    from dagcompile import op, pipeline

    @op
    def one(unused: str = "") -> int:
        return 1

    @op
    def shout(text: str) -> str:
        return text.upper()

    @pipeline
    def fine() -> int:
        return one()

    @pipeline
    def warned(day: str) -> int:
        return one()

    @pipeline
    def wrong() -> str:
        return shout(one())

    @pipeline
    def raising() -> int:
        return one(1 // 0)
"""
RAISES = """
    from fine import one

    def deeper() -> None:
        try:
            [].pop()
        except IndexError as error:
            raise RuntimeError("ünusual") from error

    deeper()
"""
ENDS = """
    import os, signal
    from fine import fine

    {how}
"""
NAMES = {
    "fine": "fine:fine",
    "warned": "fine:warned",
    "wrong": "fine:wrong",
    "raising": "fine:raising",
    "raises": "raises:any",
    "exits": "exits:any",
    "lost": "lost:any",
    "nameless": "fine:any",
    "broken": "broken:any",
}


def settings(names: dict[str, str]) -> str:
    lines = [f'{name} = "{reference}"' for name, reference in names.items()]
    return "\n".join(
        ["[tool.dagcompile]", 'targets = ["python"]', "[tool.dagcompile.pipelines]", *lines]
    )


@pytest.fixture
def mixed(scaffold: Scaffold) -> Path:
    return scaffold(
        {
            "pyproject.toml": settings(NAMES),
            "fine.py": FINE,
            "raises.py": RAISES,
            "exits.py": "raise SystemExit(3)",
            "broken.py": "def x(:",
        }
    )


def plain(result: Result) -> tuple[object, ...]:
    """All that is told of a result."""
    outcome = result.outcome
    if isinstance(outcome, Emission):
        return result.name, outcome, result.warnings
    cause = outcome.__cause__
    return (
        result.name,
        outcome.diagnostics,
        getattr(outcome, "exit_status", None),
        cause and traceback_of(cause),
        result.warnings,
    )


def failing(results: tuple[Result, ...]) -> dict[str, list[str]]:
    return {
        each.name: [one.code for one in each.outcome.diagnostics]
        for each in results
        if isinstance(each.outcome, CompileError)
    }


def test_what_comes_of_a_plan_does_not_depend_on_where_it_is_made(mixed: Path) -> None:
    plan = plan_of(load_project(mixed))
    apart = make(plan, jobs=3)
    assert [plain(each) for each in apart] == [plain(each) for each in make(plan, jobs=1)]
    assert [each.name for each in apart] == list(NAMES)
    assert list(failing(apart)) == list(NAMES)[2:]
    (raises,) = [each.outcome for each in apart if each.name == "raises"]
    assert isinstance(raises, CompileError)
    assert isinstance(raises.__cause__, RaisedElsewhere)
    assert "IndexError: pop from empty list\n\nThe above exception" in traceback_of(
        raises.__cause__
    )


def test_what_a_pipeline_used_is_told_from_where_it_was_made(mixed: Path) -> None:
    plan = replace(plan_of(load_project(mixed), names=["fine", "warned"]), recorded=True)
    for each in make(plan, jobs=2):
        assert each.used is not None
        assert any(file.endswith("fine.py") for file in each.used.files)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("os._exit(0)", "ended with status 0"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "was ended by SIGKILL"),
    ],
)
def test_a_module_that_ends_its_process_costs_its_own_pipelines(
    how: str, said: str, scaffold: Scaffold
) -> None:
    names = {**{f"p{each}": f"fine:{name}" for each, name in enumerate(["fine", "warned"] * 20)}}
    names |= {"ends": "ends:fine", "again": "ends:fine"}
    folder = scaffold(
        {"pyproject.toml": settings(names), "fine.py": FINE, "ends.py": ENDS.format(how=how)}
    )
    results = make(plan_of(load_project(folder)), jobs=2)
    assert [each.name for each in results] == list(names)
    assert failing(results) == {"ends": ["DC640"], "again": ["DC640"]}
    outcome = results[-1].outcome
    assert isinstance(outcome, CompileError)
    (told,) = outcome.diagnostics
    assert told.message == f"the process in which again was compiled {said}"


def test_what_only_this_process_has_is_made_in_it(mixed: Path, notes: Chosen) -> None:
    local = replace(notes, target=replace(notes.target, emit=lambda pipeline, options: ()))
    plan = replace(plan_of(load_project(mixed), names=["fine", "warned"]), chosen=(local,))
    assert not failing(make(plan, jobs=2))
    assert "fine" in sys.modules


def test_what_the_program_itself_defines_is_made_in_it(
    mixed: Path, notes: Chosen, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Mine(type(notes.options)):  # type: ignore[misc]
        pass

    Mine.__module__, Mine.__qualname__ = "__main__", "Mine"
    monkeypatch.setattr(sys.modules["__main__"], "Mine", Mine, raising=False)
    local = replace(notes, options=Mine())
    plan = replace(plan_of(load_project(mixed), names=["fine", "warned"]), chosen=(local,))
    assert not failing(make(plan, jobs=2))
    assert "fine" in sys.modules


def test_without_further_processes_all_is_made_here(
    mixed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of(load_project(mixed), names=["fine", "warned"])
    monkeypatch.setattr(sys, "executable", str(mixed / "no_python"))
    assert not failing(made_apart(plan, 2))


def test_a_mistake_of_ours_is_raised_where_the_build_is(mixed: Path) -> None:
    plan = plan_of(load_project(mixed), names=["fine", "warned"])
    odd = Plan(wanted=plan.wanted, chosen=(None,), path=plan.path)  # type: ignore[arg-type]
    with pytest.raises(RaisedElsewhere, match="AttributeError: 'NoneType'"):
        make(odd, jobs=2)


@pytest.fixture
def endless(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A build whose two workers never end by themselves, once both are at it."""
    source = "import os, time\nopen(f'at-{os.getpid()}', 'x').close()\nwhile True: time.sleep(1)"
    (tmp_path / "one.py").write_text(source)
    (tmp_path / "other.py").write_text(source)
    command = [sys.executable, "-m", "dagcompile.cli", "build", "--jobs", "2", "one:x", "other:x"]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    until(lambda: len(workers(tmp_path)) == 2)
    yield process
    process.kill()
    process.communicate()


def workers(folder: Path) -> list[int]:
    return [int(each.name.removeprefix("at-")) for each in folder.glob("at-*")]


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_the_build(
    number: signal.Signals, endless: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    if number is signal.SIGINT:
        os.killpg(endless.pid, number)  # as a terminal does: to all that run there
    else:
        endless.send_signal(number)
    assert endless.wait(120) == (130 if number is signal.SIGINT else -number)
    assert gone(workers(tmp_path))


@pytest.mark.parametrize(("number", "expected"), [(1, 0), (127, 1), (128, 2), (191, 2)])
def test_many_pipelines_are_made_in_several_processes(number: int, expected: int) -> None:
    wanted = tuple(Selected(name=str(each), reference="fine:fine") for each in range(number))
    plan = Plan(wanted=wanted, chosen=(), path=())
    assert _paying(plan) == min(expected, _processors())
