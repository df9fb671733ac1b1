"""The process of a command ends when the command is done, whatever the author's modules do."""

import pytest
from commands import Command

THREAD = """
import os
import threading
import time

threading.Thread(target=os._exit, args=(0,)).start()
time.sleep(60)
"""
SAID = "os.{} was called, which ends the process before dagcompile is done"


@pytest.mark.parametrize(
    ("verb", "ends", "said"),
    [
        ("check", "import os\nos._exit(0)\n", SAID.format("_exit")),
        ("diff", "import posix\nposix._exit(0)\n", SAID.format("_exit")),
        ("build", "import os\nos.execlp('true', 'true')\n", SAID.format("execv")),
        ("check", "raise SystemExit\n", "raised SystemExit"),
        ("check", THREAD, SAID.format("_exit")),
    ],
)
def test_a_module_that_ends_the_process_is_an_error(
    dagcompile: Command, verb: str, ends: str, said: str
) -> None:
    if verb == "diff":
        dagcompile.write("doubled.ir.json", "{}")
        verb = "diff doubled.ir.json --fail-on breaking"
    dagcompile.write("flow.py", ends)
    done = dagcompile(*verb.split())
    assert done.status == 3, done
    assert said in done.err


def test_a_process_that_is_forked_may_end_and_one_that_is_done_keeps_its_status(
    dagcompile: Command,
) -> None:
    source = (dagcompile.folder / "flow.py").read_text()
    begins = (
        "import atexit, os\n"
        "atexit.register(os._exit, 0)\n"
        "child = os.fork() or os._exit(7)\n"
        "assert os.waitpid(child, 0)[1] == 7 << 8\n"
    )
    dagcompile.write("flow.py", begins + source)
    done = dagcompile("check")
    assert (done.status, done.out) == (1, "3 missing\n")


@pytest.mark.parametrize(
    ("does", "wrong"),
    [
        ("import os\nos.environ.clear()\nos.chdir('/')\n", ""),
        ("import sys\nsys.meta_path.clear()\n", ""),
        ("import sys\nsys.modules.clear()\n", "raised KeyError"),
        ("import os\nprint('child') if os.fork() == 0 else os.wait()\n", ""),
    ],
    ids=["variables", "finders", "modules", "fork"],
)
def test_what_a_module_does_to_the_process_is_in_nobodys_way(
    dagcompile: Command, does: str, wrong: str
) -> None:
    source = (dagcompile.folder / "flow.py").read_text()
    dagcompile.write("flow.py", source + does)
    done = dagcompile("check")
    assert wrong in done.err
    assert (done.status, done.out) == ((3, "1 failed\n") if wrong else (1, "3 missing\n"))
    assert done.err.count("child") == ("fork" in does)
