"""The docstrings of DAG files as Airflow's pages render them: Markdown, whatever users wrote."""

import ast
import re
from datetime import timedelta
from inspect import cleandoc
from itertools import pairwise
from typing import Any

import pytest
from hostile.built import Built, one
from hostile.corpus import TEXTS
from hostile.wiring import Made, values
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from nasty.pipelines import nasty

from dagcompile import first_of, op, pipeline, stage
from dagcompile.codegen.header import parse_header
from dagcompile.project.compiling import compile_loaded
from dagcompile.targets.airflow.markdown import paragraph, span, within, wrapped
from flights.pipelines import daily_delays

MARKS = "`~<>!?-*#|\\ \n\tab[]("
ODD = [
    "```", "```py\ncode", "~~~\n```", "<!-- open", "<script>", "<pre>x", "<?php", "<![CDATA[",
    "    code", "# title", "- item", "1. item", "> said", "a\n---", "| a |\n|--|\n| b |", "[x]: y",
    "````\n```\n", "text\n\n```\nin a block\n```\n\nafter", "  ```\n  code", "a\\", "<div>\nx",
    "-\titem", "1.\titem", "#\ttitle", "*\t*\t*",
]  # fmt: skip


def tokens(text: str) -> list[Token]:
    """As CommonMark with tables, which is what Airflow's pages read."""
    return MarkdownIt("commonmark").enable("table").parse(text)


def functions(text: str) -> dict[str, str]:
    """The docstrings of a file by the names of its functions, as Python keeps them."""
    found = [each for each in ast.parse(text).body if isinstance(each, ast.FunctionDef)]
    return {each.name: ast.get_docstring(each, clean=False) or "" for each in found}


def build(pipeline: Any, **options: Any) -> Built:
    return one(Made("docs", "", pipeline, {}), compile_loaded(pipeline, **options), "airflow")


@op
def ready(after: timedelta) -> int:
    """Whether it is."""
    return after.days


# --- pieces ----------------------------------------------------------------------------------


@given(st.text(MARKS, min_size=1) | st.sampled_from([*ODD, *TEXTS]))
def test_a_span_is_one_piece_of_code(text: str) -> None:
    shown = " ".join(text.split())
    (paragraph_, *_rest) = [each for each in tokens(f"x {span(text)} y") if each.type == "inline"]
    codes = [each.content for each in paragraph_.children or () if each.type == "code_inline"]
    if shown:
        assert codes == [shown.replace("\0", "\ufffd")]
    else:
        assert codes == []


@given(st.text(MARKS) | st.sampled_from([*ODD, *TEXTS]))
def test_what_follows_a_text_is_no_part_of_it(text: str) -> None:
    found = tokens(f"{within(text)}\n\n## Params\n\n* `day`")
    assert [each.type for each in found[-10:]] == [
        "heading_open",
        "inline",
        "heading_close",
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
        "inline",
        "paragraph_close",
        "list_item_close",
        "bullet_list_close",
    ]
    assert found[-10].level == 0


@given(st.text(MARKS) | st.sampled_from([*ODD, *TEXTS]))
def test_a_summary_hides_nothing_that_follows_it(text: str) -> None:
    summary = paragraph(text)
    assert "\n\n" not in summary
    for margin in ("", "    "):
        found = tokens(f"{summary or 'x'}\n**Gives** `int`.".replace("\n", f"\n{margin}"))
        kinds = [each.type for each in found]
        assert kinds == ["paragraph_open", "inline", "paragraph_close"], found


def test_pieces_are_not_broken() -> None:
    assert wrapped(["**Takes** `a: b`,", "`c: d`."], width=20, indent="  ") == [
        "**Takes** `a: b`,",
        "  `c: d`.",
    ]


# --- files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_the_docs_of_any_text_are_markdown(number: int) -> None:
    made = values(number)
    built = one(made, compile_loaded(made.pipeline), "airflow")
    header = parse_header(built.text)
    assert header is not None
    assert header.intact
    docs = functions(built.text)
    *tasks, dag = docs.values()
    last = cleandoc(dag).split("\n")[-1]
    assert last == f"ir sha256:{header.ir}  body sha256:{header.body}"
    found = tokens(cleandoc(dag))
    titles = [
        content.content
        for opened, content in pairwise(found)
        if opened.type == "heading_open" and opened.level == 0
    ]
    assert titles[-2:] in (["Params", "Outputs"], ["Outputs", "Contracts"])
    for task in tasks:
        # Airflow shows the docs of a task with the margin that they have in the file.
        for shown in (task, cleandoc(task)):
            kinds = [each.type for each in tokens(shown)]
            assert kinds == ["paragraph_open", "inline", "paragraph_close"], shown


def test_a_stage_and_a_choice_say_what_they_run_or_pick() -> None:
    @pipeline
    def choosing(after: timedelta = timedelta(seconds=1.5), other: int = 1) -> int:
        with stage("prepare"):
            one, two = ready.named("one")(after), ready.named("two")(after)
            three = ready.named("three")(after=timedelta(minutes=90))
        with stage("alone"):
            four = ready.named("four")(after)
        return first_of(one, two, three, four, other)

    docs = functions(build(choosing).text)
    assert docs["prepare"].startswith(
        "Runs `one`, `two` and `three`, which succeed or fail as one.\n"
    )
    assert docs["alone"].startswith("Runs `four`.\n")
    assert docs["first_of"].startswith(
        "Picks the first that is there: `one`, `two`, `three`, `four` or the param `other`.\n"
    )
    assert "* `after: timedelta`, `PT1.5S` by default\n" in docs["choosing"]  # as in the form


@pytest.mark.parametrize("guards", ["inline", "steps", "off"])
def test_every_task_says_what_it_does_and_what_flows(guards: Any) -> None:
    docs = functions(build(nasty, guards=guards).text)
    assert docs["split"].split("\n    ")[0] == "Credits and debits."
    assert "**Takes** `ledger: Ledger` from `seed`." in docs["split"]
    said = {"inline": ", checked.", "steps": ", checked by a task of its own.", "off": "."}[guards]
    flat = " ".join(docs["split"].split())
    assert f"`debits: list[Entry]` or nothing{said}" in flat
    assert all(docs.values())


def test_the_dag_says_in_full_what_its_tasks_name() -> None:
    *tasks, dag = functions(build(daily_delays).text).values()
    for part in (
        "* `day: date`, the last day that is over by default\n",
        "* `top: Top`, `5` by default\n",
        "* `result: Report` from `report`\n",
        "* `Top`: `int`, `>= 1`, `<= 20`\n",
        "* `Flights`: `DataFrame[Flight]`, `not_empty`\n",
        "* `DataFrame[Plane]`: `tail: String` (unique), `seats: Int64` (`>= 1`)\n",
    ):
        assert part in cleandoc(dag), part
    assert "`DataFrame[Plane]`" in "".join(tasks)
    # A dozen lines a task and less is what a person reads.
    assert all(len(each.split("\n")) <= 7 for each in tasks)


@op
def plain() -> None:
    """Say `hi`.

    More that is for who reads the code.
    """


@pipeline
def short() -> None:
    """Ends in README.md"""
    plain()


def test_a_summary_is_the_first_paragraph_and_no_doc_names_a_file() -> None:
    docs = functions(build(short).text)
    assert docs["plain"] == "Say `hi`."
    assert re.fullmatch(
        r"Ends in README\.md\n\nir sha256:[0-9a-f]{16}  body sha256:[0-9a-f]{16}",
        cleandoc(docs["short"]),
    )
