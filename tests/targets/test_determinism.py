"""The same pipelines give the same bytes, whatever the process that builds them is like."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hostile.processes import Files, built, different

SETTINGS: Mapping[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
    "seed 1, a far zone, another locale": (
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Apia", "LC_ALL": "en_US.UTF-8", "LANG": "de_DE"},
        (),
    ),
    "a random seed, a Turkish locale, optimised": (
        {"PYTHONHASHSEED": "random", "TZ": "Asia/Kolkata", "LC_ALL": "tr_TR.UTF-8"},
        ("-O",),
    ),
    "no UTF-8, a narrow terminal, isolated folders": (
        {
            "PYTHONHASHSEED": "2",
            "LC_ALL": "C",
            "PYTHONCOERCECLOCALE": "0",
            "PYTHONUTF8": "0",
            "PYTHONIOENCODING": "ascii",
            "COLUMNS": "20",
            "NO_COLOR": "1",
            "HOME": "/nonexistent",
        },
        ("-X", "dev", "-W", "ignore"),
    ),
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Files:
    files = built(tmp_path_factory.mktemp("plain"), {"PYTHONHASHSEED": "0", "TZ": "UTC"})
    assert len(files) > 300
    return files


@pytest.mark.parametrize("settings", SETTINGS)
def test_bytes_are_the_same_in_a_process_with(settings: str, plain: Files, tmp_path: Path) -> None:
    environment, flags = SETTINGS[settings]
    assert different(built(tmp_path, environment, *flags), plain) == []
