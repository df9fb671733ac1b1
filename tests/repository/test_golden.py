"""The `golden` fixture: exact, and rewritten only when asked."""

from pathlib import Path

import pytest

TEST = "def test_kept(golden): golden('expected/a.py', {text!r})"


@pytest.fixture
def project(pytester: pytest.Pytester, root: Path) -> pytest.Pytester:
    pytester.makeconftest((root / "tests" / "conftest.py").read_text())
    return pytester


def run(project: pytest.Pytester, text: str, *options: str) -> pytest.RunResult:
    project.makepyfile(test_it=TEST.format(text=text))
    return project.runpytest_inprocess(*options)


def test_a_missing_file_fails_and_is_not_written(project: pytest.Pytester) -> None:
    result = run(project, "x = 1\n")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["there is no golden file *; `make golden` writes it"])
    assert not (project.path / "expected").exists()


def test_what_was_rewritten_passes_and_is_named(project: pytest.Pytester) -> None:
    rewritten = run(project, "x = 1\n", "--update-golden")
    rewritten.assert_outcomes(passed=1)
    rewritten.stdout.fnmatch_lines(["rewritten: *expected/a.py"])
    run(project, "x = 1\n").assert_outcomes(passed=1)


@pytest.mark.parametrize("text", ["x = 2\n", "x = 1", "x = 1\r\n", "x = 1\n\n", ""])
def test_any_difference_fails(project: pytest.Pytester, text: str) -> None:
    run(project, "x = 1\n", "--update-golden")
    result = run(project, text)
    result.assert_outcomes(failed=1)
    assert (project.path / "expected" / "a.py").read_bytes() == b"x = 1\n"
