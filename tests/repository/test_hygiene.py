"""Nothing of the machine that a change was written on reaches the repository."""

import re
from pathlib import Path

import pytest

# Spelt so that this file does not hold what it forbids.
HOMES = "work|root|farm|home/[a-z]+|Users/[a-zA-Z]+"
INDEX = r"index[-]url|pypi[.]org|pythonhosted[.]org|registry[.]npmjs|://[^\s\"']*/simple\b"
FORBIDDEN = {
    "a path of somebody's machine": re.compile(rf"(?<![\w./>-])/({HOMES})/[A-Za-z.]"),
    "a package index": re.compile(INDEX),
    "a bidirectional control character": re.compile("[\u202a-\u202e\u2066-\u2069]"),
    "a merge conflict": re.compile(r"^(<{7}|>{7}) ", re.MULTILINE),
}
HOSTILE = "tests/"  # tests feed control characters to the compiler on purpose


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str, root: Path, files: list[Path]) -> None:
    pattern = FORBIDDEN[what]
    found = [
        f"{file.relative_to(root)}: {match.group()!r}"
        for file in files
        if (text := _text(file)) is not None
        and not (what.startswith("a bidi") and str(file.relative_to(root)).startswith(HOSTILE))
        for match in pattern.finditer(text)
    ]
    assert not found


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a path of somebody's machine", f"open('/{'root'}/data.csv')"),
        ("a path of somebody's machine", f"cd /{'home'}/ann/x"),
        ("a package index", f"--index{'-'}url https://example.org"),
        ("a package index", f"see https://example.org/{'simple'}"),
        ("a bidirectional control character", "\u202e"),
        ("a merge conflict", f"a\n{'<' * 7} HEAD\nb"),
    ],
)
def test_the_pattern_finds(what: str, text: str) -> None:
    assert FORBIDDEN[what].search(text)


@pytest.mark.parametrize("file", ["constraints.txt", "benchmarks/constraints.txt"])
def test_constraints_are_names_and_versions(file: str, root: Path) -> None:
    lines = (root / file).read_text().splitlines()
    assert not [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.+]*", line)]
    assert lines == sorted(lines, key=lambda line: line.split("==")[0])


def test_every_link_is_relative_and_stays_inside(root: Path, files: list[Path]) -> None:
    links = {str(file.relative_to(root)): file for file in files if file.is_symlink()}
    assert {"dagcompile/targets", "dagcompile/templates"} <= links.keys()
    for name, link in links.items():
        assert not link.readlink().is_absolute(), name
        assert link.resolve(strict=True).is_relative_to(root.resolve()), name


def _text(file: Path) -> str | None:
    """The text of a file that has one; a link's text is its target's."""
    if file.is_symlink() or not file.is_file():
        return None
    try:
        return file.read_bytes().decode()
    except UnicodeDecodeError:
        return None
