"""The history, played once."""

import pytest
from history.processes import Played, play


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """What the commands say of each change."""
    return play(tmp_path_factory.mktemp("history"))
