"""The flags that say where a generated Dask module runs."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dask
import pytest

from dagcompile.runtime.dask import placing
from dagcompile.runtime.dask.cluster.places import Listening, Processes, Threads, Tls
from dagcompile.runtime.dask.main import main
from dagcompile.runtime.v1.dask import Graph, collection
from tests.runtime import bodies

NAMES = {each.name: "--" + each.name.replace("_", "-") for each in placing.OPTIONS}


def found(options: Mapping[str, Any]) -> list[str]:
    return [str(each) for each in placing.problems(options, NAMES)]


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ({}, Processes()),
        ({"local": "processes", "workers": 3}, Processes(workers=3)),
        ({"local": "threads", "workers": 3}, Threads(workers=3)),
        ({"scheduler": "tcp://a:1"}, Listening(address="tcp://a:1")),
        ({"scheduler_file": "s.json"}, Listening(file="s.json")),
    ],
)
def test_where_it_runs(options: dict[str, Any], place: object) -> None:
    assert found(options) == []
    given = {**options, "wait": 3.0}
    assert placing.taken_out(given) == place
    assert given == {"wait": 3.0}


def test_files_of_an_encrypted_scheduler(tmp_path: Path) -> None:
    files = {each: tmp_path / f"{each}.pem" for each in ("ca_file", "cert", "key")}
    for each in files.values():
        each.touch()
    tls = {name: str(file) for name, file in files.items()}
    options = {f"tls_{name}": file for name, file in tls.items()}
    named = {**options, "scheduler": "tls://a:1"}
    assert found(named) == []
    assert placing.taken_out(named) == Listening(address="tls://a:1", tls=Tls(**tls))
    with dask.config.set({"scheduler-address": "tls://b:2"}):
        assert found(options) == []
        assert placing.taken_out(dict(options)) == Listening(address="tls://b:2", tls=Tls(**tls))


def test_the_settings_of_dask_name_a_scheduler_unless_a_flag_says_where() -> None:
    with dask.config.set({"scheduler-address": "tcp://b:2"}):
        assert placing.taken_out({}) == Listening(address="tcp://b:2")
        assert placing.taken_out({"scheduler": "c:3"}) == Listening(address="c:3")
        assert placing.taken_out({"local": "threads"}) == Threads()
        assert found({"workers": 2}) == [
            "--workers: is for a run without a scheduler, and one is named"
        ]


def test_the_environment_says_what_local_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGCOMPILE_LOCAL", "threads")
    assert found({}) == []
    assert placing.taken_out({}) == Threads()
    assert placing.taken_out({"local": "processes"}) == Processes()
    monkeypatch.setenv("DAGCOMPILE_LOCAL", "no")
    assert found({"local": "threads"}) == found({"scheduler": "tcp://a:1"}) == []
    (said,) = found({})
    assert said == (
        "no scheduler is named: give --scheduler ADDRESS or --scheduler-file FILE, or set "
        "DASK_SCHEDULER_ADDRESS; --local processes runs it on this machine"
    )
    monkeypatch.setenv("DAGCOMPILE_LOCAL", "moon")
    assert found({}) == ["DAGCOMPILE_LOCAL: expected one of processes, threads, no, got 'moon'"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"scheduler": "a:1", "scheduler_file": "s.json"},
            ["--scheduler-file: --scheduler names a scheduler already"],
        ),
        (
            {"scheduler": "a:1", "local": "threads"},
            ["--local: is for a run without a scheduler, and one is named"],
        ),
        ({"workers": 0}, ["--workers: expected at least 1, got 0"]),
        ({"tls_key": "me.key"}, ["--tls-key: is for a scheduler; name it by --scheduler"]),
        (
            {"scheduler": "tls://a:1", "tls_ca_file": "missing.pem"},
            ["--tls-ca-file: there is no file missing.pem"],
        ),
        (
            {"scheduler": "a:1", "tls_cert": __file__},
            ["--tls-cert: a:1 is not encrypted; that would begin with tls://"],
        ),
    ],
)
def test_what_does_not_go_together(options: dict[str, Any], said: list[str]) -> None:
    assert found(options) == said


def test_all_that_is_wrong_is_told_at_once_by_the_names_of_the_flags(
    capsys: pytest.CaptureFixture[str],
) -> None:
    @collection
    def daily(graph: Graph, *, number: int, scheduler: str) -> Any:
        return graph.step("one", bodies.same)(number)

    argv = ["--number", "x", "--scheduler", "y", "--dagcompile-scheduler", "a:1", "--workers", "2"]
    with pytest.raises(SystemExit) as ended:
        main(daily, argv=[*argv, "--scheduler-file", "s.json"])
    assert ended.value.code == 2
    err = capsys.readouterr().err
    assert "  --number: expected int, got 'x'\n" in err
    assert "  --scheduler-file: --dagcompile-scheduler names a scheduler already\n" in err
    assert "  --workers: is for a run without a scheduler, and one is named\n" in err


def test_as_many_steps_at_once_as_there_are_workers(capsys: pytest.CaptureFixture[str]) -> None:
    @collection
    def wide(graph: Graph) -> Any:
        return graph.outputs(
            {f"n{each}": graph.step(f"n{each}", bodies.busy_thread)() for each in range(6)}
        )

    assert main(wide, argv=["--local", "threads", "--workers", "1", "-q"]) == 0
    assert set(json.loads(capsys.readouterr().out).values()) == {1}
    assert main(wide, argv=["--local", "threads", "--workers", "3", "-q"]) == 0
    assert max(json.loads(capsys.readouterr().out).values()) > 1
