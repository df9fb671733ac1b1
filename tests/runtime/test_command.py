"""A generated file as a command a person types: help, files, flags, what is printed where."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from dagcompile.runtime.dask.graph.collection import collection
from dagcompile.runtime.dask.main import main as dask_main
from dagcompile.runtime.v1 import main
from tests.runtime.configured import daily

HELP = """\
usage: daily --day DATE [options]

Generated functions with configs of every kind, for the tests of what a run may change.

params of the pipeline:
  --day DATE              the day that is looked at (required)
  --top INT               how many there are, at most; ge=1 (default: 5)
  --fast, --no-fast       (default: true)

the run:
  --config FILE           params and config from FILE (.yaml, .toml, .json);
                          flags beat it
  --set KEY=VALUE         change a config key; may be repeated
  --events FILE           append events to FILE, one JSON object a line
  --debug {mutations}     tell what a check, or an op in its inputs, changes
                          in place
  --run-id ID             name of this run (default: made up)
  -q, --quiet             print only the result, and what failed
  -h, --help              show this and end

config keys, for --set or a file:
  clean.max_delay=INT     longest usual delay, in minutes; ge=0 (default: 300)
  clean.ratio=FLOAT       (default: 0.5)
  clean.label=STR         (default: b)
  clean.mode={FAST,SLOW}  (default: FAST)
  clean.wait=DURATION     such as PT1H30M (default: PT1H)
  clean.window.start=DATE
                          first day that counts (default: 2013-01-01)
  clean.window.end=DATE   (default: 2013-02-01)
  clean.other=JSON        Window or null (default: null)
  clean.limits.least=INT  ge=0 (default: 1)
  clean.limits.most=INT   and no more (default: 9)
  clean.source=VALUE      Bucket or Folder (default: {"kind": "folder",
                          "path": "x", "depth": 2})
  clean.counts=JSON       dict[str, int] (default: {"a": 1})
  clean.names=JSON        list[str] (default: ["a"])
  clean.token=VALUE       SecretStr or null (default: null)
  clean.even=INT          (default: 2)
  prepare.shop.size=INT   (default: 2)
"""


def test_help_at_80_columns(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(daily, argv=["--top", "wrong", "--help"]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == (HELP, "")
    assert dask_main(collection(daily), argv=["-h"]) == 0
    assert (
        "\n  --scheduler ADDRESS     run on the cluster of this scheduler\n"
        in capsys.readouterr().out
    )


def test_help_of_a_long_line_of_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def long(
        run: Any, *, first_of_the_params: int, second_of_the_params: str, a: int = 1
    ) -> None: ...

    monkeypatch.setenv("COLUMNS", "60")
    assert main(long, name="100%", argv=["-h"]) == 0
    assert capsys.readouterr().out.startswith(
        "usage: 100% --first-of-the-params INT\n"
        "            --second-of-the-params STR [options]\n\n"
    )


@pytest.mark.parametrize("entry", [main, dask_main])
def test_a_file_below_the_flags(
    entry: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def shown(run: Any, *, day: str, top: int = 1) -> Any:
        config = run.config("n", {"a": 1, "b": [1]})
        return run.step("n", run_with)(day, top, config=config)

    file = tmp_path / "a.json"
    file.write_text('{"params": {"day": "d", "top": 2}, "config": {"n": {"a": 5, "c": 6}}}')
    on_dask = entry is dask_main
    options = ["--local", "threads"] if on_dask else []
    argv = ["--config", str(file), "--top", "3", "--set", "n.c=7", *options]
    assert entry(collection(shown) if on_dask else shown, argv=argv) == 0
    assert json.loads(capsys.readouterr().out) == ["d", 3, {"a": 5, "b": [1], "c": 7}]


def run_with(*values: Any, config: Any) -> Any:
    return [*values, config]


def test_everything_wrong_is_told_before_anything_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.toml"
    file.write_text('params = {tpo = 1, fast = "x"}\n[config.clean]\nevn = 2\n')
    argv = ["--config", str(file), "--top", "0", "--dya", "2013-01-01", "--set", "clean.even=3"]
    with pytest.raises(SystemExit) as ended:
        main(daily, argv=argv)
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "daily: nothing was run",
        "  --dya: there is no such flag; did you mean --day?",
        "  --top: expected ge=1, got 0",
        f"  {file}: params.tpo: there is no such param; did you mean top?",
        f"  {file}: params.fast: expected true or false, got 'x'",
        "  --day: it is required: a date such as 2013-01-31",
        "  clean.evn: there is no such key; did you mean clean.even?",
        "  clean.even: must be even, got 3",
        "--help says what there is",
    ]


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["--set", "clean.even"], "--set: expected KEY=VALUE"),
        (["--set"], "--set: a value is expected: str"),
        (["--config", "none.yaml"], "none.yaml: cannot be read: No such file or directory"),
        ([], "--day: it is required"),
    ],
)
def test_a_wrong_flag_of_the_run(
    argv: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(daily, argv=argv)
    assert told in capsys.readouterr().err


SCRIPT = dedent("""
    import os, subprocess, sys, time
    from dagcompile.runtime.v1 import Run, main

    def op(seconds):
        print("printed")
        subprocess.run([sys.executable, "-c", "print('by a process')"], check=True)
        os.write(1, b"by a library\\n")
        print("begun", flush=True)
        time.sleep(seconds)
        return 1

    def fail(value):
        raise ValueError("no good")

    def daily(run: Run, *, seconds: float = 0, bad: bool = False) -> float:
        one = run.step("one", op)(seconds)
        if bad:
            run.step("two", fail)(one)
        return one

    if __name__ == "__main__":
        raise SystemExit(main(daily))
