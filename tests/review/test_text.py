"""A review on a terminal: nothing in it is obeyed, and every line says what it is of."""

from dataclasses import replace

import pytest
from reviews import NASTY, about, alike, change, coded, forty, impact, review_of, reviewed

from dagcompile.diagnostics.colours import COLOURED
from dagcompile.review import FileChange, Review, text_of
from dagcompile.review.grouping import entries
from dagcompile.review.saying import clipped


def of(**fields: object) -> Review:
    return Review(old="HEAD", new="the sources", pipelines=(reviewed(**fields),))


@pytest.mark.parametrize("text", NASTY, ids=ascii)
def test_no_text_is_obeyed_by_a_terminal(text: str) -> None:
    written = text_of(about(text))
    assert all(line.isprintable() or not line.isascii() for line in written.split("\n")), written
    assert not set(written) & {"\x1b", "\r", "\0", "\u202e", "\u2028"}


def test_every_change_stands_on_a_line_that_begins_with_its_weight() -> None:
    lines = text_of(forty()).splitlines()
    weights = [
        line.split()[0] for line in lines if line[:3] not in {"", "   ", "mai", "dai", "1 p"}
    ]
    assert {each: weights.count(each) for each in dict.fromkeys(weights)} == {
        "breaking": 2, "risky": 17, "safe": 7, "cosmetic": 12
    }  # fmt: skip
    assert all(len(line) <= 100 for line in lines)


def test_what_is_shown_of_long_values_is_where_they_part() -> None:
    start = "word " * 100
    before, after = clipped(f"{start}old {start}", f"{start}new {start}")
    assert before is not None
    assert after is not None
    assert before.startswith("…")
    assert before.endswith("…")
    assert before[:41] == after[:41]
    assert before[41:44] == "old"
    assert after[41:44] == "new"
    assert clipped(None, "x" * 500) == (None, "x" * 160 + "…")
    assert clipped(start, start + "end")[1] == "…" + (start + "end")[460:]


def test_one_reason_of_many_is_told_once() -> None:
    told = tuple(change(name=each, reason=f"`{each}` is slower") for each in ("a", "b"))
    text = text_of(of(changes=told))
    assert "is slower" in text
    assert text.count("each is slower") == 1
    assert text_of(of(changes=told[:1])).count("`a` is slower") == 1


def test_what_is_heavier_on_a_target_is_told_at_once() -> None:
    found = of(changes=(change(weight="safe"),), impacts={"airflow": (impact("x", "breaking"),)})
    assert "daily: 1 safe; breaking on airflow\n" in text_of(found)
    assert found.weight == "breaking"


def test_whom_it_reaches_is_cut_and_counted() -> None:
    far = (*(f"s{number}" for number in range(9)), "output:a", "output:b", "pipeline:weekly")
    text = " ".join(text_of(of(changes=(change(consumers=far),))).split())
    assert (
        "reaches `s0`, `s1`, `s2`, `s3` and 5 more steps, outputs `a`, `b`, pipeline `weekly`"
        in text
    )


def test_an_artifact_in_which_only_digests_change_has_no_diff() -> None:
    from dagcompile.codegen.header import with_header

    old, new = (
        with_header("x = 1\n", origin="a:b", ir=digit * 16, regenerate="c") for digit in "12"
    )
    text = text_of(of(changes=(change(),), files=(FileChange(path="p.py", old=old, new=new),)))
    assert "p.py  its digests alone" in text
    assert "+++" not in text


def test_colours_add_nothing_but_themselves() -> None:
    import re

    plain, coloured = text_of(review_of()), text_of(review_of(), palette=COLOURED)
    assert coloured != plain
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_what_many_pipelines_have_in_common_is_told_once() -> None:
    text = text_of(alike())
    assert len(text.splitlines()) < 80
    assert text.count("`shop:load`") == 1
    assert "in 100 pipelines (`p0`, `p1`, `p2`, `p3` and 96 more): 1 risky\n" in text
    assert text.count("DAG `…` gets a new version") == 1
    assert "  and 291 more\n" in text
    assert "\np57: 1 safe, beside what several pipelines have in common\n" in text
    assert text.count("`lonely") == 1
    assert text.count("+load(2)") == text.count("+load(3)") == 3
    assert text.count("and the same in 98 more artifacts, but for the name of the pipeline") == 3
    assert "100 pipelines changed (100 risky, 1 safe)" in text


def test_what_two_pipelines_have_in_common_is_told_of_each() -> None:
    assert text_of(alike(2)).count("`shop:load`") == 2
    assert text_of(alike(3, odd=4)).count("`shop:load`") == 1


def test_nothing_that_is_told_is_lost_where_it_is_told_once() -> None:
    review = alike(9, odd=4)
    odd = replace(review.pipelines[5], failed="it does not compile now", was="q5")
    review = replace(review, pipelines=(*review.pipelines[:5], odd, *review.pipelines[6:]))
    found = entries(review)
    assert {each.told.id for each in found if each.beside} == {"p4", "p5"}
    (group,) = [each for each in found if each.ids]
    assert len(group.ids) == 9
    files = [file.path for each in found for file in each.told.files]
    assert sorted(files) == sorted(file.path for each in review.pipelines for file in each.files)


def test_an_artifact_that_was_edited_by_hand_weighs() -> None:
    edited = FileChange(
        path="p.py", old="a", new="b", cause="edited", note="edited by hand in HEAD"
    )
    text = text_of(of(files=(edited,)))
    assert "daily: the pipeline is the same, and its artifacts are others: 1 risky\n" in text
    assert "p.py  +1 -1; risky: edited by hand in HEAD\n" in text
    assert text.endswith("1 pipeline changed (1 risky)\n")


# --- code ----------------------------------------------------------------------------------------


def test_code_of_the_same_pipelines_is_told_together() -> None:
    names = tuple(f"p{number}" for number in range(100))
    shared = [coded("load", line=3, pipelines=names), coded("rank", line=9, pipelines=names)]
    found = Review(
        old="HEAD", new="the sources", unchanged=names, code=(*shared, coded("cut", through=("x",)))
    )
    assert text_of(found) == (
        "HEAD -> the sources\n"
        "\n"
        "code changed in 100 pipelines (`p0`, `p1`, `p2`, `p3` and 96 more), which is no part of"
        " their\n"
        "contracts\n"
        "  load  shop/ops.py:3\n"
        "  rank  shop/ops.py:9\n"
        "\n"
        "code changed in `daily`, which is no part of its contract\n"
        "  cut  shop/ops.py:1, through `x`\n"
        "\n"
        "no pipeline changed: 100 pipelines are as in HEAD; code changed in 3 places\n"
    )
    assert found.weight is None


def test_of_much_code_the_number_is_told() -> None:
    found = Review(old="HEAD", new="x", code=tuple(coded(f"f{each}") for each in range(50)))
    assert "  f39  shop/ops.py:1\n  and 10 more\n" in text_of(found)
