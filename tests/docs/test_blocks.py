"""No block of a page goes unseen, and none that is seen passes without being checked."""

from pathlib import Path

import pytest

from tests.docs.blocks import Block, Wrong, blocks_of, check_block, check_file, commands_of


def test_blocks_are_found_with_their_lines() -> None:
    text = "one\n\n```python\n# a.py\nx = 1\n```\n\n- two\n\n  ```console\n  $ ls\n  a.py\n  ```\n"
    first, second = blocks_of(text)
    assert first == Block(line=3, kind="python", text="# a.py\nx = 1\n")
    assert second == Block(line=10, kind="console", text="$ ls\na.py\n")


@pytest.mark.parametrize(
    "text",
    [
        '```console title="x"\n$ ls\n```\n',
        "```console  \n$ ls\n``` \n",
        "``` console\n$ ls\n```\n",
        "~~~console\n$ ls\n~~~\n",
        "````console\n$ ls\n````\n",
        "   ```console\n   $ ls\n   ```\n",
        "-\tone\n\n\t```console\n\t$ ls\n\t```\n",
        "- ```console\n  $ ls\n  ```\n",
        "1. ```console\n   $ ls\n   ```\n",
        "> ```console\n> $ ls\n> ```\n",
        "> - ~~~console\n>   $ ls\n>   ~~~\n",
    ],
)
def test_a_fence_is_seen_however_it_is_written(text: str) -> None:
    (block,) = blocks_of(text)
    assert (block.kind, block.text) == ("console", "$ ls\n")


def test_a_block_may_hold_fences() -> None:
    (block,) = blocks_of("````text\n```python\nx\n```\n````\n")
    assert block == Block(line=1, kind="text", text="```python\nx\n```\n")


def test_what_is_only_indented_is_a_block_of_no_kind() -> None:
    (block,) = blocks_of("one\n\n    $ ls\n\ntwo\n")
    assert block == Block(line=3, kind="", text="$ ls\n")


@pytest.mark.parametrize(
    "text",
    [
        "```console\n$ ls\n",
        "```console\n$ ls\n~~~\n",
        "> ```console\n> $ ls\n",
        "\t```console\n\t$ ls\n\t```\n",
        "    ~~~console\n    $ ls\n    ~~~\n",
        "<details>\n```console\n$ ls\n```\n</details>\n",
        "<!--\n```console\n$ ls\n```\n-->\n",
    ],
)
def test_a_fence_that_is_no_block_is_refused(text: str) -> None:
    with pytest.raises(Wrong, match="begin or end a block"):
        list(blocks_of(text))


@pytest.mark.parametrize(
    ("kind", "text", "problem"),
    [
        ("python", "\n", "is empty"),
        ("console", "", "is empty"),
        ("console", "ls\n", "does not begin with a command"),
        ("console", "a.py\n$ ls\n", "does not begin with a command"),
        ("console", "# a.sh\n$ ls\n", "does not begin with a command"),
        ("pycon", "1 + 1\n3\n", "does not begin with a prompt"),
        ("pycon", ">>> 1 + 1\n2\n\n3\n", "does not begin with a prompt"),
        ("", "$ ls\n", "is of no kind"),
        ("", "a drawing\n  $ ls\n", "is of no kind"),
        ("", ">>> 1 + 1\n3\n", "is of no kind"),
        ("", "# a.py\nx = 1\n", "is of no kind"),
    ],
)
def test_a_block_that_nobody_would_follow_is_refused(kind: str, text: str, problem: str) -> None:
    with pytest.raises(Wrong, match=f"^line 7: the block .*{problem}"):
        check_block(Block(line=7, kind=kind, text=text))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("console", "$ ls\na.py\n\n$ ls\n"),
        ("pycon", ">>> 1 + 1\n2\n\n>>> 3\n3\n"),
        ("python", "# a.py\nx = 1\n"),
        ("", "a ── b, which costs 5 $ or more\n"),
    ],
)
def test_a_block_that_is_followed_is_let_through(kind: str, text: str) -> None:
    check_block(Block(line=7, kind=kind, text=text))


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("a.py", "x = 1\n", "x = = 1\n"),
        ("a.py", "def f():\n    return 1\n", "return 1\n"),
        ("a.json", "{}\n", "{,}\n"),
        ("a.toml", "x = 1\n", "x = y\n"),
    ],
)
def test_a_file_is_what_its_ending_says(name: str, right: str, wrong: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(right)
    check_file(file)
    file.write_text(wrong)
    with pytest.raises(Wrong, match=f"{name} cannot be read"):
        check_file(file)


def test_a_command_has_its_output_and_status() -> None:
    block = Block(line=1, kind="console", text="$ a \\\n    b\nsaid\n$ c  # exits with 3\n")
    first, second = commands_of(block)
    assert (first.line, first.prints, first.status) == ("a b", "said\n", 0)
    assert (second.line, second.prints, second.status) == ("c", "", 3)
