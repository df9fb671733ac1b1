"""The recipes of the page about continuous integration: their steps are run, as a runner would."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from workplace import GIT

from tests.docs.blocks import blocks_of
from tests.docs.pages import ROOT

PAGE = ROOT / "docs/ci.md"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
FAR = re.compile(r"^(gh|curl|ask) |=\$\(gh ", re.MULTILINE)
"""What asks a code host, which is not there."""


def recipe(name: str) -> Any:
    """A file of the page, as a runner reads it."""
    texts = (each.text for each in blocks_of(PAGE.read_text()) if each.kind == "yaml")
    return yaml.safe_load(next(each for each in texts if each.startswith(f"# {name}\n")))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The project of the page, committed, in the clone of a runner at a branch."""
    for block in blocks_of(PAGE.read_text()):
        if block.kind in {"python", "toml"} and block.named:
            (tmp_path / block.named[1]).write_text(block.text)
    run("git init -q -b main && dagcompile build && git add . && git commit -qm one", tmp_path)
    run("git clone -q . clone && cd clone && git checkout -q -b branch", tmp_path)
    clone = tmp_path / "clone"
    shop = clone / "shop.py"
    shop.write_text(shop.read_text().replace("total(load", 'total.named("whole")(load'))
    return clone


def run(line: str, folder: Path, environment: Mapping[str, str] | None = None) -> tuple[int, str]:
    """What bash makes of a step: its status, and what it says."""
    tools = [Path(__file__).parent / "bin", Path(sys.executable).parent]
    path = os.pathsep.join([*map(str, tools), os.environ["PATH"]])
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", line],
        cwd=folder,
        env={**os.environ, **GIT, "PATH": path, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def steps(name: str) -> Iterator[tuple[str, str]]:
    """The lines that each job of a recipe runs on the runner itself."""
    if name == ".gitlab-ci.yml":
        jobs = {job: said["script"] for job, said in recipe(name).items() if "script" in said}
    else:
        jobs = {
            job: [each["run"] for each in said["steps"] if "run" in each]
            for job, said in recipe(name)["jobs"].items()
        }
    for job, lines in jobs.items():
        yield from ((job, line) for line in lines if not FAR.search(line))


@pytest.mark.parametrize("name", [".github/workflows/dagcompile.yml", ".gitlab-ci.yml"])
def test_a_recipe_fails_a_stale_branch_and_reviews_one_that_was_built(
    name: str, repository: Path
) -> None:
    base = run("git rev-parse main", repository)[1].strip()
    environment = {
        "GITHUB_BASE_REF": "main",
        "GITHUB_WORKSPACE": str(repository),
        "GITHUB_STEP_SUMMARY": str(repository / "summary.md"),
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
    }
    (check,) = [line for job, line in steps(name) if line.startswith("dagcompile check")]
    status, said = run(check, repository, environment)
    assert status == 1
    assert "  fix: dagcompile build daily\n" in said
    assert ("::error title=DC645,file=generated/airflow/" in said) == ("github" in name)
    run("dagcompile build && git commit -qam two", repository)
    for _, line in steps(name):
        status, said = run(line, repository, environment)
        assert status == 0, f"{line}\n{said}"
    comment = (repository / "comment.md").read_text()
    assert comment.startswith("<!-- dagcompile diff -->\n### 1 pipeline changed")
    if "github" in name:
        assert (repository / "summary.md").read_text() == comment


def test_what_asks_a_code_host_is_bash_and_looks_for_the_mark_of_the_comment() -> None:
    jobs = recipe(".github/workflows/dagcompile.yml")["jobs"]
    (line,) = [each["run"] for each in jobs["review"]["steps"] if "gh api" in each.get("run", "")]
    assert run(f"bash -n <<'END'\n{line}\nEND", ROOT) == (0, "")
    assert 'startswith(\\"$(head -n 1 comment.md)\\")' in line


def test_what_asks_gitlab_is_bash_and_finds_the_note_by_its_mark(tmp_path: Path) -> None:
    (line,) = [each for each in recipe(".gitlab-ci.yml")["review"]["script"] if "ask()" in each]
    (tmp_path / "comment.md").write_text("<!-- dagcompile diff etl -->\n### no change\n")
    calls = 'curl() { while [ $# -gt 1 ]; do shift; done; echo "$1" >&2; }; NOTES=notes\n'
    notes = '[{"id": 7, "body": "x"}, {"id": 8, "body": "<!-- dagcompile diff etl -->\\r\\n..."}]'
    for said, to in ((notes, "notes/8"), ("[]", "notes")):
        (tmp_path / "notes.json").write_text(said)
        status, out = run(calls + line, tmp_path)
        assert (status, out.splitlines()[-1]) == (0, to)


def test_a_hook_runs_in_the_commit_of_git_itself(repository: Path) -> None:
    """As pre-commit starts it: without names of files, with the variables that git sets."""
    hooks = {each["id"]: each for each in yaml.safe_load(HOOKS.read_text())}
    listed = recipe(".pre-commit-config.yaml")["repos"][0]["hooks"]
    assert {each["id"] for each in listed} <= set(hooks)
    for each in hooks.values():
        assert (each["language"], each["pass_filenames"]) == ("system", False)
    hook = repository / ".git/hooks/pre-commit"
    hook.write_text(f"#!/bin/sh\nexec {hooks['dagcompile-check']['entry']}\n")
    hook.chmod(0o755)
    status, said = run("git commit -qam stale", repository)
    assert (status, "error[DC645]: " in said) == (1, True)
    run(hooks["dagcompile-build"]["entry"], repository)
    (repository / "notes.txt").write_text("not for git")
    status, said = run("git commit -q -m built -- shop.py generated", repository)
    assert status == 0, said


def test_what_another_recipe_adds_is_of_its_form() -> None:
    (hook,) = recipe("hooks.yml")
    assert hook["entry"].endswith(" check")
    (check, upload) = recipe("scanning.yml")
    assert check["run"].endswith(f" > {upload['with']['sarif_file']}")
