"""A comment on a pull request: what it holds, what cannot break out of it, and how long it gets."""

import re
from dataclasses import replace
from functools import cache

import pytest
from hostile.corpus import TEXTS
from markdown_it import MarkdownIt
from reviews import change, impact, review_of, reviewed, wide

from dagcompile.review import FileChange, Review, markdown_of
from dagcompile.review.escaping import code, fenced, plain, prose
from dagcompile.review.markdown import LIMIT, MARKER

EVIL = [
    *("`", "``", "```", "````mermaid", "a`b", "` `", "`" * 200, "|", "a|b", "\\", "\\`", "\0"),
    *("*x*", "_x_", "**x**", "~~x~~", ":smile:", "$$x$$", "$`x`$", "&lt;b&gt;", "&#64;ann"),
    *(
        "<details>",
        "</details>",
        "</summary></details>",
        "<b>",
        "<!--",
        "-->",
        "<script>x</script>",
    ),
    *("@everyone", "a @ann b", "ann@example.org", "#12", "GH-12", "org/repo#12", "x" * 3000),
    *("https://evil.example", "www.evil.example", "[x](https://evil.example)", "![x](y)", "[x]: y"),
    *("- x", "1. x", "# x", "> x", "    x", "---", "===", "\r\n", "\u2028", "\u202ex", "\x1b[31m"),
    *("\n\n# x", "a\n\n```\nb", "| a |\n|---|", "<details><summary>`x`</summary>\n\n- y"),
]
NASTY = [*EVIL, *(each for each in TEXTS if each)]


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


def about(text: str) -> Review:
    """A review in which everything is called `text`."""
    told = change(
        name=text, detail=text, before=f"{text}1", after=f"{text}2",
        reason=f"whoever gives `{text}` fails: {text}", consumers=(text, f"output:{text}"),
    )  # fmt: skip
    return Review(
        old=text,
        new=text,
        pipelines=(
            reviewed(
                id=text,
                was=f"{text}'",
                changes=(told, replace(told, weight="cosmetic", before=None)),
                impacts={text: (impact(f"task `{text}` and {text}"), impact(text, "breaking"))},
                files=(
                    FileChange(path=text, old=f"{text}\n", new=f"{text}\n{text}!\n", note=text),
                    FileChange(path=text, old=None, new=text, cause="edited", note=text),
                ),
            ),
            reviewed(id=text, failed=f"it does not compile: {text}"),
        ),
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
