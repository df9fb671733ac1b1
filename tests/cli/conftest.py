"""The command in a project of one pipeline, `doubled`; its module has others that are wrong."""

from pathlib import Path

import pytest
from commands import FLOW, SETTINGS, Command


@pytest.fixture
def dagcompile(tmp_path: Path) -> Command:
    """The command in the folder of the project."""
    command = Command(tmp_path)
    command.write("pyproject.toml", SETTINGS)
    command.write("flow.py", FLOW)
    return command
