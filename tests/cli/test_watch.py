"""`--watch`: real files change, and the command is run again in a process of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import TypeAlias

import pytest
from commands import FLOW, Command

PATIENCE = 120


@dataclass
class Watching:
    """A command that watches, and what it has said on stdout and stderr."""

    process: subprocess.Popen[bytes]
    said: Path
    read: int = 0

    def until(self, text: str) -> str:
        """What it says next, up to and including `text`."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            fresh = self.said.read_text()[self.read :]
            if text in fresh:
                end = fresh.index(text) + len(text)
                self.read += end
                return fresh[:end]
            time.sleep(0.05)
        pytest.fail(f"it never said {text!r}, but {self.said.read_text()[self.read :]!r}")

    def end(self, number: int) -> int:
        """Its status after a signal; nothing that it started outlives it."""
        self.process.send_signal(number)
        status = self.process.wait(PATIENCE)
        deadline = time.monotonic() + PATIENCE
        while self._has_children() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not self._has_children()
        return status

    def _has_children(self) -> bool:
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True


Start: TypeAlias = Callable[..., Watching]


def _heed_interrupts() -> None:
    """A background job of a shell ignores SIGINT, and so would what it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def start(dagcompile: Command, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Starts the command in the folder of the project; afterwards it is over."""
    said = tmp_path_factory.mktemp("said") / "said"
    started: list[subprocess.Popen[bytes]] = []

    def begin(*arguments: str) -> Watching:
        with said.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", "dagcompile.cli", *arguments],
                cwd=dagcompile.folder,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_heed_interrupts,  # noqa: PLW1509  (no thread is running)
            )
        started.append(process)
        return Watching(process, said)

    yield begin
    for process in started:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def put(dagcompile: Command, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    """Puts a file of the project in its place, whole: one that is seen half-written is built so,
    and again.
    """
    aside = tmp_path_factory.mktemp("aside") / "file"

    def place(name: str, text: str) -> None:
        aside.write_text(dedent(text))
        aside.replace(dagcompile.folder / name)

    return place


def test_a_build_follows_its_sources(
    dagcompile: Command, start: Start, put: Callable[..., None]
) -> None:
    watching = start("build", "--watch")
    assert "3 written\n" in watching.until("watching 1 folder; Ctrl-C ends it\n")

    # What is built is no source, nor is what only lies beside the modules.
    (dagcompile.folder / "generated/python/doubled_script.py").touch()
    put("notes.txt", "")

    source = dedent(FLOW)
    put("flow.py", source.replace("Twice a number", "Two of one numb"))
    assert watching.until("changed: ") == "changed: "
    changed = watching.until("watching 1 folder")
    assert changed.startswith("flow.py\n")
    assert "3 written\n" in changed
    script = dagcompile.folder / "generated/python/doubled_script.py"
    assert "Two of one numb" in script.read_text()

    put("flow.py", "def")
    assert "error[DC142]: " in watching.until("watching 1 folder")
    put("flow.py", source)
    assert "3 written\n" in watching.until("watching 1 folder")
    assert "Twice a number" in script.read_text()

    assert watching.end(signal.SIGINT) == 0


def test_settings_and_new_packages_are_followed(
    dagcompile: Command, start: Start, put: Callable[..., None]
) -> None:
    watching = start("build", "--watch")
    watching.until("watching 1 folder;")
    made = dagcompile.folder / ".making"
    made.mkdir()
    (made / "flow.py").write_text(dedent(FLOW).replace("def doubled", "def later"))
    made.rename(dagcompile.folder / "added")
    assert "3 unchanged" in watching.until("watching 2 folders;")
    settings = "[tool.dagcompile]\ntargets = ['python']\npipelines = {later = 'added.flow:later'}\n"
    put("pyproject.toml", settings)
    assert "changed: pyproject.toml\n" in watching.until("watching 2 folders;")
    assert (dagcompile.folder / "generated/python/later_script.py").exists()
    put("pyproject.toml", "[tool.dagcompile")
    assert "error[DC610]: " in watching.until("watching 2 folders;")
    put("pyproject.toml", settings)
    assert "2 unchanged" in watching.until("watching 2 folders;")
    assert watching.end(signal.SIGINT) == 0


def test_a_run_is_run_again(dagcompile: Command, start: Start, put: Callable[..., None]) -> None:
    watching = start("run", "--watch", "doubled", "--number", "21")
    watching.until("\n42\n")
    watching.until("watching 1 folder;")
    put("flow.py", dedent(FLOW).replace("number * 2", "number * 3"))
    watching.until("\n63\n")
    watching.until("watching 1 folder;")
    assert watching.end(signal.SIGTERM) == -signal.SIGTERM


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_a_run_that_goes_on_ends_with_the_watching(
    dagcompile: Command, start: Start, number: int, status: int
) -> None:
    slow = "import time; print('asleep', flush=True); time.sleep(500); return number"
    dagcompile.write("flow.py", dedent(FLOW).replace("return number * 2", slow))
    watching = start("run", "--watch", "doubled", "--number", "21")
    watching.until("asleep\n")
    assert watching.end(number) == status


def test_without_its_library_it_says_what_to_install(dagcompile: Command) -> None:
    dagcompile.write("watchfiles.py", "raise ImportError('not here')")
    done = dagcompile("build", "--watch")
    assert (done.status, done.out) == (4, "")
    assert done.err.startswith("error[DC633]: --watch needs the package `watchfiles`")
    assert "pip install 'dagcompile[watch]'" in done.err


def test_a_script_may_have_such_a_flag_of_its_own(dagcompile: Command) -> None:
    done = dagcompile("run", "doubled", "--watch")
    assert done.err.startswith("doubled: nothing was run\n  --watch: there is no such flag")
