"""The package on docs/registering-types.md is the one that the tests install."""

import re

import pytest

from tests.docs.pages import ROOT

PAGE = ROOT / "docs/registering-types.md"
PACKAGE = ROOT / "tests/thirdparty/graphs"


@pytest.mark.parametrize("name", ["pyproject.toml", "dagcompile_networkx/__init__.py"])
def test_the_page_shows_the_package_that_is_tested(name: str) -> None:
    found = re.search(
        rf"```\w+\n# graphs/{re.escape(name)}\n(.*?)```\n", PAGE.read_text(), re.DOTALL
    )
    assert found is not None
    assert found[1] == (PACKAGE / name).read_text()
