"""A run that SIGTERM ends, and what else is ended with it."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

from living import gone

from dagcompile.runtime.command.ending import terminable

POOL = dedent("""
    import os, sys, time
    from concurrent.futures import ProcessPoolExecutor
    from dagcompile.runtime.v1 import Run, main

    def sleep():
        sys.stderr.write(f"child {os.getpid()}\\n")
        sys.stderr.flush()
        time.sleep(300)

    def op():
        with ProcessPoolExecutor(1) as pool:
            return pool.submit(sleep).result()

    def daily(run: Run) -> None:
        run.step("one", op)()

    if __name__ == "__main__":
        raise SystemExit(main(daily, argv=["-q"]))
""")


def test_a_run_that_is_terminated_ends_its_pools(tmp_path: Path) -> None:
    file = tmp_path / "pool_script.py"
    file.write_text(POOL)
    command = [sys.executable, str(file)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    child = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    assert child.stderr is not None
    name, _, number = child.stderr.readline().partition(" ")
    assert name == "child"
    child.send_signal(signal.SIGTERM)
    _, err = child.communicate(timeout=120)  # the pool's process writes there too
    assert (child.returncode, err) == (143, "daily was terminated in one, after 0 steps\n")
    assert gone([int(number)])


def test_a_handler_of_the_program_is_left_alone() -> None:
    heard: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: heard.append(number))
    try:
        with terminable():
            signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert heard == [signal.SIGTERM]
