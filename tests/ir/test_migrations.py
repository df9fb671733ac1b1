"""IR of an older format is read: as if this version had gone on to a third one."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from histories import history_in
from irs import node, op, pipeline

from dagcompile.diagnostics import CompileError
from dagcompile.ir import codec, migrations
from dagcompile.ir.digest import digest, digest_of_plain
from dagcompile.ir.migrations import MIGRATIONS, migrated
from dagcompile.ir.records import FORMAT, Pipeline
from dagcompile.project import owning

PIPELINE = pipeline(
    op("load", out="list[int]"),
    op("clean", {"rows": "list[int]"}, out="float"),
    nodes=[node("load"), node("clean", {"rows": "load"})],
    outputs={"result": ("clean", "float")},
    params={"größe": "float"},
    defaults={"größe": 1e-7},
)
NEWEST = FORMAT + 2


def renamed(document: dict[str, Any]) -> dict[str, Any]:
    """Nodes were called steps."""
    meaning = dict(document["meaning"])
    meaning["nodes"] = meaning.pop("steps")
    return {**document, "meaning": meaning}


def unspoilt(document: dict[str, Any]) -> dict[str, Any]:
    """There was a part that nobody needed."""
    return {name: part for name, part in document.items() if name != "spoilt"}


def old_text(text: str) -> str:
    """The text of a pipeline as the oldest format would have it."""
    document = json.loads(text)
    meaning = {
        "steps" if name == "nodes" else name: part for name, part in document["meaning"].items()
    }
    document |= {"dagcompile_ir": FORMAT, "meaning": meaning, "spoilt": True}
    return json.dumps(document | {"digest": digest_of_plain(meaning)}, ensure_ascii=False)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two formats from now."""
    steps: dict[int, Callable[..., Any]] = {FORMAT: renamed, FORMAT + 1: unspoilt}
    monkeypatch.setattr(migrations, "MIGRATIONS", {**MIGRATIONS, **steps})
    monkeypatch.setattr(codec, "FORMAT", NEWEST)
    monkeypatch.setattr(owning, "FORMAT", NEWEST)


def test_every_format_but_the_newest_has_a_way_on() -> None:
    assert set(MIGRATIONS) == set(range(1, FORMAT))


def test_the_digest_of_a_file_is_that_of_its_records() -> None:
    document = json.loads(codec.dumps(PIPELINE))
    assert digest_of_plain(document["meaning"]) == digest(PIPELINE) == document["digest"]


def test_a_document_of_this_format_is_left_alone() -> None:
    document: dict[str, Any] = {"meaning": {}}
    assert migrated(document, format=FORMAT, wanted=FORMAT) is document


@pytest.mark.usefixtures("later")
def test_an_older_format_is_read_as_what_it_means() -> None:
    text = old_text(codec.dumps(PIPELINE))
    assert codec.loads(text) == PIPELINE
    assert f'"dagcompile_ir": {NEWEST}' in codec.dumps(codec.loads(text))
    assert owning.whose(text) == "ours"


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda text: text.replace('"load"', '"lode"'), "DC303"),
        (lambda text: text.replace('"steps"', '"stairs"'), "DC303"),
        (lambda text: text.replace(f'_ir": {FORMAT}', f'_ir": {NEWEST}'), "DC301"),
        (lambda text: text.replace(f'_ir": {FORMAT}', f'_ir": {NEWEST + 1}'), "DC302"),
    ],
    ids=["value", "name", "says it is newer than it is", "newer"],
)
def test_an_older_format_that_was_edited_is_refused(
    damage: Callable[[str], str], code: str
) -> None:
    text = damage(old_text(codec.dumps(PIPELINE)))
    with pytest.raises(CompileError) as error:
        codec.loads(text)
    assert [each.code for each in error.value.diagnostics] == [code]
    assert owning.whose(text) == "edited"


@pytest.mark.usefixtures("later")
def test_an_older_document_that_is_not_as_its_format_says_is_refused() -> None:
    meaning = {"name": "daily"}
    text = json.dumps(
        {"dagcompile_ir": FORMAT, "digest": digest_of_plain(meaning), "meaning": meaning}
    )
    with pytest.raises(CompileError) as error:
        codec.loads(text, file="old.ir.json")
    (told,) = error.value.diagnostics
    assert told.message == f"old.ir.json: this is not the IR of a pipeline of format {FORMAT}"


@pytest.mark.usefixtures("later")
def test_an_older_format_in_git_is_compared(tmp_path: Any) -> None:
    history = history_in(tmp_path / "project")
    for name in ("daily", "weekly"):
        file = history.folder / f"generated/{name}.ir.json"
        file.write_text(old_text(file.read_text()))
    history.commit(build=False)
    assert history.diff().review.pipelines == ()
    history.edit("shop.py", ("return many(", "return total("))
    (found,) = history.diff().review.pipelines
    assert (found.id, isinstance(found.old, Pipeline)) == ("weekly", True)
    assert history.diff("HEAD~1..HEAD").review.pipelines == ()
