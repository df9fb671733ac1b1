"""What a DAG file says of the store."""

import ast
from pathlib import Path

import pytest
from commands import Command

from tests.repository.test_generated import AUTHORS, ISOLATED, RULES, ruff

SETTINGS = """
[tool.dagcompile]
targets = ["airflow"]

[tool.dagcompile.target.airflow]
{options}
"""
KIOSK = """
from typing import NamedTuple

from dagcompile import op, pipeline


@op
def load() -> int:
    return 1


@op
def other(number: int) -> int:
    return number


class Both(NamedTuple):
    left: int
    right: list[int]


@pipeline
def one() -> int:
    return load()


@pipeline
def many() -> Both:
    loaded = load()
    other.named("aside")(loaded)
    return Both(other(loaded), [loaded, other.named("last")(loaded)])


@pipeline
def taken() -> int:
    return load.named("store_cleanup")()
"""


def built(folder: Path, pipeline: str, options: str) -> str:
    command = Command(folder)
    command.write("kiosk.py", KIOSK)
    command.write("pyproject.toml", SETTINGS.format(options=options))
    done = command("build", f"kiosk:{pipeline}")
    file = folder / "generated" / "airflow" / f"{pipeline}_dag.py"
    return file.read_text() if done.status == 0 else done.err


def test_nothing_is_said_unless_it_is_asked_for(tmp_path: Path) -> None:
    text = built(tmp_path, "one", "")
    assert "STORE" not in text
    assert "clean_store" not in text
    assert 'step = Step("load")' in text


def test_a_store_is_a_constant_of_the_file(tmp_path: Path) -> None:
    text = built(tmp_path, "one", 'store = "s3://a/{{ b }}"')
    assert '\nSTORE = "s3://a/{{ b }}"\n' in text
    assert 'step = Step("load", store=STORE)' in text


@pytest.mark.parametrize("when", ["success", "always"])
def test_the_last_task_comes_after_all_others_and_keeps_what_is_returned(
    when: str, tmp_path: Path
) -> None:
    text = built(tmp_path, "many", f'store_cleanup = "{when}"')
    kept = '["other.result", "load.result", "last.result"]'
    assert f'clean_store(keep={kept}, when="{when}")' in text
    (call,) = [line for line in text.splitlines() if "as_teardown" in line]
    assert "store_cleanup().as_teardown().set_upstream" in call
    after = text.partition("set_upstream(")[2]
    tree = ast.parse(after.partition(")")[0].strip().removesuffix(","))
    names = {each.id for each in ast.walk(tree) if isinstance(each, ast.Name)}
    assert names == {"aside_xcom", "other_xcom", "last_xcom"}


def test_the_file_is_as_our_own_tools_would_leave_it(tmp_path: Path) -> None:
    for name in ("one", "many"):
        built(tmp_path, name, 'store = "/values"\nstore_cleanup = "always"')
    files = [str(each) for each in (tmp_path / "generated" / "airflow").glob("*.py")]
    ruff("format", "--check", "--diff", *ISOLATED, *files, cwd=tmp_path)
    options = [f"--select={RULES}", f"--ignore={AUTHORS}"]
    known = '--config=lint.isort.known-first-party = ["kiosk"]'
    ruff("check", "--preview", *options, known, *ISOLATED, *files, cwd=tmp_path)


def test_a_node_of_the_name_of_the_last_task(tmp_path: Path) -> None:
    said = built(tmp_path, "taken", 'store_cleanup = "always"')
    assert "error[DC401]: a node and the task that cleans the store would both be called" in said
    assert 'Step("store_cleanup")' in built(tmp_path, "taken", "")


@pytest.mark.parametrize(
    ("store", "said"),
    [
        ("s3:/bucket", "did you mean s3://bucket?"),
        ("s3//bad", "did you mean s3://bad?"),
        ("values", "write a path that begins with /"),
        ("file://host/folder", "write file:///folder"),
        ("", "store"),
    ],
)
def test_a_store_that_is_none(store: str, said: str, tmp_path: Path) -> None:
    told = built(tmp_path, "one", f'store = "{store}"')
    assert "error[DC504]" in told
    assert said in told
