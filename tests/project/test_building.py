"""Pipelines to files: all of a pipeline's or none, and none where two would meet."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from commands import Scaffold

from dagcompile.codegen.artifact import Artifact
from dagcompile.codegen.header import parse_header
from dagcompile.diagnostics import CompileError
from dagcompile.ir.codec import loads
from dagcompile.ir.records import Asset, OpNode, Placement
from dagcompile.project.building import Summary, build, build_pipelines
from dagcompile.project.clashes import clashes
from dagcompile.project.config import Project, load_project
from dagcompile.project.emissions import Emission, Made
from dagcompile.project.owning import origin, whose
from dagcompile.project.selection import Selected
from dagcompile.project.targets import Chosen, chosen_targets
from dagcompile.target import unsupported

MANY = """
    from dagcompile import Retry, op, pipeline

    @op
    def one() -> int:
        return 1

    @op
    def needs_text(text: str) -> str:
        return text

    @pipeline
    def first() -> int:
        return one()

    @pipeline
    def wrong() -> str:
        return needs_text(one())

    @pipeline
    def unspeakable() -> int:
        return one()

    @pipeline(name="first")
    def second_first() -> int:
        return one()

    @pipeline(name="FIRST")
    def loud_first() -> int:
        return one()

    @pipeline
    def patient() -> int:
        return one.with_policy(retry=Retry(attempts=2))()
