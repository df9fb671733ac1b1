"""What an op says, heard by context; on a cluster it is tested in tests/clusters."""

# ruff: noqa: T201  (printing is what is tested)

import io
import logging
import os
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any

import cloudpickle  # type: ignore[import-untyped]
import pytest

from dagcompile.runtime.dask.running.ears import DEAF, Ear
from dagcompile.runtime.dask.running.overhearing import heard_by, put_back
from dagcompile.runtime.dask.running.speaking import (
    LONGEST,
    RECORD,
    TAIL,
    Allowance,
    Voice,
    clean,
)
from dagcompile.runtime.events import Event
from dagcompile.runtime.timeout import within
from tests.runtime.lateness import timed_out


@pytest.fixture(autouse=True)
def loggers_as_they_begin() -> Iterator[None]:
    """As in a process in which nobody has set them up, as an Airflow of another test does."""
    root = logging.getLogger()
    level, handlers = root.level, root.handlers
    root.setLevel(logging.WARNING)
    root.handlers = [each for each in handlers if type(each).__module__.startswith("_pytest")]
    for name, logger in logging.root.manager.loggerDict.items():
        if name.partition(".")[0] == "shop" and isinstance(logger, logging.Logger):
            logger.disabled = False
    yield
    root.handlers = handlers
    root.setLevel(level)


@contextmanager
def streams(stdout: Any = None, stderr: Any = None) -> Iterator[tuple[Any, Any]]:
    """These in place of the streams of this process, or two that keep what is written."""
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = stdout or io.StringIO(), stderr or io.StringIO()
    own = sys.stdout, sys.stderr
    try:
        yield own
    finally:
        sys.stdout, sys.stderr = before


@contextmanager
def heard(ear: Ear, *own: Any) -> Iterator[tuple[Any, Any]]:
    """What is said is heard by `ear` and goes to these streams."""
    with streams(*own) as kept, heard_by(ear):
        yield kept


def voice(**options: Any) -> tuple[Voice, list[Event]]:
    told: list[Event] = []
    return Voice(told.append, **options), told


def texts(told: list[Event]) -> list[object]:
    return [each.get("text", each.get("left_out")) for each in told]


def test_lines_are_told_and_go_to_the_log_of_the_worker() -> None:
    ear, told = voice()
    with heard(ear) as own:
        print("one", end="")
        print(" line")
        print("two", file=sys.stderr)
        print()
        print("not ended", end="")
        assert texts(told) == ["one line", "two"]
    ear.close()
    assert told == [
        {"stream": "stdout", "text": "one line"},
        {"stream": "stderr", "text": "two"},
        {"stream": "stdout", "text": "not ended"},
    ]
    assert [each.getvalue() for each in own] == ["one line\n\nnot ended", "two\n"]


def test_what_is_moved_is_only_told() -> None:
    ear, told = voice(speech="moved")
    with heard(ear) as own:
        print("one")
        logging.getLogger("shop").warning("two")
    assert texts(told) == ["one", "two"]
    assert [each.getvalue() for each in own] == ["", ""]


def test_two_ops_at_once_do_not_mix_and_another_is_not_heard() -> None:
    meet = threading.Barrier(3)
    log = logging.getLogger("shop.mixing")

    def say(name: str, ear: Voice | None) -> None:
        with nullcontext() if ear is None else heard_by(ear):
            for each in range(50):
                meet.wait(60)
                print(name, each)
                log.info("%s %s", name, each)

    (one, told_one), (two, told_two) = voice(), voice()
    with streams() as own, ThreadPoolExecutor(3) as pool:
        list(pool.map(say, ("a", "b", "other"), (one, two, None)))
    for name, told in (("a", told_one), ("b", told_two)):
        assert texts(told) == [f"{name} {each}" for each in range(50) for _ in "pl"]
    assert own[0].getvalue().count("other") == 50
    assert own[1].getvalue() == ""  # info is no level of the worker's log


def test_loggers_are_heard_at_the_level_that_they_have_and_else_from_info() -> None:
    ear, told = voice()
    quiet, loud, deep = (logging.getLogger(f"shop.{each}") for each in ("quiet", "loud", "loud.x"))
    quiet.setLevel("ERROR")
    loud.setLevel("DEBUG")
    try:
        with heard(ear):
            for log in (quiet, loud, deep, logging.getLogger("shop.plain"), logging.getLogger()):
                for level in ("debug", "info", "error"):
                    getattr(log, level)("%s", level)
        assert not logging.getLogger("shop.plain").isEnabledFor(logging.INFO)
    finally:
        quiet.setLevel("NOTSET")
        loud.setLevel("NOTSET")
    said: dict[object, list[object]] = {}
    for each in told:
        said.setdefault(each["logger"], []).append(each["text"])
    assert said == {
        "shop.quiet": ["error"],
        "shop.loud": ["debug", "info", "error"],
        "shop.loud.x": ["debug", "info", "error"],
        "shop.plain": ["info", "error"],
        "root": ["info", "error"],
    }
    assert told[0] == {"stream": "log", "level": "ERROR", "logger": "shop.quiet", "text": "error"}


