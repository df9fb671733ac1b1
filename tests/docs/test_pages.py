"""Every block of README and docs is run: files written, commands started, quotes looked up."""

import re
from pathlib import Path
from shutil import copytree

import pytest

from tests.docs.blocks import Block, Wrong, blocks_of
from tests.docs.pages import ROOT, SHOWN, Reader, is_quoted

PAGES = [
    ROOT / "README.md",
    ROOT / "examples/flights/README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_is_true(page: Path, tmp_path: Path) -> None:
    reader = Reader(folder=tmp_path)
    text = page.read_text()
    if begins := re.search(r"^<!-- begins in (\S+) -->$", text, re.MULTILINE):
        copytree(ROOT / begins[1], tmp_path, dirs_exist_ok=True)
    for block in blocks_of(text):
        try:
            reader.follow(block)
        except Wrong as wrong:
            pytest.fail(f"{page.relative_to(ROOT)}:{block.line}: {wrong}", pytrace=False)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", page.read_text())  # code is no link
    links = re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)", text)
    for path, anchor in links:
        target = page.parent / path if path else page
        assert target.exists(), path
        assert not anchor or anchor in _anchors(target), f"{path}#{anchor}"


def _anchors(page: Path) -> set[str]:
    """The anchors of the headings of a page, as code hosts make them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", each.lower()).replace(" ", "-") for each in headings}


@pytest.mark.parametrize(
    "block",
    [
        Block(line=1, kind="console", text="$ exit 1\n"),
        Block(line=1, kind="console", text="$ true  # exits with 1\n"),
        Block(line=1, kind="console", text="$ echo one\ntwo\n"),
        Block(line=1, kind="console", text="$ echo '  one'\none\n"),
        Block(line=1, kind="pycon", text=">>> 1 + 1\n3\n"),
        Block(line=1, kind="python", text="nowhere = 1\n"),
        Block(line=1, kind="python", text="Fence\n"),
        Block(line=1, kind="text", text="never said\n"),
        Block(line=1, kind="text", text="\n"),
        Block(line=1, kind="console", text="true\n"),
        Block(line=1, kind="pycon", text="1 + 1\n"),
        Block(line=1, kind="", text="$ true\n"),
        Block(line=1, kind="python", text="# a.py\nx = = 1\n"),
        Block(line=1, kind="toml", text="# a.toml\nx = y\n"),
    ],
)
def test_what_is_not_so_is_told(block: Block, tmp_path: Path) -> None:
    with pytest.raises(Wrong):
        Reader(folder=tmp_path).follow(block)


@pytest.mark.parametrize(
    "block",
    [
        Block(line=1, kind="console", text="$ printf 'one\\ntwo\\nthree\\n'\none\n...\nthree\n"),
        Block(line=1, kind="console", text="$ exit 3  # exits with 3\n"),
        Block(line=1, kind="pycon", text=">>> 1 + 1\n2\n"),
        Block(line=1, kind="python", text="# a.py\nx = 1\n"),
        Block(line=1, kind="", text="a ── b\n"),
    ],
)
def test_what_is_so_is_believed(block: Block, tmp_path: Path) -> None:
    Reader(folder=tmp_path).follow(block)


def test_a_file_is_continued(tmp_path: Path) -> None:
    reader = Reader(folder=tmp_path)
    reader.follow(Block(line=1, kind="python", text="# a.py\nx = 1\n"))
    reader.follow(Block(line=5, kind="python", text="# a.py, continued\ny = 2\n"))
    reader.follow(
        Block(line=9, kind="console", text='$ python -c "import a; print(a.x + a.y)"\n3\n')
    )
    assert (tmp_path / "a.py").read_text() == "# a.py\nx = 1\n\n\ny = 2\n"


def test_a_file_is_changed(tmp_path: Path) -> None:
    reader = Reader(folder=tmp_path)
    reader.follow(Block(line=1, kind="python", text="# a.py\nx = 1\ny = 2\n"))
    change = Block(line=5, kind="diff", text="# a.py\n x = 1\n-y = 2\n+y = 3\n")
    reader.follow(change)
    assert (tmp_path / "a.py").read_text() == "# a.py\nx = 1\ny = 3\n"
    with pytest.raises(Wrong, match="has 0 times"):
        reader.follow(change)
    with pytest.raises(Wrong, match=r"a\.py cannot be read"):
        reader.follow(Block(line=9, kind="diff", text="# a.py\n-y = 3\n+y = = 3\n"))


def test_a_quote_is_of_the_folder_of_what_was_printed_or_of_what_is_there_to_be_shown(
    tmp_path: Path,
) -> None:
    reader = Reader(folder=tmp_path)
    quote = Block(line=5, kind="text", text="y = 2\n")
    with pytest.raises(Wrong):
        reader.follow(quote)
    reader.follow(Block(line=1, kind="python", text="# a.py\nx = 1\ny = 2\n"))
    reader.follow(quote)
    reader.follow(Block(line=1, kind="console", text="$ echo 'z = 3'\n"))
    reader.follow(Block(line=1, kind="text", text="z = 3\n"))
    reader.follow(Block(line=1, kind="console", text="$ true\n"))
    with pytest.raises(Wrong):
        reader.follow(Block(line=1, kind="text", text="z = 3\n"))


@pytest.mark.parametrize("file", [Path(__file__), ROOT / "dagcompile/passes/hints.py"])
def test_what_only_the_code_of_this_repository_says_is_no_quote(file: Path, tmp_path: Path) -> None:
    line = file.read_text().splitlines()[-1]
    with pytest.raises(Wrong):
        Reader(folder=tmp_path).follow(Block(line=1, kind="text", text=f"{line}\n"))


@pytest.mark.parametrize("shown", SHOWN)
def test_what_is_there_to_be_shown_may_be_quoted(shown: str, tmp_path: Path) -> None:
    files = [ROOT / shown, *sorted((ROOT / shown).rglob("*"))]
    text = next(text for each in files if is_quoted(each) and (text := each.read_text()))
    Reader(folder=tmp_path).follow(Block(line=1, kind="text", text=text))
