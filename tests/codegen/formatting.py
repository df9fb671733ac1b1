"""What ruff says of generated text, whatever the configuration around."""

import subprocess
import sys

RULES = "AIR,B,E4,E7,E9,F,I,RUF100,UP,W"


def formatted(text: str) -> str:
    """`text` as `ruff format` leaves it."""
    return _ruff("format", "--line-length=88", "-", text=text)


def findings(text: str, *, rules: str = RULES) -> str:
    """What `ruff check` finds; empty when it is clean."""
    arguments = ["check", "--preview", f"--select={rules}", "--output-format=concise", "--quiet"]
    return _ruff(*arguments, "-", text=text)


def _ruff(*arguments: str, text: str) -> str:
    isolated = ["--isolated", "--no-cache", "--target-version=py311"]
    command = [sys.executable, "-m", "ruff", arguments[0], *isolated, *arguments[1:]]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    assert done.returncode == 0 or done.stdout, done.stderr.decode()
    return done.stdout.decode()
