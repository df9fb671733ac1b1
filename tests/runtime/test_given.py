"""A file that is wrong, beside flags that are."""

from pathlib import Path

import pytest

from dagcompile.runtime.v1 import main
from tests.runtime.configured import daily


def test_a_file_with_other_sections_hides_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"confg": {}, "params": {"top": 0}, "config": 5}')
    events = tmp_path / "none" / "events"
    argv = ["--config", str(file), "--set", "clean.even=3", "--set", "claen.x=1"]
    with pytest.raises(SystemExit):
        main(daily, argv=[*argv, "--events", str(events)])
    assert capsys.readouterr().err.splitlines() == [
        "daily: nothing was run",
        f"  {file}: confg: there is no such section; did you mean config?",
        f"  {file}: config: expected names with values, got something else",
        f"  {file}: params.top: expected ge=1, got 0",
        "  --day: it is required: a date such as 2013-01-31",
        "  claen: there is no such node; did you mean clean?",
        "  clean.even: must be even, got 3",
        f"  cannot write events: [Errno 2] No such file or directory: '{events}'",
        "--help says what there is",
    ]


def test_a_file_that_cannot_be_read_may_hold_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.yaml").touch()
    for name, missing in (("none.yaml", False), ("empty.yaml", True)):
        with pytest.raises(SystemExit):
            main(daily, argv=["--config", str(tmp_path / name), "--set", "clean.even=3"])
        err = capsys.readouterr().err
        assert "clean.even: must be even, got 3" in err
        assert ("--day: it is required" in err) == missing
