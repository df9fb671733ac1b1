"""What pages say of the results that `--format json` writes: the keys that they name are those of
real documents, no more and no fewer.
"""

import json
import re
from dataclasses import replace
from typing import Any, get_args

import pytest
from commands import Command
from reviews import review_of

from dagcompile.review import data_of
from dagcompile.review.records import Cause, Note
from tests.docs.pages import ROOT

FLOW = """
    from dagcompile import op, pipeline, stage

    @op
    def double(number: int) -> int:
        return number * 2

    @pipeline
    def doubled(number: int) -> int:
        with stage("sums"):
            return double(number)
"""
SETTINGS = """
    [tool.dagcompile]
    targets = ["python"]

    [tool.dagcompile.pipelines]
    doubled = "flow:doubled"
"""


def rows(page: str, *after: str) -> dict[str, str]:
    """The rows of a table of a page by their first cells, the first one behind these texts."""
    text = (ROOT / "docs" / page).read_text()
    for each in after:
        assert each in text, each
        text = text.partition(each)[2]
    lines = text[text.index("\n|") + 1 :].split("\n\n")[0].splitlines()[2:]
    cells = [re.split(r"(?<!\\) \| ", line.strip("| ")) for line in lines]
    return dict(cells)


def named(text: str) -> set[str]:
    return set(re.findall(r"`(\w+)`", text))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """A project that every verb has something to tell of."""
    dagcompile = Command(tmp_path_factory.mktemp("project"))
    dagcompile.write("pyproject.toml", SETTINGS)
    dagcompile.write("flow.py", FLOW)
    return dagcompile


def result(project: Command, *arguments: str) -> Any:
    return json.loads(project(*arguments, "--format", "json").out)["result"]


def test_the_result_of_a_build(project: Command) -> None:
    said = named(rows("errors.md", "The result is")["`build`"])
    found = result(project, "build")
    (stage,) = found["stages"]
    outcomes = {"written", "unchanged", "removed", "kept"}
    assert said == found.keys() | found["files"][0].keys() | stage.keys() | outcomes


def test_the_result_of_a_check(project: Command) -> None:
    (project.folder / "generated/doubled.ir.json").unlink(missing_ok=True)
    heading = "## Whether files are as they should be"
    verdicts = {one for each in rows("command-line.md", heading) for one in named(each)}
    said = rows("command-line.md", heading, "has these keys:")
    found = result(project, "check")
    assert {one for each in said for one in named(each)} == found.keys()
    assert verdicts | named(said["`counts`"]) == found["counts"].keys()
    assert named(said["`files`"]) == found["files"][0].keys()
    assert named(said["`mends`"]) == found["mends"][0].keys()


def test_the_result_of_a_difference() -> None:
    said = rows("reviewing.md", "`--format json` is for programs")
    review = replace(review_of(), notes=(Note(text="another dagcompile"),))
    found = json.loads(json.dumps(data_of(review)))
    assert found.keys() == {
        one for each in said for one in named(each) if not each.endswith(" of each")
    }
    pipelines = [each for each in found["pipelines"] if each["changes"]]
    assert named(said["`pipelines`"]) == pipelines[0].keys()
    change = pipelines[0]["changes"][0]
    assert named(said["`changes` of each"]) == change.keys() | change["subject"].keys()
    (impact, *_) = (one for each in pipelines for some in each["impacts"].values() for one in some)
    assert named(said["`impacts` of each"]) == impact.keys()
    file = pipelines[0]["artifacts"][0]
    assert named(said["`artifacts` of each"]) == file.keys() | set(get_args(Cause))
    assert named(said["`notes`"]) == found["notes"][0].keys()
    assert named(said["`code`"]) == found["code"][0].keys()


def test_the_result_of_types(project: Command) -> None:
    said = rows("command-line.md", "## Edges", "to which later versions may add:")
    found = result(project, "types", "doubled")
    assert {one for each in said for one in named(each)} == found.keys()
    edge = found["edges"][0]
    assert named(said["`edges`"]) == edge.keys()
    assert named(said["`guards`"]) == found["guards"].keys()
