"""A generated script as a command."""

import io
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import pytest

from dagcompile.runtime.events import EVENTS_VARIABLE
from dagcompile.runtime.v1 import Check, Run, main
from tests.runtime import bodies


def daily(run: Run, *, day: date, name: str = "a", run_id: str = "b", sinks: int = 3) -> Any:
    made = run.step("made", bodies.same)([day, name, run_id, sinks])
    return run.guard("made", made, list[Any])


def wrong(run: Run, *, number: int = 2) -> Any:
    run.step("failed", bodies.fail)(number)
    run.guard("judged", run.step("judged", bodies.same)(number), str)
    return run.outputs({"there": number, "lost": run.step("lost", bodies.withhold)()})


def test_the_result_is_printed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(daily, argv=["--day", "2024-02-29"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == ["2024-02-29", "a", "b", 3]
    first, *between, last = err.splitlines()
    assert re.fullmatch(r"daily  started  run [0-9a-f]{12}", first)
    assert between == ["made  started", "made  returned", "made.result  pass  (list[Any])"]
    assert re.fullmatch(r"daily  ok  1 of 1 steps  \d+\.\d s", last)


def test_params_may_have_the_names_of_our_own(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    events = tmp_path / "events"
    argv = ["--day", "2024-02-29", "--name", "null", "--run-id", "mine", "--sinks", "0"]
    options = ["--events", str(events), "--dagcompile-run-id", "r9"]
    assert main(daily, name="the.daily", argv=[*argv, *options]) == 0
    assert json.loads(capsys.readouterr().out) == ["2024-02-29", "null", "mine", 0]
    first = json.loads(events.read_text().splitlines()[0])
    assert (first["run"], first["pipeline"]) == ("r9", "the.daily")


def test_a_failure_is_1_and_tells_what_failed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(wrong, argv=[]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out) == {"there": 2}
    assert err.count("Traceback") == 1
    assert "bodies.py" in err
    assert err.splitlines()[-3:] == [
        "wrong failed: 1 of 3 steps succeeded",
        "  failed failed: ValueError: cannot take 2",
        "  judged failed: judged.result is not str; the value: expected str, got int (2)",
    ]


def test_a_failure_without_results_prints_none(capsys: pytest.CaptureFixture[str]) -> None:
    def failing(run: Run) -> Any:
        return run.step("n", bodies.fail_with_surrogates)()

    assert main(failing, argv=[]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "failing failed" in err


def test_a_withheld_result_is_told_and_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    def withholding(run: Run) -> Any:
        return run.step("n", bodies.withhold)()

    assert main(withholding, argv=[]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[-1] == "the result was withheld"


def test_a_result_that_is_shown_by_its_repr_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    def named(run: Run) -> Any:
        return run.outputs({"made": len, "number": 1})

    assert main(named, argv=[]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == {"made": "<built-in function len>", "number": 1}
    assert err.count("repr") == 1
    assert "made: JSON has no form for builtin_function_or_method; its repr is shown\n" in err


def test_a_result_that_is_none_is_null(capsys: pytest.CaptureFixture[str]) -> None:
    def nothing(run: Run) -> Any:
        return run.step("n", bodies.same)(None)

    assert main(nothing, argv=[]) == 0
    out, err = capsys.readouterr()
    assert out == "null\n"
    assert "withheld" not in err


def test_a_check_that_crashes_is_told_with_its_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def crashing(run: Run) -> Any:
        made = run.step("n", bodies.same)(1)
        return run.guard("n", made, Annotated[int, Check(bodies.crash)])

    assert main(crashing, argv=[]) == 1
    err = capsys.readouterr().err
    assert "n.result  crashed" in err
    assert "LookupError: a check that crashes" in err.split("n.result  crashed")[1].splitlines()[0]
    assert "crashed: LookupError: a check that crashes" in err.splitlines()[-1]
    assert err.count("\nTraceback (most recent call last):") == 1
    assert "bodies.py" in err


def test_an_op_that_exits_well_does_not_make_the_run_a_success(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def leaving(run: Run) -> Any:
        return run.step("n", bodies.exit_well)()

    assert main(leaving, argv=[]) == 1
    assert "n failed: SystemExit: 0" in capsys.readouterr().err


@pytest.mark.parametrize("asked", ["flag", "variable"])
def test_events_that_cannot_be_written_end_with_2_before_anything_runs(
    asked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[int] = []

    def noted(run: Run) -> None:
        run.step("n", ran.append)(1)

    path = str(tmp_path / "missing" / "events")
    if asked == "variable":
        monkeypatch.setenv(EVENTS_VARIABLE, path)
    with pytest.raises(SystemExit) as ended:
        main(noted, argv=["--events", path] if asked == "flag" else [])
    assert ended.value.code == 2
    assert ran == []
    assert capsys.readouterr().err.startswith("noted: nothing was run\n  cannot write events: ")


def test_a_terminal_without_unicode_gets_escapes(monkeypatch: pytest.MonkeyPatch) -> None:
    def speaking(run: Run) -> Any:
        return run.step("n", bodies.same)("é \udc80 😀")

    for encoding in ("ascii", "utf-8"):
        out = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding=encoding))
        assert main(speaking, argv=[]) == 0
        sys.stdout.flush()
        assert json.loads(out.getvalue()) == "é \udc80 😀"


SCRIPT = '''
"""What it is for."""
import sys
from dagcompile.runtime.v1 import Run, main

def op(number: int) -> float:
    return number / 0 if number == 1 else float("nan")

def daily(run: Run, *, number: int) -> float:
    made = run.step("made", op)(number)
    return run.guard("made", made, float)

if __name__ == "__main__":
    raise SystemExit(main(daily))
'''


@pytest.mark.parametrize(
    ("argv", "status", "out"),
    [
        (["--number", "2"], 0, '"nan"\n'),
        (["--number", "1"], 1, ""),
        (["--number", "x"], 2, ""),
        (["--help"], 0, None),
    ],
)
def test_the_exit_status_of_the_command(
    argv: list[str], status: int, out: str | None, tmp_path: Path
) -> None:
    script = tmp_path / "daily_script.py"
    script.write_text(SCRIPT)
    environment = {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, str(script), *argv],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stderr
    if out is None:
        assert "What it is for." in done.stdout
    else:
        assert done.stdout == out
    if status == 1:
        assert done.stderr.splitlines()[-2:] == [
            "daily failed: 0 of 1 steps succeeded",
            "  made failed: ZeroDivisionError: division by zero",
        ]
