"""The pages on targets say what the code says; `make golden` puts it there."""

import re
from pathlib import Path

import pytest

from dagcompile import target
from dagcompile.target import installed_targets
from tests.conftest import Golden
from tests.docs.generated import OURS, ROOT, marks, refreshed

PACKAGE = ROOT / "tests" / "thirdparty" / "threads"
PAGES = ("targets.md", "writing-a-target.md")


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text()


@pytest.mark.parametrize("name", PAGES)
def test_what_is_quoted_is_as_it_is(golden: Golden, name: str) -> None:
    golden(ROOT / "docs" / name, refreshed(page(name)))


def test_every_target_of_ours_has_its_tables() -> None:
    assert {each.name for each in installed_targets()} == set(OURS)
    found = marks(page("targets.md"))
    wanted = [
        ("capabilities", ""),
        *((kind, each) for each in OURS for kind in ("options", "capabilities")),
    ]
    assert sorted(found) == sorted(wanted)


def test_every_file_of_the_package_is_shown() -> None:
    shown = [Path(of) for kind, of in marks(page("writing-a-target.md")) if kind == "file"]
    files = {
        file.relative_to(ROOT)
        for file in PACKAGE.rglob("*")
        if file.suffix in {".py", ".toml", ".j2"} and "__pycache__" not in file.parts
    }
    assert len(shown) == len(set(shown))
    assert set(shown) == files
    assert len(files) == 7


def test_all_that_a_target_is_written_from_is_listed() -> None:
    (table,) = re.findall(
        r"<!-- public -->\n(.*?)<!-- end of public -->", page("writing-a-target.md"), re.DOTALL
    )
    names = re.findall(r"`(\w+)`", table)
    assert len(names) == len(set(names))
    assert set(names) == set(target.__all__)


def test_the_pages_are_linked() -> None:
    for name in PAGES:
        assert f"docs/{name}" in (ROOT / "README.md").read_text()