def test_a_record_is_told_once_and_its_handlers_get_what_they_would() -> None:
    log = logging.getLogger("shop.handled")
    ear, told = voice()
    kept: list[str] = []
    with heard(ear) as own:
        handler = logging.StreamHandler(sys.stderr)  # bound to what hears
        keeper = logging.Handler()
        keeper.emit = lambda record: kept.append(record.getMessage())  # type: ignore[method-assign]
        log.addHandler(handler)
        log.addHandler(keeper)
        try:
            log.info("low")
            log.warning("high")
        finally:
            log.removeHandler(handler)
            log.removeHandler(keeper)
    assert texts(told) == ["low", "high"]
    assert kept == ["high"]
    assert own[1].getvalue() == "high\n"


def test_a_logger_that_does_not_propagate_is_heard_and_logging_can_be_disabled() -> None:
    log = logging.getLogger("shop.alone")
    log.propagate = False
    ear, told = voice()
    with heard(ear):
        log.info("one")
        logging.disable(logging.INFO)
        try:
            log.info("two")
        finally:
            logging.disable(logging.NOTSET)
    assert texts(told) == ["one"]


def test_a_record_is_told_with_its_traceback_and_a_wrong_one_does_no_harm() -> None:
    log = logging.getLogger("shop.wrong")
    ear, told = voice()
    with heard(ear):
        try:
            dict[str, int]()["no such shop"]
        except KeyError:
            log.exception("what\nnow")
        log.info("%d", "no number")
    text = str(told[0]["text"])
    assert text.startswith("what\nnow\nTraceback (most recent call last):\n")
    assert text.endswith("\nKeyError: 'no such shop'")
    assert str(told[1]["text"]).startswith("'%d' (TypeError: %d format")


def test_the_thread_of_a_timeout_is_heard_until_its_step_has_ended() -> None:
    ear, told = voice()
    begun, go, gone = threading.Event(), threading.Event(), threading.Event()

    def body() -> None:
        print("in time")
        try:
            begun.set()
            go.wait(60)
        finally:
            go.wait(60)
            print("too late")
            gone.set()

    with heard(ear):
        assert within(60, lambda: print("soon"), node="n") is None
        timed_out(body, begun.is_set)
    ear.close()
    go.set()
    assert gone.wait(60)
    assert texts(told) == ["soon", "in time"]


# --- what is too much ---------------------------------------------------------------------------


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_flood_is_counted_and_ends_with_its_last_lines() -> None:
    clock = Clock()
    ear, told = voice(allowances=(Allowance(5, 1.0, clock=clock),))
    with heard(ear) as own:
        for each in range(100_000):
            print(each)
        clock.now = 1.0
        print("after a second")
        for each in range(30):
            print(each)
    ear.close()
    assert texts(told) == [
        *("0", "1", "2", "3", "4"), "after a second", 20, *(str(each) for each in range(20, 30)),
    ]  # fmt: skip
    assert told[5]["left_out"] == 99_995
    assert len(own[0].getvalue().splitlines()) == 100_031  # the worker's own log has all
    assert len(told) == 5 + 1 + 1 + TAIL


def test_what_is_allowed_comes_back_with_time_and_never_more_than_at_first() -> None:
    clock = Clock()
    allowance = Allowance(2, 10.0, clock=clock)
    assert [allowance.take() for _ in range(3)] == [True, True, False]
    clock.now = 0.1
    assert not allowance.take()
    clock.now = 0.2
    assert [allowance.take() for _ in range(3)] == [True, True, False]
    clock.now = 1000.0
    assert [allowance.take() for _ in range(3)] == [True, True, False]


def test_nodes_of_one_worker_share_what_it_may_say() -> None:
    shared = Allowance(3, 0.0)
    told = []
    for _ in range(3):
        ear, said = voice(allowances=(Allowance(2, 0.0), shared))
        with heard(ear):
            for each in range(5):
                print(each)
        ear.close()
        told.append(texts(said))
    assert told == [["0", "1", 2, "2"], [5], [5]]