""")


@pytest.fixture
def script(tmp_path: Path) -> list[str]:
    file = tmp_path / "daily_script.py"
    file.write_text(SCRIPT)
    return [sys.executable, str(file)]


@pytest.fixture
def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


def test_standard_output_is_the_result_alone(
    script: list[str], environment: dict[str, str]
) -> None:
    done = subprocess.run(script, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
    for words in ("printed", "by a process", "by a library", "one  returned"):
        assert words in done.stderr.splitlines()


def test_quiet_prints_the_result_and_what_failed(
    script: list[str], environment: dict[str, str]
) -> None:
    done = subprocess.run(
        [*script, "-q", "--bad"], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "1\n")
    lines = done.stderr.splitlines()
    assert lines[:5] == [
        "printed",
        "by a process",
        "by a library",
        "begun",
        "Traceback (most recent call last):",
    ]
    assert lines[-2:] == [
        "daily failed: 1 of 2 steps succeeded",
        "  two failed: ValueError: no good",
    ]


@pytest.mark.parametrize(
    ("number", "how"), [(signal.SIGINT, "interrupted"), (signal.SIGTERM, "terminated")]
)
def test_a_run_that_is_ended_says_where_it_was(
    number: int, how: str, script: list[str], environment: dict[str, str], tmp_path: Path
) -> None:
    events = tmp_path / "events"
    child = subprocess.Popen(
        [*script, "--seconds", "300", "--events", str(events)],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stderr is not None
    while child.stderr.readline() != "begun\n":
        pass
    child.send_signal(number)
    _, err = child.communicate(timeout=120)
    assert child.returncode == 128 + number
    assert err == f"daily was {how} in one, after 0 steps\n"
    told = [json.loads(each)["event"] for each in events.read_text().splitlines()]
    assert told == ["run_started", "started", "run_finished"]


def on_terminal(command: list[str], environment: dict[str, str]) -> str:
    """What a command writes to a terminal that shows its errors."""
    here, there = pty.openpty()
    child = subprocess.Popen(command, env=environment, stderr=there, stdout=subprocess.DEVNULL)
    os.close(there)
    shown = b""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            part = os.read(here, 65536)
        except OSError:  # it has ended
            break
        if not part:
            break
        shown += part
    os.close(here)
    assert child.wait(60) in (0, 1)
    return shown.decode()


def test_a_terminal_sees_the_steps_go(script: list[str], environment: dict[str, str]) -> None:
    shown = on_terminal([*script, "--bad"], environment | {"TERM": "xterm"})
    assert "\x1b[" in shown
    assert "0 of 1  " in shown or "0 of 2  " in shown
    assert "one  ok  0." in shown
    assert "two  failed  ValueError: no good" in shown
    assert "daily  failed  1 of 2 steps" in shown


@pytest.mark.parametrize("settings", [{"TERM": "dumb"}, {"TERM": "xterm", "NO_COLOR": "1"}])
def test_a_terminal_is_shown_what_it_asks_for(
    settings: dict[str, str], script: list[str], environment: dict[str, str]
) -> None:
    shown = on_terminal(script, environment | settings)
    assert "\x1b[32m" not in shown
    if settings["TERM"] == "dumb":
        assert "\x1b" not in shown
        assert "one  returned" in shown
    else:
        assert "one  ok  0." in shown
