"""What becomes of a command whose output cannot be written."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

LONG = """
from dagcompile.runtime.v1 import main

def op(size):
    print("printed", flush=True)
    return "x" * size

def fail(value):
    raise ValueError("no good")

def daily(run, *, bad: bool = False):
    one = run.step("one", op)(1000000)
    if bad:
        run.step("two", fail)(one)
    return one

if __name__ == "__main__":
    raise SystemExit(main(daily))
"""


SHORT = LONG.replace("1000000", "1")
# What an op prints on a worker is the worker's to lose.
ON_DASK = (
    LONG.replace("v1 import", "v1.dask import collection,")
    .replace("def daily", "@collection\ndef daily")
    .replace('print("printed", flush=True)', "pass")
)


@pytest.mark.parametrize(
    ("shell", "status", "told"),
    [
        ("{0} | head -c 0", 0, ""),
        ("{0} -h | head -c 0", 0, ""),
        ("{0} 2>&1 | head -c 0", 0, ""),
        ("{0} --bad | head -c 0", 1, "daily failed"),
        ("{0} >/dev/full", 4, "daily: standard output cannot be written: No space left on device"),
        ("{0} -h >/dev/full", 4, "daily: standard output cannot be written: No space left"),
        ("{0} --bad >/dev/full", 1, "cannot be written: No space left on device"),
        ("{0} 2>/dev/full", 0, ""),
        ("{0} >&-", 0, ""),
    ],
)
@pytest.mark.parametrize("text", [LONG, SHORT, ON_DASK])
def test_output_that_nobody_takes(
    shell: str, status: int, told: str, text: str, tmp_path: Path
) -> None:
    file = tmp_path / "daily_script.py"
    file.write_text(text)
    command = shell.format(f"{shlex.quote(sys.executable)} {file}")
    done = subprocess.run(
        ["bash", "-c", f"{command}; exit ${{PIPESTATUS[0]}}"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stderr
    assert told in done.stderr
    assert done.stderr.count("Traceback") == ("--bad" in shell)
    assert "Exception ignored" not in done.stderr
