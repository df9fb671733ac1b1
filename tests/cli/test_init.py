"""`dagcompile init`: what it says; what it writes is tested with the project's other code."""

from commands import Command


def test_it_says_what_was_written_and_what_is_next(dagcompile: Command) -> None:
    done = dagcompile("init", "some/harvest")
    assert done.status == 0
    lines = done.out.splitlines()
    assert "written  some/harvest/harvest/ops.py" in lines
    assert lines[-1] == "13 written; some/harvest/README.md says what to do next"
    found = [each for each in (dagcompile.folder / "some/harvest").rglob("*") if each.is_file()]
    assert len(found) == 13


def test_a_refusal_is_usage(dagcompile: Command) -> None:
    for name, code in (("json", "DC631"), ("generated", "DC631"), (".", "DC632")):
        done = dagcompile("init", name)
        assert (done.status, done.out) == (2, ""), done
        assert done.err.startswith(f"error[{code}]: ")
