"""Where users import what says that it is elsewhere."""

from pathlib import Path, PurePosixPath

import pytest

from dagcompile.runtime.types.names import home_of, is_internal


class Key(PurePosixPath):
    """Of this module, whatever its base says of itself."""


@pytest.mark.parametrize("module", ["pathlib", "pathlib._local"])  # of Python 3.11, and of 3.13
def test_a_path_is_of_pathlib_whichever_python_says_so(module: str) -> None:
    assert home_of(PurePosixPath, module) == "pathlib"
    assert home_of(Path, module) == "pathlib"


def test_what_only_looks_like_it_is_where_it_says() -> None:
    assert home_of(Key, "pathlib._local") == "pathlib._local"
    assert home_of(Key, Key.__module__) == Key.__module__


def test_a_base_that_only_a_library_imports_is_its_own_affair() -> None:
    assert is_internal("pathlib._abc")
    assert not is_internal("pathlib")
