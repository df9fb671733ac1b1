"""What docs/command-line.md tells of the options of every verb is what their help says."""

import os
import subprocess
import sys

from dagcompile.cli.app import app
from tests.conftest import Golden
from tests.docs.marked import filled
from tests.docs.pages import ROOT

PAGE = ROOT / "docs/command-line.md"


def test_the_page_tells_what_the_commands_say(golden: Golden) -> None:
    verbs = ["", *(str(each.name) for each in app.registered_commands)]
    golden(PAGE, filled(PAGE.read_text(), {"options": "\n".join(map(_help, verbs))}))


def _help(verb: str) -> str:
    """The section of a verb: what its `--help` prints."""
    done = subprocess.run(
        [sys.executable, "-m", "dagcompile.cli", *([verb] if verb else []), "--help"],
        env={**os.environ, "COLUMNS": "90", "TERM": "dumb"},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = "\n".join(line.rstrip() for line in done.stdout.strip().splitlines())
    return f"### dagcompile {verb}".rstrip() + f"\n\n```\n{lines}\n```\n"
