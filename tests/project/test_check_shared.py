"""What a check tells of the package that DAG files share, and of hundreds of files."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from commands import Scaffold
from workplace import Workplace

from dagcompile.diagnostics import Place
from dagcompile.diagnostics.github import MOST, annotations
from dagcompile.diagnostics.render import render
from dagcompile.project.checking import (
    Checked,
    Command,
    Fault,
    Finding,
    Teller,
    check_pipelines,
    differences,
)
from dagcompile.project.config import load_project
from dagcompile.project.faults import Remedy

FLOW = """
    import steps
    from dagcompile import op, pipeline

    one = op(steps.one)

    @pipeline
    def daily() -> int:
        return one()
"""
STEPS = """
    def one() -> int:
        return 1
"""
SETTINGS = """
    [tool.dagcompile]
    targets = ["airflow"]

    [tool.dagcompile.pipelines]
    daily = "flow:daily"

    [tool.dagcompile.target.airflow]
    runtime = "vendor"
"""


@pytest.fixture
def place(scaffold: Scaffold, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """A project whose DAG file imports a copy of the run time, built."""
    folder = scaffold({"flow.py": FLOW, "steps.py": STEPS, "pyproject.toml": SETTINGS})
    place = Workplace(folder, monkeypatch)
    assert place("dagcompile build") == 0
    return place


def checked(place: Workplace) -> Checked:
    return check_pipelines(load_project(place.folder))


def told(place: Workplace) -> list[tuple[str, str, str]]:
    return [(each.fault.code, each.path.name, each.fault.text) for each in checked(place).findings]


def mends(place: Workplace) -> None:
    """What is told mends all, from top to bottom."""
    teller = Teller.of(load_project(place.folder), Command(), out=None)
    for each in teller.groups(checked(place).findings):
        assert place(each.mend.command) == 0
    assert told(place) == []


def package(place: Workplace) -> Path:
    (found,) = (place.folder / "generated/airflow").glob("_dagcompile_*")
    return found


def test_a_copy_is_looked_at_file_by_file(place: Workplace) -> None:
    assert told(place) == []
    assert checked(place).right > 20
    (package(place) / "events.py").write_text("x = 1\n")
    (package(place) / "__init__.py").unlink()
    module = package(place) / "v1/__init__.py"
    module.write_bytes(module.read_bytes().replace(b"\n", b"\r\n"))
    assert told(place) == [
        ("DC602", "events.py", "was edited by hand"),
        ("DC651", "__init__.py", "has lines that end in CR LF"),
        ("DC646", "__init__.py", "is not there"),
    ]
    mends(place)


def test_a_copy_that_is_not_there_is_told_once(place: Workplace) -> None:
    name = package(place).name
    assert place(f"rm -r generated/airflow/{name}") == 0
    assert told(place) == [("DC646", name, "is not there")]
    mends(place)


def test_a_line_that_is_lacking_is_told_and_added(place: Workplace) -> None:
    ignored = place.folder / "generated/airflow/.airflowignore"
    ignored.write_text("mine\n")
    assert told(place) == [("DC646", ".airflowignore", "has no line _dagcompile_*")]
    mends(place)
    assert ignored.read_text() == "mine\n_dagcompile_*\n"
    ignored.unlink()
    assert told(place) == [("DC646", ".airflowignore", "is not there")]
    ignored.write_bytes(b"\xff\n")
    assert [each[:2] for each in told(place)] == [("DC618", ".airflowignore")]


def test_a_copy_has_to_be_in_git_as_well(place: Workplace) -> None:
    place.git("init --quiet")
    place.git("add generated/daily.ir.json generated/airflow/daily_dag.py")
    names = {each.path.name for each in checked(place).findings}
    assert {".airflowignore", "events.py"} < names
    mends(place)


def test_a_copy_that_no_file_imports_any_more(place: Workplace, tmp_path: Path) -> None:
    copy, kept = package(place), tmp_path / "kept"
    shutil.copytree(copy, kept)
    settings = place.folder / "pyproject.toml"
    settings.write_text(settings.read_text().replace('"vendor"', '"installed"'))
    assert [each[:2] for each in told(place)] == [("DC645", "daily_dag.py")]
    mends(place)
    assert not copy.exists()
    shutil.copytree(kept, copy)
    assert told(place) == [("DC647", copy.name, "is imported by no artifact any more")]
    mends(place)
    shutil.copytree(kept, copy)
    (copy / "events.py").write_text("x = 1\n")
    assert [each[:2] for each in told(place)] == [("DC520", copy.name)]
    mends(place)
    assert not copy.exists()


# --- hundreds ----------------------------------------------------------------------------------


def many(
    number: int, *, pipelines: int, code: str = "DC645", remedy: Remedy = "build"
) -> list[Finding]:
    fault = Fault(code=code, text="is stale: it changed", remedy=remedy, line=7)
    return [
        Finding(
            path=Path(f"/generated/python/p{each}_script.py"),
            fault=fault,
            pipeline=f"p{each % pipelines}",
            texts=("old\n", "new\n"),
        )
        for each in range(number)
    ]


TELLER = Teller(command=Command(), out=Path("/generated"))


def test_hundreds_of_files_are_few_lines() -> None:
    findings = [*many(1_000, pipelines=500), *many(1_000, pipelines=500, code="DC646")]
    text = render(TELLER.by_code(findings))
    assert len(text.splitlines()) == 26
    assert "error[DC645]: 1000 files are not what their pipelines give now\n" in text
    assert "        and 992 more\n" in text
    assert "  fix: dagcompile build\n" in text
    lines, more = differences(findings, most=60)
    assert (len(lines), more) == (60, 2_000 * 5 - 60)


@pytest.mark.parametrize(
    ("number", "pipelines", "annotated"), [(10, 10, 10), (20, 10, 10), (1_000, 500, 1)]
)
def test_a_pull_request_has_room_for_ten(number: int, pipelines: int, annotated: int) -> None:
    told = TELLER.within(many(number, pipelines=pipelines), MOST)
    text = annotations(told, folder=Path("/"))
    assert text.count("::error ") == annotated
    assert "::notice" not in text
    assert text.count("file=generated/python/p0_script.py,line=7") == 1


def test_a_file_that_is_not_there_is_shown_where_its_pipeline_is_listed() -> None:
    listed = Place(file="/pyproject.toml", line=7)
    teller = replace(TELLER, listed={"p0": listed})
    (one, other) = teller.by_file(many(2, pipelines=2, code="DC646"))
    assert one.labels[0].place == listed
    assert other.labels[0].place == Place(file="/generated/python/p1_script.py", line=1)


def test_few_pipelines_are_named_and_many_are_not() -> None:
    (few,) = TELLER.groups(many(6, pipelines=6))
    assert few.mend.command == "dagcompile build p0 p1 p2 p3 p4 p5"
    (several,) = TELLER.groups(many(7, pipelines=7))
    assert several.mend.command == "dagcompile build"
    named = replace(TELLER, command=Command(names=tuple(f"p{each}" for each in range(7))))
    (several,) = named.groups(many(7, pipelines=7))
    assert several.mend.command == "dagcompile build p0 p1 p2 p3 p4 p5 p6"


def test_many_files_to_be_removed_are_left_to_a_person() -> None:
    (few,) = TELLER.groups(many(2, pipelines=1, code="DC653", remedy="remove"))
    assert few.mend.command == (
        "rm /generated/python/p0_script.py /generated/python/p1_script.py && dagcompile build p0"
    )
    (several,) = TELLER.groups(many(900, pipelines=1, code="DC653", remedy="remove"))
    assert str(several.mend) == (
        "remove all of them, as --format json lists them, then: dagcompile build p0"
    )
