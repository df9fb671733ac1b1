"""Events: their sinks, the file, and how errors are told."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dagcompile.runtime import events as module
from dagcompile.runtime.asked import sinks_for
from dagcompile.runtime.events import (
    EVENTS_VARIABLE,
    Event,
    Log,
    error_record,
    file_sink,
    write_line,
)
from dagcompile.runtime.lines import line_of, terminal_sink
from dagcompile.runtime.run import Run
from tests.runtime import bodies

HOSTILE = 'line\nbreak \u2028 "quoted" \udc80 \0 \x1b[31m é 😀'


def caught(body: Any) -> BaseException:
    """What `body` raises, as it reaches the report."""
    run = Run(Log(run="r", pipeline="p"))
    run.step("n", body)()
    error = run.nodes["n"].error
    assert error is not None
    return error


def test_an_event_has_the_run_the_fields_and_a_time() -> None:
    events: list[Event] = []
    again: list[Event] = []
    log = Log(run="r", pipeline="p", sinks=(events.append, again.append))
    log.emit("started", {"node": "n", "attempt": 1})
    time = str(events[0].pop("time"))
    assert events == again
    assert events == [{"event": "started", "run": "r", "pipeline": "p", "node": "n", "attempt": 1}]
    assert time.endswith("+00:00")


def test_the_file_has_one_whole_line_an_event(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    for number in range(3):
        write_line(str(file), {"event": HOSTILE, "number": number})
    text = file.read_bytes()
    assert text.isascii()
    lines = text.decode().split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == [
        {"event": HOSTILE, "number": number} for number in range(3)
    ]


WRITER = """
import sys
from dagcompile.runtime.events import file_sink
sink = file_sink(sys.argv[1])
for number in range(300):
    sink({"writer": sys.argv[2], "number": number, "filler": sys.argv[2] * (number * 40)})
"""


def test_lines_of_several_processes_do_not_mix(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    command = [sys.executable, "-c", WRITER, str(file)]
    writers = [subprocess.Popen([*command, str(each)]) for each in range(4)]
    assert [each.wait() for each in writers] == [0] * 4
    read = [json.loads(line) for line in file.read_text().splitlines()]
    assert len(read) == 1200
    for writer in "0123":
        own = [each for each in read if each["writer"] == writer]
        assert [each["number"] for each in own] == list(range(300))
        assert all(each["filler"] == writer * (each["number"] * 40) for each in own)


def test_the_file_stays_the_same_when_an_op_changes_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sink = file_sink("events.jsonl")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    sink({"event": "started"})
    assert (tmp_path / "events.jsonl").read_text() == '{"event": "started"}\n'


def test_a_file_that_cannot_be_written_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"):
        file_sink(str(tmp_path / "missing" / "events.jsonl"))


def test_a_file_that_goes_away_does_not_end_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    sink = file_sink(str(folder / "events.jsonl"))
    (folder / "events.jsonl").unlink()
    folder.rmdir()
    sink({"event": "started"})
    sink({"event": "returned"})
    assert capsys.readouterr().err.count("events are lost") == 1


def test_the_environment_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(EVENTS_VARIABLE, raising=False)
    assert EVENTS_VARIABLE == "DAGCOMPILE_EVENTS"
    assert sinks_for(None) == ()
    assert sinks_for(None, terminal_sink) == (terminal_sink,)
    monkeypatch.setenv(EVENTS_VARIABLE, str(tmp_path / "a"))
    (sink,) = sinks_for(None)
    sink({"event": "started"})
    (other,) = sinks_for(str(tmp_path / "b"))
    other({"event": "returned"})
    assert "started" in (tmp_path / "a").read_text()
    assert "returned" in (tmp_path / "b").read_text()


def test_a_traceback_starts_in_the_users_file() -> None:
    record = error_record(caught(lambda: bodies.fail(7)))
    assert record["type"] == "builtins.ValueError"
    assert record["message"] == "cannot take 7"
    lines = str(record["traceback"]).splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert "tests/runtime/test_events.py" in lines[1]
    assert lines[-1] == "ValueError: cannot take 7"
    assert "dagcompile/runtime" not in str(record["traceback"])


def test_a_folder_that_is_only_called_like_ours_is_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_OWN", f"{tmp_path}{os.sep}dagcompile{os.sep}")
    file = tmp_path / "dagcompile_examples" / "ops.py"
    names: dict[str, Any] = {}
    exec(compile("def inner(): raise KeyError\ndef body(): inner()", file, "exec"), names)
    error = caught(names["body"])
    assert error.__traceback__ is not None
    while error.__traceback__.tb_frame.f_code.co_filename != str(file):
        assert error.__traceback__.tb_next is not None
        error.__traceback__ = error.__traceback__.tb_next
    assert "in body" in str(error_record(error)["traceback"])


def test_a_traceback_that_is_all_ours_is_kept() -> None:
    body: Any = Log
    record = error_record(caught(body))
    assert "dagcompile/runtime/node.py" in str(record["traceback"])


def test_an_exception_that_was_never_raised() -> None:
    record = error_record(ValueError("x"))
    assert record["traceback"] == "ValueError: x\n"


class Strange(Exception):
    __notes__ = property(lambda self: 1 / 0)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (bodies.fail_unspeakably, "<Unspeakable whose text raises RuntimeError>"),
        (bodies.fail_wordily, "a"),
        (bodies.exit_well, "0"),
        (bodies.recurse, "maximum recursion depth exceeded"),
    ],
)
def test_any_exception_can_be_told_of(body: Any, message: str) -> None:
    record = error_record(caught(body))
    assert str(record["message"]).startswith(message)
    assert "bodies.py" in str(record["traceback"])
    assert len(str(record["traceback"])) < 5000
    assert json.loads(json.dumps(record)) == record


def test_of_what_says_too_much_both_ends_are_told() -> None:
    text = f"begin{'x' * 5_000_000}end"
    record = error_record(caught(lambda: bodies.refuse(text)))
    message, trace = str(record["message"]), str(record["traceback"])
    assert re.fullmatch("beginx+… \\(4,990,008 characters left out\\) …x+end", message)
    assert trace.endswith(f"ValueError: {message}\n")
    assert "in refuse" in trace
    assert len(line_of({"event": "failed", "node": "n", "error": record})) < 1_200


def test_of_a_long_chain_both_ends_are_told() -> None:
    def chained() -> None:
        try:
            bodies.refuse("x" * 1_000_000)
        except ValueError as error:
            raise KeyError("last") from error

    trace = str(error_record(caught(chained))["traceback"])
    assert "in refuse" in trace
    assert "in chained" in trace
    assert trace.endswith("KeyError: 'last'\n")
    assert len(trace) < 33_000


def test_an_exception_whose_notes_raise() -> None:
    assert error_record(Strange("x"))["message"] == "x"
