"""What each verb does, and that results alone go to stdout."""

import json
import re
import subprocess
import sys
from importlib.metadata import version

import jsonschema
import pytest
from commands import FLOW, Command


def test_a_project_without_pipelines_is_warned_of(dagcompile: Command) -> None:
    dagcompile.write("pyproject.toml", "[tool.dagcompile]\n")
    done = dagcompile("list")
    assert (done.status, done.out) == (0, "")
    assert done.err.startswith("warning[DC614]: there is no pipeline to work on: ")


def test_build_says_what_became_of_each_file(dagcompile: Command) -> None:
    first = dagcompile("build")
    assert first.out == (
        "written  generated/dask/doubled_dask.py\n"
        "written  generated/python/doubled_script.py\n"
        "written  generated/doubled.ir.json\n"
        "3 written\n"
    )
    assert first.err == ""
    (dagcompile.folder / "generated/doubled.ir.json").unlink()
    again = dagcompile("build", "doubled", "flow:wrong")
    assert again.out == (
        "written    generated/doubled.ir.json\n"
        "unchanged  generated/dask/doubled_dask.py\n"
        "unchanged  generated/python/doubled_script.py\n"
        "failed     flow:wrong\n"
        "1 written, 2 unchanged, 1 failed\n"
    )


def test_build_takes_its_options(dagcompile: Command) -> None:
    dagcompile.write("deep/x", "")
    done = dagcompile(
        "build",
        "--out",
        "here",
        "--guards",
        "off",
        "--target",
        "python",
        cwd=dagcompile.folder / "deep",
    )
    assert done.out.startswith("written  here/python/doubled_script.py\n")
    script = (dagcompile.folder / "deep/here/python/doubled_script.py").read_text()
    assert "run.guard" not in script


def test_build_keeps_what_was_edited_unless_forced(dagcompile: Command) -> None:
    dagcompile("build")
    script = dagcompile.folder / "generated/python/doubled_script.py"
    ours = script.read_text()
    script.write_text(ours + "# mine\n")
    kept = dagcompile("build")
    assert kept.err.startswith("error[DC602]: ")
    assert script.read_text() != ours
    assert dagcompile("build", "--force").status == 0
    assert script.read_text() == ours


def test_a_build_is_the_same_everywhere(dagcompile: Command) -> None:
    for number, folder in enumerate(["a", "b"]):
        dagcompile.write(f"{folder}/deep/flow.py", FLOW)
        where = dagcompile.folder / folder / ("deep" if number else "")
        done = dagcompile(
            "--project", str(dagcompile.folder / folder / "deep"),
            "build", "flow:doubled", "--out", f"{dagcompile.folder}/out_{folder}",
            cwd=where, PYTHONHASHSEED=str(number), LC_ALL=["C", "C.UTF-8"][number],
        )  # fmt: skip
        assert done.status == 0, done.err
    one, other = (
        {
            file.relative_to(dagcompile.folder / out): file.read_bytes()
            for file in (dagcompile.folder / out).rglob("*.*")
        }
        for out in ("out_a", "out_b")
    )
    assert len(one) == 4
    assert one == other


def test_run_gives_the_script_its_flags(dagcompile: Command) -> None:
    assert dagcompile("run", "doubled", "--number", "21").out == "42\n"
    assert dagcompile("run", "--target", "dask", "doubled", "--number", "21").out == "42\n"
    assert "--number INT" in dagcompile("run", "doubled", "--help").out
    assert "[FLAGS]" in dagcompile("run", "--help").out
    refused = dagcompile("run", "doubled", "--target", "dask")
    assert refused.err.startswith("doubled: nothing was run\n  --target: there is no such flag")


def test_list_shows_what_each_says_of_itself(dagcompile: Command) -> None:
    dagcompile.write("noisy.py", FLOW.replace("    from", "    print('imported')\n    from", 1))
    dagcompile.write(
        "pyproject.toml",
        "[tool.dagcompile.pipelines]\n"
        "much-later = 'noisy:doubled'\nearly = 'flow:wrong'\nlost = 'lost:lost'\n",
    )
    done = dagcompile("list")
    assert done.out == (
        "early       flow:wrong\n"
        "lost        lost:lost\n"
        "much-later  noisy:doubled  Twice a number.\n"
    )
    assert done.err.startswith("imported\nerror[DC141]: ")
    assert done.status == 4


def test_list_of_nothing_is_nothing(dagcompile: Command) -> None:
    dagcompile.write("pyproject.toml", "")
    done = dagcompile("list")
    assert (done.status, done.out) == (0, "")


