"""The page of every code: its example raises that code and no other, and mended it raises none.

`make golden` rewrites what a page quotes of the command's words.
"""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from explained import Workshop, example_of

from dagcompile.diagnostics.codes import CODES
from dagcompile.diagnostics.pages import FAMILIES, FOLDER, code_of, families, nearest_codes, page_of

if TYPE_CHECKING:
    from tests.conftest import Golden


@pytest.fixture
def workshop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Workshop:
    return Workshop(tmp_path, monkeypatch, capfd)


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert sorted(CODES) == sorted(file.stem for file in FOLDER.iterdir())


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_page_is_true(code: str, workshop: Workshop, golden: "Golden") -> None:
    page = page_of(code)
    example = example_of(page.text)
    wrong = workshop.tell(example.wrong, example.wrong.commands)
    assert wrong.codes == {code}, wrong.text
    right = workshop.tell(example.right, example.right.commands or example.wrong.commands)
    assert right.codes == frozenset(), right.text
    golden(FOLDER / f"{code}.md", page.text.replace(example.wrong.said, wrong.text))


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_page_opens_with_the_sentence_of_the_catalogue(code: str) -> None:
    page = page_of(code)
    assert page.text.startswith(f"# {code}: {CODES[code]}\n\n")
    assert page.text.endswith("```\n")
    before = page.text.partition("\n## Wrong\n")[0]
    assert 15 < len(before.split()) < 150, "what is wrong and why, in a few sentences"
    assert max(map(len, before.splitlines())) <= 100


def test_no_two_codes_say_the_same() -> None:
    assert not [title for title, number in Counter(CODES.values()).items() if number > 1]


def test_a_code_is_of_a_family() -> None:
    assert {code[:3] for code in CODES} <= set(FAMILIES)
    assert sum(map(len, families().values())) == len(CODES)


@pytest.mark.parametrize("asked", ["DC201", "dc201", "201", " DC201 ", "[dc201]"])
def test_a_code_may_be_asked_for_in_short(asked: str) -> None:
    assert code_of(asked) == "DC201"


@pytest.mark.parametrize("asked", ["DC999", "", "edge", "DCDC201", "\uff12\uff10\uff11"])
def test_what_is_no_code_is_none(asked: str) -> None:
    assert code_of(asked) is None


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("DC107", ("DC106", "DC108", "DC105")),
        ("DC999", ()),
        ("9" * 5000, ()),
        ("first_of", ("DC128", "DC129")),
        ("zebra", ()),
        ("", ()),
    ],
)
def test_the_nearest_codes_are_offered(asked: str, nearest: tuple[str, ...]) -> None:
    assert nearest_codes(asked) == nearest