"""


@pytest.fixture
def many(scaffold: Scaffold) -> Path:
    return scaffold({"many.py": MANY})


def built(folder: Path, chosen: Chosen, *names: str, force: bool = False) -> Summary:
    wanted = [Selected(name=each, reference=f"many:{each}") for each in names]
    return build(wanted, [chosen], path=[folder], out=folder / "out", force=force)


def codes(error: CompileError) -> list[str]:
    return [each.code for each in error.diagnostics]


def files(folder: Path) -> set[str]:
    return {str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()}


def test_artifacts_stand_beside_their_ir(many: Path, notes: Chosen) -> None:
    summary = built(many, notes, "first")
    out = many / "out"
    assert summary.built[0].written == (out / "notes/first.txt", out / "first.ir.json")
    assert loads((out / "first.ir.json").read_text()).meaning.name == "first"
    assert (out / "notes/first.txt").read_text().endswith("# None\none\n")


def test_a_second_build_changes_nothing(many: Path, notes: Chosen) -> None:
    built(many, notes, "first")
    (again,) = built(many, notes, "first").built
    assert (again.written, len(again.unchanged)) == ((), 2)


def test_one_that_fails_does_not_stop_the_others(many: Path, notes: Chosen) -> None:
    summary = built(many, notes, "wrong", "unspeakable", "missing", "first")
    assert [each.name for each in summary.built] == ["first"]
    assert {each.name: codes(each.error) for each in summary.failed} == {
        "wrong": ["DC201"],
        "unspeakable": ["DC619"],
        "missing": ["DC143"],
    }
    assert files(many / "out") == {"notes/first.txt", "first.ir.json"}


def test_a_target_that_fails_keeps_its_exception(many: Path, notes: Chosen) -> None:
    (failed,) = built(many, notes, "unspeakable").failed
    assert isinstance(failed.error.__cause__, RuntimeError)
    (told,) = failed.error.diagnostics
    assert told.message == "the notes target failed on unspeakable: the notes target has a bug"


def test_what_a_target_lacks_is_told_for_each(many: Path, notes: Chosen) -> None:
    answers = {
        **notes.target.capabilities,
        "retry": unsupported("no clock", instead="run it twice"),
    }
    lame = replace(notes, target=replace(notes.target, name="lame", capabilities=answers))
    wanted = [Selected(name="patient", reference="many:patient")]
    summary = build(wanted, [lame, notes, lame], path=[many], out=many / "out")
    (failed,) = summary.failed
    (told,) = failed.error.diagnostics
    out = "leave the lame target out: `targets` in the configuration, or --target"
    assert (told.code, told.fix) == ("DC501", f"run it twice; or {out}")
    assert not (many / "out").exists()


SAME_ID = "first and second_first have one id: first"
SAME_NOTES = (
    "the notes target of first and the notes target of FIRST would be written to one file: "
    "notes/first.txt and notes/FIRST.txt"
)
SAME_IR = (
    "the IR of first and the IR of FIRST would be written to one file: "
    "first.ir.json and FIRST.ir.json"
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("second_first", [("DC615", SAME_ID)]),
        ("loud_first", [("DC616", SAME_NOTES), ("DC616", SAME_IR)]),
    ],
)
def test_two_that_would_meet_stop_the_build(
    many: Path, notes: Chosen, name: str, expected: list[tuple[str, str]]
) -> None:
    with pytest.raises(CompileError) as caught:
        built(many, notes, "patient", "first", name)
    assert [(each.code, each.message) for each in caught.value.diagnostics] == expected
    assert not (many / "out").exists()


def test_two_targets_that_would_meet_are_both_named() -> None:
    artifact = Artifact("flow.py", "")
    made = (
        Made(artifact=artifact, maker="the a target"),
        Made(artifact=artifact, maker="the b target"),
    )
    (found,) = clashes([Emission(name="x", id="flow", made=made)])
    assert found.message == (
        "the a target of flow and the b target of flow would be written to one file: flow.py"
    )


def test_an_asset_of_two_pipelines_is_at_one_place() -> None:
    def emission(id: str, uri: str | None) -> Emission:
        return Emission(name=id, id=id, made=(), assets=(Asset(name="raw", uri=uri),))

    assert not clashes([emission("first", "s3://b/raw"), emission("second", "s3://b/raw")])
    (found,) = clashes([emission("first", "s3://b/raw"), emission("second", None)])
    assert (found.code, found.message) == (
        "DC182",
        "the asset raw of second is without a URI, and of first it is at s3://b/raw",
    )


def test_one_target_that_repeats_itself_is_told() -> None:
    made = Made(artifact=Artifact("flow.py", ""), maker="the a target")
    (found,) = clashes([Emission(name="x", id="flow", made=(made, made))])
    assert found.code == "DC616"


def test_hand_edited_files_are_kept_unless_forced(many: Path, notes: Chosen) -> None:
    built(many, notes, "first")
    kept = {}
    for file in (many / "out/first.ir.json", many / "out/notes/first.txt"):
        kept[file] = file.read_text()
        file.write_text(kept[file].replace("one", "eins"))
    (failed,) = built(many, notes, "first").failed
    assert codes(failed.error) == ["DC602", "DC602"]
    assert "eins" in (many / "out/first.ir.json").read_text()
    assert len(built(many, notes, "first", force=True).built[0].written) == 2
    assert {file: file.read_text() for file in kept} == kept


def test_files_of_others_are_never_overwritten(many: Path, notes: Chosen) -> None:
    (many / "out").mkdir()
    (many / "out" / "first.ir.json").write_text('{"mine": 1}\n')
    (failed,) = built(many, notes, "first", force=True).failed
    assert codes(failed.error) == ["DC601"]
    assert files(many / "out") == {"first.ir.json"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "foreign"),
        ("{}", "foreign"),
        ('"dagcompile_ir"', "foreign"),
        ('["dagcompile_ir"]', "foreign"),
        ('the key is "dagcompile_ir": 1', "foreign"),
        ('{\n "dagcompile_ir": 1,\n "digest": 2}', "edited"),
        ('{"digest": 2, "dagcompile_ir": 1}', "edited"),
        ('{\n<<<<<<< HEAD\n "dagcompile_ir": 1,\n "digest": 2}', "edited"),
    ],
)
def test_whose_a_file_is(text: str, expected: str) -> None:
    assert whose(text) == expected


def test_a_folder_that_is_a_file_cannot_be_written(many: Path, notes: Chosen) -> None:
    (many / "out").write_text("")
    (failed,) = built(many, notes, "first").failed
    assert codes(failed.error) == ["DC618", "DC618"]


def test_an_id_that_is_no_file_name_makes_one(scaffold: Scaffold, notes: Chosen) -> None:
    folder = scaffold({"many.py": MANY.replace('"FIRST"', '"../a b"')})
    (failed,) = built(folder, notes, "loud_first").failed
    assert codes(failed.error) == ["DC603"]  # the notes target does not look what it is given
    wanted = [Selected(name="x", reference="many:loud_first")]
    (done,) = build(wanted, [], path=[folder], out=folder / "out").built
    assert done.written == (folder / "out" / "___a_b.ir.json",)


def test_the_project_says_what_is_not_asked(flow: Path) -> None:
    summary = build_pipelines(load_project(flow), targets=["python"], guards="off")
    assert files(flow / "generated") == {"python/doubled_script.py", "doubled.ir.json"}
    assert loads((flow / "generated/doubled.ir.json").read_text()).build.guards == "off"
    assert not summary.failed


def _reformatted(text: str) -> str:
    return json.dumps(json.loads(text), indent=4)


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (_reformatted, "DC602"),
        (lambda text: "\ufeff" + text, "DC652"),
        (lambda text: "<<<<<<< HEAD\n" + text, "DC602"),
        (lambda text: text.replace('"docs": {', '"docs": {"params": [],'), "DC602"),
        (lambda text: text.rstrip(), "DC650"),
    ],
)
def test_an_ir_that_is_not_as_it_was_written_is_kept_unless_forced(
    many: Path, notes: Chosen, edit: Callable[[str], str], code: str
) -> None:
    built(many, notes, "first")
    file = many / "out/first.ir.json"
    text = file.read_text()
    assert whose(text) == "ours"
    file.write_text(edit(text))
    assert file.read_text() != text
    (failed,) = built(many, notes, "first").failed
    assert codes(failed.error) == [code]
    built(many, notes, "first", force=True)
    assert file.read_text() == text


def test_another_pipeline_of_the_same_name_is_not_overwritten(many: Path) -> None:
    def first_of(module: str, *, force: bool = False) -> Summary:
        wanted = [Selected(name="first", reference=f"{module}:first")]
        targets = chosen_targets(Project(folder=many), names=["python"])
        return build(wanted, targets, path=[many], out=many / "out", force=force)

    (many / "more.py").write_text((many / "many.py").read_text())
    first_of("many")
    before = (many / "out/python/first_script.py").read_text()
    (failed,) = first_of("more").failed
    said = "was generated from many:first, and is to be from more:first"
    assert [(each.code, each.message) for each in failed.error.diagnostics] == [
        ("DC604", f"{many / 'out' / path} {said}")
        for path in ("python/first_script.py", "first.ir.json")
    ]
    assert (many / "out/python/first_script.py").read_text() == before
    assert len(first_of("more", force=True).built[0].written) == 2
    assert origin((many / "out/first.ir.json").read_text()) == "more:first"


def test_a_pipeline_without_steps_is_refused_before_any_target(
    scaffold: Scaffold, notes: Chosen
) -> None:
    source = """
        from dagcompile import pipeline

        @pipeline
        def idle(number: int) -> int:
            return number
    """
    folder = scaffold({"many.py": source})
    (failed,) = built(folder, notes, "idle").failed
    (told,) = failed.error.diagnostics
    assert (told.code, told.fix) == ("DC321", "call at least one op in its body")
    (label,) = told.labels
    assert label.place is not None
    assert (Path(label.place.file).name, label.place.line) == ("many.py", 5)


def test_names_that_generated_code_cannot_have_are_shown(scaffold: Scaffold) -> None:
    source = """
        from dagcompile import op, pipeline

        @op
        def chosen(int: int) -> int:
            return int

        @pipeline
        def hiding(int: int) -> int:
            return chosen(int)

        @pipeline
        def meeting(number: int) -> int:
            return chosen.named("a b")(chosen.named("a_b")(number))
    """
    folder = scaffold({"many.py": source})
    (python,) = chosen_targets(Project(folder=folder), names=["python"])
    failed = built(folder, python, "hiding", "meeting").failed
    shown = [
        [label.place and (label.place.line, label.text) for label in told.labels]
        for each in failed
        for told in each.error.diagnostics
    ]
    assert shown == [[(9, "this is 'int'")], [(14, "this is 'a_b'"), (14, "this is 'a b'")]]


def test_the_name_of_the_ir_is_no_longer_than_file_systems_take(
    scaffold: Scaffold, notes: Chosen
) -> None:
    folder = scaffold({"many.py": MANY.replace('"FIRST"', f'"{"a" * 300}"')})
    wanted = [Selected(name="x", reference="many:loud_first")]
    (done,) = build(wanted, [], path=[folder], out=folder / "out").built
    assert len(done.written[0].name) < 255


@pytest.mark.parametrize("guards", [None, "inline", "off"])
def test_the_command_in_an_artifact_makes_it_again(flow: Path, guards: Placement | None) -> None:
    build_pipelines(load_project(flow), targets=["python"], guards=guards)
    header = parse_header((flow / "generated/python/doubled_script.py").read_text())
    assert header is not None
    asked = f" --guards {guards}" if guards else ""
    assert header.regenerate == f"dagcompile build flow:doubled{asked}"


@pytest.mark.parametrize(
    ("said", "asked", "made"),
    [
        (None, None, ["error", "warn"]),
        ("fail", None, ["error", "error"]),
        ("fail", "warn", ["warn", "warn"]),
        (None, "ignore", []),
    ],
)
def test_the_project_or_the_build_says_what_expectations_come_to(
    scaffold: Scaffold, said: str | None, asked: Any, made: list[str]
) -> None:
    setting = f'expectations = "{said}"\n' if said else ""
    folder = scaffold({"pyproject.toml": f"[tool.dagcompile]\n{setting}", "odd.py": EXPECTING})
    build_pipelines(load_project(folder), names=["odd:odd"], targets=["python"], expectations=asked)
    pipeline = loads((folder / "generated/odd.ir.json").read_text())
    (node,) = pipeline.meaning.nodes
    assert isinstance(node, OpNode)
    assert [each.severity for each in node.expectations] == made
    text = (folder / "generated/python/odd_script.py").read_text()
    given = asked or said
    assert (f"--expectations {given}" in text) == bool(given)


EXPECTING = """\
from dagcompile import expect, op, pipeline

def positive(value: int) -> bool:
    return value > 0

@op(expect=[expect(positive), expect(positive, of="result", severity="warn")])
def same(value: int) -> int:
    return value

@pipeline
def odd(number: int) -> int:
    return same(number)
"""
