"""What ruff says of generated text, whatever the configuration around."""

import json
import subprocess
import sys
from collections.abc import Sequence
from tempfile import TemporaryDirectory

RULES = "AIR,B,E4,E7,E9,F,I,RUF100,UP,W"


def formatted(text: str) -> str:
    """`text` as `ruff format` leaves it."""
    return _ruff("format", "--line-length=88", "-", text=text)


def findings(text: str, *, rules: str = RULES, first_party: Sequence[str] = ()) -> str:
    """What `ruff check` finds; empty when it is clean. `first_party` are the author's packages."""
    known = f"lint.isort.known-first-party = {json.dumps([*first_party])}"
    arguments = [f"--select={rules}", f"--config={known}", "--output-format=concise", "--quiet"]
    return _ruff("check", "--preview", *arguments, "-", text=text)


def _ruff(*arguments: str, text: str) -> str:
    isolated = ["--isolated", "--no-cache", "--target-version=py311"]
    command = [sys.executable, "-m", "ruff", arguments[0], *isolated, *arguments[1:]]
    with TemporaryDirectory() as empty:  # where no folder looks like a package of the author's
        done = subprocess.run(
            command, input=text.encode(), capture_output=True, check=False, cwd=empty
        )
    assert done.returncode == 0 or done.stdout, done.stderr.decode()
    return done.stdout.decode()