def test_long_lines_and_records_are_bounded() -> None:
    ear, told = voice()
    with heard(ear):
        for _ in range(1000):
            sys.stdout.write("x" * 1000)
        print()
        logging.getLogger("shop").warning("y" * 1000)
        logging.getLogger("shop").warning("z\n" * 10_000)
    line, long, many = (str(each["text"]) for each in told)
    assert line == "x" * LONGEST + "… (1,000,000 characters)"
    assert "… (1,000 characters) …" in long
    assert len(long) < LONGEST + 40
    assert len(many) < RECORD + 40


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("\x1b[1;31mred\x1b[0m \x1b]0;title\x07plain", "red plain"),
        ("a\tb\x00\x07\x1b\x9f", r"a	b\x00\x07\x1b\x9f"),
        ("é 中 \ud800", "é 中 \ud800"),
    ],
)
def test_what_a_terminal_would_obey_is_not_told_to_it(said: str, told: str) -> None:
    assert clean(said) == told


def test_of_a_bar_its_last_state_is_told() -> None:
    ear, told = voice()
    with heard(ear):
        for each in range(0, 101, 10):
            sys.stderr.write(f"\r{each} %")
            sys.stderr.flush()
        sys.stderr.write("\n")
        print("a", end="\r")
        print("b", end="c\r\n")
    assert texts(told) == ["100 %", "bc"]


# --- streams that have gone ---------------------------------------------------------------------


def gone() -> Any:
    read, write = os.pipe()
    os.close(read)
    return os.fdopen(write, "w", buffering=1)


def closed() -> Any:
    stream = io.StringIO()
    stream.close()
    return stream


@pytest.mark.parametrize("make", [gone, closed, lambda: None])
@pytest.mark.parametrize("listens", [True, False])
def test_an_op_that_prints_to_a_stream_that_has_gone_does_not_fail(
    make: Any, listens: bool
) -> None:
    stream = make()
    ear, told = voice()
    with streams():
        sys.stdout = sys.stderr = stream
        with heard_by(ear if listens else DEAF):
            print("one")
            sys.stderr.write("two\n")
            sys.stdout.writelines(["three\n"])
            sys.stdout.flush()
            logging.getLogger("shop").warning("four")
        if stream is not None:
            with pytest.raises((OSError, ValueError)):  # for others it is as it was
                print("five", flush=True)
            with suppress(OSError):
                stream.close()
    assert texts(told) == (["one", "two", "three", "four"] if listens else [])


def test_what_the_stream_of_the_worker_has_no_letters_for_is_written_as_escapes() -> None:
    written = io.BytesIO()
    ascii_only = io.TextIOWrapper(written, encoding="ascii")
    ear, told = voice()
    with heard(ear, ascii_only):
        print("é")
    ascii_only.flush()
    assert written.getvalue() == b"\\xe9\n"
    assert texts(told) == ["é"]


def text_stream() -> Any:
    return io.TextIOWrapper(io.BytesIO(), encoding="latin-1", write_through=True)


def test_a_stream_is_the_one_that_it_was(tmp_path: Path) -> None:
    file = tmp_path / "stdout"
    with file.open("w", encoding="latin-1") as own, heard(DEAF, own):
        stream: Any = sys.stdout
        assert stream is own
        assert isinstance(stream, io.TextIOBase)
        assert (stream.encoding, stream.buffer) == ("latin-1", own.buffer)
        assert stream.fileno() == own.buffer.fileno()
        assert cloudpickle.loads(cloudpickle.dumps(stream)) is stream
        with pytest.raises(TypeError, match="must be str, not bytes"):
            stream.write(b"x")
        stream.buffer.write(b"abc")
        assert stream.write("def") == 3
    assert file.read_text() == "abcdef"


@contextmanager
def nothing_is_left() -> Iterator[None]:
    """After the block all is as it was before: streams, what they hold, and loggers."""

    def standing() -> list[object]:
        own = sys.stdout, sys.stderr
        held = [None if each is None else dict(vars(each)) for each in own]
        return [*own, *held, logging.Logger.isEnabledFor, logging.Logger.callHandlers]

    put_back()
    before = standing()
    yield
    until = time.monotonic() + 60
    while standing() != before and time.monotonic() < until:
        time.sleep(0.01)
    assert standing() == before


@pytest.mark.parametrize("stream", [text_stream, lambda: None])
def test_all_is_put_back_when_the_last_of_several_ends(stream: Any) -> None:
    one, both = threading.Event(), threading.Event()

    def first() -> None:
        with heard_by(DEAF):
            one.set()
            assert both.wait(60)

    with streams():
        sys.stdout, sys.stderr = stream(), stream()
        with nothing_is_left(), ThreadPoolExecutor(1) as pool:
            gone = pool.submit(first)
            assert one.wait(60)
            ear, told = voice()
            with heard_by(ear):
                both.set()
                gone.result(60)
                print("still heard")
            assert texts(told) == ["still heard"]
            print("not heard")
            assert texts(told) == ["still heard"]


