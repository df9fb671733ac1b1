"""A comment on a pull request: what it holds, what cannot break out of it, and how long it gets."""

import re
from functools import cache

import pytest
from markdown_it import MarkdownIt
from reviews import NASTY, about, alike, change, coded, review_of, reviewed, wide

from dagcompile.review import Review, markdown_of
from dagcompile.review.escaping import code, fenced, plain, prose
from dagcompile.review.markdown import LIMIT, marker_of

MARKER = "<!-- dagcompile diff -->"


def parsed(text: str) -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def shape(text: str) -> list[tuple[str, str]]:
    """The blocks of a page, with the HTML that stands in them."""
    found = []
    for token in parsed(text).parse(text):
        html = re.sub("<code>.*?</code>.*?</summary>", "…", token.content)
        found.append((token.type, html if token.type == "html_block" else ""))
        found += [
            (child.type, child.content)
            for child in token.children or ()
            if child.type not in {"text", "code_inline"}
        ]
    return found


@cache
def harmless() -> list[tuple[str, str]]:
    """The shape of a review in which every text is plain."""
    return shape(markdown_of(about("x")))


def seen(text: str) -> str:
    """What a reader sees outside of code, in which code hosts link nothing."""
    return "\n".join(
        child.content
        for token in parsed(text).parse(text)
        for child in token.children or ()
        if child.type == "text"
    )


@pytest.mark.parametrize("text", NASTY, ids=ascii)
def test_no_text_breaks_out(text: str) -> None:
    written = markdown_of(about(text))
    assert shape(written) == harmless(), written[:3000]
    assert "\r" not in written
    told = seen(written)
    assert not re.search(r"(?:^|\W)@\w|#\d|://|www\.\w|GH-\d", told), told


@pytest.mark.parametrize("text", [*NASTY, ""], ids=ascii)
def test_code_is_code(text: str) -> None:
    (_, inline, _) = parsed("").parse(f"x {code(text)} y")
    assert inline.children is not None
    assert [each.type for each in inline.children] == ["text", "code_inline", "text"]


@pytest.mark.parametrize("text", ["a b", "what's new, (now)", "größer 数: 1.5 + 2 - x/y"])
def test_plain_text_is_left_alone(text: str) -> None:
    assert plain(text) == prose(text) == text


def test_names_in_sentences_are_code() -> None:
    assert prose("whoever gives `top` by name fails") == "whoever gives `top` by name fails"
    assert prose("an odd ` one") == "an odd &#96; one"


def test_a_block_of_code_is_not_ended_by_its_lines() -> None:
    assert fenced(["```", "````"], "diff") == "`````diff\n```\n````\n`````"


def test_the_same_review_gives_the_same_comment() -> None:
    assert markdown_of(review_of()) == markdown_of(review_of())


def test_no_change_is_a_line() -> None:
    text = markdown_of(Review(old="HEAD", new="the sources", unchanged=("a", "b")))
    assert text == f"{MARKER}\n### no change: 2 pipelines are as in HEAD\n"


@pytest.mark.parametrize("limit", [LIMIT, 20_000, 5_000, 1_000, 200])
@pytest.mark.parametrize("pipelines", [1, 20, 500])
def test_a_comment_has_a_length(limit: int, pipelines: int) -> None:
    review = wide(pipelines=pipelines, changes=500 // pipelines + 1)
    text = markdown_of(review, limit=limit)
    assert len(text) <= limit
    assert text.startswith(f"{MARKER}\n### {pipelines} pipeline")
    first = "`p0000`"
    assert first in text or limit < 5_000
    assert text.count("<details>") == text.count("</details>")
    assert "shows the rest" in text or limit < 1_000 or limit == LIMIT


def test_artifacts_go_before_changes_do() -> None:
    review = wide(pipelines=3, changes=20)
    longest = len(markdown_of(review))
    found = [markdown_of(review, limit=limit) for limit in range(longest, 500, -400)]
    counts = [(each.count("config `step_"), each.count("```diff")) for each in found]
    assert counts[0] == (60, 3)
    assert (60, 0) in counts
    assert all(changes == 60 for changes, diffs in counts if diffs)
    assert counts == sorted(counts, reverse=True)


def test_many_changes_that_do_not_matter_are_folded() -> None:
    told = [change(name=f"n{each}", weight="cosmetic", reason=f"r{each}") for each in range(12)]
    (few,) = [reviewed(changes=tuple(told[:3]))]
    (many,) = [reviewed(changes=tuple(told))]
    assert "<details>" not in markdown_of(Review(old="a", new="b", pipelines=(few,)))
    assert "<summary>12 cosmetic</summary>" in markdown_of(
        Review(old="a", new="b", pipelines=(many,))
    )


def test_what_many_pipelines_have_in_common_is_told_once() -> None:
    text = markdown_of(alike())
    assert text.count("`shop:load`") == 1
    assert text.count("#### ") == 2
    assert "#### 🟠 in 100 pipelines (`p0`, `p1`, `p2`, `p3` and 96 more): 1 risky\n" in text
    assert "- and 288 more artifacts" in text
    assert text.count("```diff") == 6
    assert text.count("`lonely") == 1
    assert "the same in 98 more artifacts" in text


def test_each_project_of_a_repository_has_a_comment_of_its_own() -> None:
    review = Review(old="HEAD", new="the sources", project="etl/a -->b")
    first, heading = markdown_of(review).splitlines()
    assert first == "<!-- dagcompile diff etl/a%20--%3Eb -->" == marker_of(review.project)
    assert heading == "### `etl/a -->b`: no change: there is no pipeline"
    assert marker_of("") == MARKER


def test_code_is_a_line_for_each_pipeline_and_many_lines_are_folded() -> None:
    def text(count: int) -> str:
        own = tuple(coded("clean", pipelines=(f"p{number}",)) for number in range(count))
        shared = coded("load", through=("cut",), pipelines=("a", "b"))
        return markdown_of(Review(old="HEAD", new="x", unchanged=("a",), code=(shared, *own)))

    assert text(1) == (
        f"{MARKER}\n"
        "### no pipeline changed: 1 pipeline is as in HEAD; code changed in 2 places\n"
        "\n"
        "`HEAD` → `x`\n"
        "\n"
        "Code changed, which is no part of a contract:\n"
        "\n"
        "- in 2 pipelines (`a`, `b`): `load` (`shop/ops.py:1`, through `cut`)\n"
        "- in `p0`: `clean` (`shop/ops.py:1`)\n"
    )
    assert "<details>" not in text(4)
    assert text(5).count("<details>") == 1
    assert text(3000).count("more\n") == 1
    assert "shows the rest" in text(3000)
