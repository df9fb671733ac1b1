"""`run`: the generated script, in a process of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from commands import Scaffold

from dagcompile.diagnostics import CompileError
from dagcompile.project.config import load_project
from dagcompile.project.running import run_pipeline


def test_the_script_gets_its_flags_and_prints_its_result(
    flow: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_pipeline(load_project(flow), "doubled", flags=["--number", "21"], warn=list) == 0
    out, err = capfd.readouterr()
    assert out == "42\n"
    assert "double.result  pass  (int)" in err


def test_a_wrong_flag_is_the_scripts_to_refuse(
    flow: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_pipeline(load_project(flow), "doubled", flags=["--nmuber", "21"], warn=list) == 2
    assert capfd.readouterr().err.startswith("doubled: nothing was run\n  --nmuber: ")


def test_help_after_the_pipeline_is_the_scripts(
    flow: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run_pipeline(load_project(flow), "doubled", flags=["--help"], warn=list) == 0
    out, err = capfd.readouterr()
    assert out.startswith("usage: doubled --number INT [options]\n\nTwice a number.\n\nAnd noth")
    assert err == ""


def test_it_runs_where_we_are_and_keeps_the_path(
    scaffold: Scaffold, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    source = """
        import os, sys
        from dagcompile import op, pipeline

        @op
        def seen() -> list[str]:
            return [os.getcwd(), *os.environ["PYTHONPATH"].split(os.pathsep), sys.executable]

        @pipeline
        def look() -> list[str]:
            return seen()
    """
    folder = scaffold(
        {"pyproject.toml": "[tool.dagcompile]\npath = ['src']", "src/look.py": source}
    )
    (folder / "elsewhere").mkdir()
    monkeypatch.chdir(folder / "elsewhere")
    monkeypatch.setenv("PYTHONPATH", "before")
    assert run_pipeline(load_project(), "look:look", warn=list) == 0
    seen = [str(folder / "elsewhere"), str(folder / "src"), "before", sys.executable]
    assert [line.strip(' ",') for line in capfd.readouterr().out.split("\n")[1:-2]] == seen


def test_a_failure_is_passed_on(scaffold: Scaffold, capfd: pytest.CaptureFixture[str]) -> None:
    source = """
        import os
        from dagcompile import op, pipeline

        @op
        def fails(how: str) -> int:
            if how == "killed":
                os.kill(os.getpid(), 9)
            raise ValueError("no luck")

        @pipeline
        def failing(how: str) -> int:
            return fails(how)
    """
    project = load_project(scaffold({"pyproject.toml": "", "failing.py": source}))
    assert run_pipeline(project, "failing:failing", flags=["--how", "raised"], warn=list) == 1
    assert "ValueError: no luck" in capfd.readouterr().err
    assert run_pipeline(project, "failing:failing", flags=["--how", "killed"], warn=list) == 128 + 9


@pytest.mark.parametrize("target", ["airflow"])
def test_only_a_script_can_be_run(flow: Path, target: str) -> None:
    with pytest.raises(CompileError) as caught:
        run_pipeline(load_project(flow), "doubled", target=target, warn=list)
    (told,) = caught.value.diagnostics
    assert (told.code, told.message) == (
        "DC617",
        f"the {target} target makes no scripts of doubled, and one is needed to run it",
    )


def _heed_interrupts() -> None:
    """A background job of a shell ignores SIGINT, and so would what it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def _ended(started: subprocess.Popen[bytes]) -> Iterator[None]:
    """While inside, a process and its children run; afterwards none of them does."""
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()


SLOW = """
    import sys, time
    from pathlib import Path
    from dagcompile import op, pipeline

    @op
    def sleep(file: str) -> int:
        try:
            Path(file).write_text("asleep")
            time.sleep(300)
        except KeyboardInterrupt:
            Path(file).write_text("woken")
            raise
        return 1

    @pipeline
    def slow(file: str) -> int:
        return sleep(file)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_would_end_us_ends_the_script(scaffold: Scaffold, number: signal.Signals) -> None:
    folder = scaffold({"slow.py": SLOW})
    file = folder / "state"
    command = [sys.executable, "-m", "dagcompile.cli", "run", "slow:slow", "--file", str(file)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    started = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509  (no thread is running)
    )
    with _ended(started):
        deadline = time.monotonic() + 120
        while not (file.is_file() and file.read_text()) and time.monotonic() < deadline:
            time.sleep(0.05)
        started.send_signal(number)
        assert started.wait(120) in {1, 128 + number}
    told = {signal.SIGINT, signal.SIGTERM}  # by which a script ends its step
    assert file.read_text() == ("woken" if number in told else "asleep")