def test_many_blocks_on_many_threads_leave_nothing() -> None:
    def say(name: int) -> list[object]:
        ear, told = voice()
        for each in range(200):
            with heard_by(ear):
                print(name)
            if each % 10 == 0:
                put_back()
        return texts(told)

    with streams() as (own, _), nothing_is_left(), ThreadPoolExecutor(4) as pool:
        assert list(pool.map(say, range(4))) == [[str(each)] * 200 for each in range(4)]
        assert len(own.getvalue().splitlines()) == 800
        own.truncate(own.seek(0))


def test_a_block_that_is_left_by_an_error_leaves_nothing() -> None:
    with streams(), nothing_is_left(), pytest.raises(KeyboardInterrupt), heard_by(DEAF):
        raise KeyboardInterrupt


@pytest.mark.parametrize("speech", ["told", "moved"])
def test_a_stream_that_an_op_has_put_in_place_gets_all_whoever_begins(speech: Any) -> None:
    (ear, told), (other, others) = voice(speech=speech), voice(speech=speech)
    kept, errors, log = io.StringIO(), io.StringIO(), logging.getLogger("shop.redirected")
    with streams() as own, heard_by(ear), ThreadPoolExecutor(1) as pool:
        print("before")
        with redirect_stdout(kept), redirect_stderr(errors):
            print("hello")
            with heard_by(other):  # of another op, on whichever thread
                pool.submit(print, "of a thread").result(60)
                print("from another")
            print("world")
            log.addHandler(handler := logging.StreamHandler())
            log.warning("logged")
            log.removeHandler(handler)
        print("after")
    assert kept.getvalue() == "hello\nof a thread\nfrom another\nworld\n"
    assert errors.getvalue() == "logged\n"
    assert texts(told) == ["before", "logged", "after"]
    assert others == []
    assert own[0].getvalue() == ("before\nafter\n" if speech == "told" else "")


def test_a_record_that_is_handled_without_being_asked_for_reaches_the_handlers() -> None:
    kept: list[str] = []
    keeper = logging.Handler()
    keeper.emit = lambda record: kept.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("shop.forwarded")
    log.addHandler(keeper)
    try:
        with heard(DEAF):
            log.handle(logging.makeLogRecord({"msg": "low", "levelno": logging.DEBUG}))
    finally:
        log.removeHandler(keeper)
    assert kept == ["low"]


@pytest.mark.parametrize("make", [gone, closed])
def test_a_handler_that_was_there_does_not_complain_of_a_stream_that_has_gone(make: Any) -> None:
    stream, complaints = make(), io.StringIO()
    handler = logging.StreamHandler(stream)
    log = logging.getLogger("shop.worker")
    log.addHandler(handler)
    ear, told = voice()
    try:
        with streams(stream, complaints), heard_by(ear):
            log.warning("one")
    finally:
        log.removeHandler(handler)
        with suppress(OSError):
            stream.close()
    assert texts(told) == ["one"]
    assert complaints.getvalue() == ""


def test_what_others_have_put_in_place_meanwhile_is_left_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ear, told = voice()
    calls: list[str] = []
    with streams() as (own, _):
        with heard_by(DEAF):
            inner, handling = own.write, logging.Logger.callHandlers

            def write(text: str) -> Any:
                calls.append(text)
                return inner(text)

            def call(log: logging.Logger, record: logging.LogRecord) -> None:
                calls.append(record.getMessage())
                handling(log, record)

            own.write = write
            monkeypatch.setattr(logging.Logger, "callHandlers", call)
        assert put_back()
        assert own.write is write
        assert logging.Logger.callHandlers is call
        with heard_by(ear):
            sys.stdout.write("once\n")
            logging.getLogger("shop").info("only")
        assert put_back()
        assert own.write is write
        assert texts(told) == ["once", "only"]
        assert own.getvalue() == "once\n"
        assert calls == ["once\n"]  # info is no level of who has the loggers
        monkeypatch.undo()


def test_who_takes_a_stream_away_or_stands_around_it_is_left_there() -> None:
    ear, told = voice()
    with streams() as (own, _):
        with heard_by(ear):
            inner = sys.stdout
        around: Any = io.StringIO()
        around.write = inner.write
        sys.stdout = around
        with heard_by(ear):
            print("once")
        assert texts(told) == ["once"]
        assert own.getvalue() == "once\n"
        sys.stdout = own
        with heard_by(ear):
            print("again")
        assert texts(told) == ["once", "again"]


def test_a_child_that_was_forked_only_prints() -> None:
    ear, told = voice()
    with heard(ear):
        if (child := os.fork()) == 0:
            print("in the child")
            os._exit(0 if not told else 1)
        assert os.waitpid(child, 0)[1] == 0
    assert told == []