def test_ir_is_what_a_build_writes(dagcompile: Command) -> None:
    dagcompile("build")
    done = dagcompile("ir", "doubled")
    assert done.out == (dagcompile.folder / "generated/doubled.ir.json").read_text()
    assert json.loads(done.out)["meaning"]["name"] == "doubled"


def test_ir_is_valid_by_the_schema_that_is_printed(dagcompile: Command) -> None:
    document = json.loads(dagcompile("ir", "flow:doubled").out)
    jsonschema.validate(document, json.loads(dagcompile("ir", "--schema").out))


def test_ir_wants_a_pipeline_or_the_schema(dagcompile: Command) -> None:
    done = dagcompile("ir")
    assert done.status == 2
    assert "name a pipeline" in done.err


def test_ir_is_utf_8_in_every_locale(dagcompile: Command) -> None:
    dagcompile.write("flow.py", FLOW.replace("Twice a number", "Zweimal größer 数"))
    done = dagcompile("ir", "flow:doubled", PYTHONIOENCODING="latin-1")
    assert "größer 数" in done.out


def test_targets_are_listed(dagcompile: Command) -> None:
    lines = dagcompile("targets").out.splitlines()
    assert "dask     Dask graphs           guards: steps" in lines
    table = dagcompile("targets", "--capabilities").out
    assert re.match(r"airflow\n  retry +yes  ", table)
    assert "\n\npython\n" in table


def test_a_project_is_not_needed(dagcompile: Command) -> None:
    (dagcompile.folder / "pyproject.toml").unlink()
    assert dagcompile("run", "flow:doubled", "--number", "1").out == "2\n"
    assert dagcompile("build", "flow:doubled", "--target", "python").out == (
        "written  generated/python/doubled_script.py\n"
        "written  generated/doubled.ir.json\n"
        "2 written\n"
    )


def test_another_project_can_be_named(dagcompile: Command) -> None:
    dagcompile.write("other/pyproject.toml", "[tool.dagcompile.pipelines]\nx = 'm:x'\n")
    done = dagcompile("--project", "other", "build", "y")
    assert "its pipelines are: x" in done.err


def test_the_version_is_that_of_the_distribution(dagcompile: Command) -> None:
    assert dagcompile("--version").out == f"dagcompile {version('dagcompile')}\n"


HEAVY = {"airflow", "dask", "jinja2", "rich", "dagcompile.ir", "dagcompile.project"}


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (["--help"], {*HEAVY, "pydantic"}),
        (["--version"], {*HEAVY, "pydantic"}),
        (["completion", "zsh"], HEAVY),
        # typer may read a verb's annotations by pydantic
        *(([verb, "--help"], HEAVY) for verb in ("build", "graph", "init", "run")),
    ],
)
def test_help_loads_only_the_library_of_the_command_line(
    arguments: list[str], heavy: set[str]
) -> None:
    program = (
        "import sys\n"
        f"sys.argv = ['dagcompile', *{arguments}]\n"
        "from dagcompile.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('loaded:', sorted({heavy} & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("loaded: []\n")


def test_build_tells_what_it_removes_and_keeps(dagcompile: Command) -> None:
    dagcompile("build")
    settings = (dagcompile.folder / "pyproject.toml").read_text()
    dagcompile.write("pyproject.toml", settings.replace('"python", ', ""))
    kept = dagcompile("build", "--keep")
    assert kept.out == (
        "unchanged  generated/dask/doubled_dask.py\n"
        "unchanged  generated/doubled.ir.json\n"
        "kept       generated/python/doubled_script.py\n"
        "2 unchanged, 1 kept\n"
    )
    assert dagcompile("build").out.endswith(
        "removed    generated/python/doubled_script.py\n2 unchanged, 1 removed\n"
    )
    assert not (dagcompile.folder / "generated/python").exists()


def test_build_counts_many_files_that_are_unchanged(dagcompile: Command) -> None:
    for number in range(5):
        dagcompile.write(f"flow{number}.py", FLOW.replace("def doubled", f"def doubled{number}"))
    names = [f"flow{number}:doubled{number}" for number in range(5)]
    assert dagcompile("build", *names).out.endswith("\n15 written\n")
    (dagcompile.folder / "generated/doubled3.ir.json").unlink()
    again = dagcompile("build", *names)
    assert again.out == "written  generated/doubled3.ir.json\n1 written, 14 unchanged\n"
    counted = json.loads(dagcompile("build", *names, "--format", "json").out)
    assert len(counted["result"]["files"]) == 15
