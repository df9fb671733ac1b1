"""Values between Airflow tasks."""

import hashlib
import json
import logging
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from threading import Lock
from typing import Annotated, Any

import fsspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagcompile.runtime.airflow.inside import task_log
from dagcompile.runtime.airflow.values import BUDGET, BUDGET_VARIABLE, CannotStore, pack, unpack
from dagcompile.runtime.store import STORE_VARIABLE, Damaged, NoStore
from dagcompile.runtime.types import Undecodable, Unencodable
from dagcompile.runtime.v1 import Check
from dagcompile.runtime.verdict import Severity, examine
from tests.runtime import bodies


@dataclass(frozen=True)
class Row:
    day: date
    amount: Decimal


def packed(value: object, type_: Any, name: str = "p/r/n.x") -> dict[str, Any]:
    """Packed, and once through JSON as Airflow does it."""
    made: dict[str, Any] = json.loads(json.dumps(pack(value, type_, subject="n.x", name=name)))
    return made


def text_of(size: int) -> str:
    """A text whose JSON has `size` bytes."""
    return "x" * (size - 2)


def test_a_small_value_travels_itself() -> None:
    assert packed({1: Decimal("1.50")}, dict[int, Decimal]) == {"value": [[1, "1.50"]]}


@pytest.mark.parametrize("value", [None, "é\udc80\0", float("nan"), -0.0, 2**70])
def test_values_that_json_would_change(value: Any) -> None:
    again = unpack(packed(value, type(value)), type(value), subject="n.x")
    assert repr(again) == repr(value)


@pytest.mark.parametrize(
    ("size", "stored"), [(BUDGET - 1, False), (BUDGET, False), (BUDGET + 1, True)]
)
def test_the_budget(
    size: int, stored: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert BUDGET == 48_000
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path))
    made = packed(text_of(size), str)
    assert ("stored" in made) is stored
    assert ("value" in made) is not stored
    assert unpack(made, str, subject="n.x") == text_of(size)
    if stored:
        assert made["stored"]["bytes"] == size
        assert (tmp_path / "p" / "r" / "n.x.json").stat().st_size == size


def test_over_the_budget_without_a_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(STORE_VARIABLE, raising=False)
    with pytest.raises(CannotStore) as raised:
        pack(text_of(BUDGET + 1), str, subject="n.x", name="a")
    for part in ("n.x", "48,001 bytes", "48,000", "DAGCOMPILE_STORE"):
        assert part in str(raised.value)


@given(st.lists(st.builds(Row, st.dates(), st.decimals(allow_nan=False)), max_size=5))
def test_stored_values_keep_their_types(rows: list[Row]) -> None:
    monkeypatch = pytest.MonkeyPatch()
    with monkeypatch.context() as patch:
        patch.setenv(STORE_VARIABLE, "memory://xcom")
        value = {"rows": rows, "filler": [Row(date(2024, 1, 1), Decimal(1))] * 2000}
        made = packed(value, dict[str, list[Row]])
        assert "stored" in made
        assert unpack(made, dict[str, list[Row]], subject="n.x") == value


def test_a_stored_value_that_changed_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path))
    made = packed(text_of(BUDGET + 1), str)
    (file,) = [each for each in tmp_path.rglob("*") if each.is_file()]
    file.write_bytes(file.read_bytes()[:-2] + b'y"')
    with pytest.raises(Damaged) as raised:
        unpack(made, str, subject="an input of m")
    for part in (
        "an input of m, n.x, is stored at file://",
        "is not what was written there (48,001 bytes, sha256 ",
        "clear the task of n, so that it is written again",
    ):
        assert part in str(raised.value)


@pytest.mark.parametrize("root", ["folder", "memory://gone"])
def test_a_stored_value_that_is_gone_says_whose_it_was(
    root: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path) if root == "folder" else root)
    made = packed(text_of(BUDGET + 1), str)
    for file in [each for each in tmp_path.rglob("*") if each.is_file()]:
        file.unlink()
    fsspec.filesystem("memory").store.clear()
    with pytest.raises(FileNotFoundError) as raised:
        unpack(made, str, subject="an input of m")
    for part in (
        "an input of m, n.x, is stored at",
        made["stored"]["uri"],
        "where nothing is now (48,001 bytes",
        "clear the task of n",
    ):
        assert part in str(raised.value)


def test_a_stored_value_whose_store_cannot_be_opened_here() -> None:
    made = {"of": "n.x", "uri": "nowhere://a/b.json", "sha256": "", "bytes": 1}
    with pytest.raises(NoStore, match=r"an input of m, n\.x, is stored at nowhere://a/b\.json: .*"):
        unpack({"stored": made}, str, subject="an input of m")


@pytest.mark.parametrize(("said", "stored"), [("0", True), ("6", True), ("7", False), ("", False)])
def test_the_environment_has_a_budget(
    said: str, stored: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path))
    monkeypatch.setenv(BUDGET_VARIABLE, said)
    made = packed("x" * 5, str)
    assert ("stored" in made) is stored
    assert unpack(made, str, subject="n.x") == "x" * 5


@pytest.mark.parametrize("said", ["48kB", "-1", "1.5", "\u0661"])
def test_a_budget_that_is_none(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BUDGET_VARIABLE, said)
    with pytest.raises(CannotStore, match=r"DAGCOMPILE_XCOM_BUDGET is .*; set it to a number"):
        pack("x", str, subject="n.x", name="a")


def test_what_has_no_json_names_the_port() -> None:
    with pytest.raises(Unencodable, match=r"^n\.x cannot be handed to another Airflow task: "):
        pack(Lock(), Any, subject="n.x", name="a")


def test_a_value_that_is_not_of_its_type_travels_by_what_it_is() -> None:
    for value in ("n/a", (1, 2), Decimal("1.50")):
        again = unpack(packed(value, list[int]), list[int], subject="n.x")
        assert again == value
        assert type(again) is type(value)


def test_one_whose_check_crashes_while_a_type_is_chosen_travels_too() -> None:
    either = Annotated[int, Check(bodies.crash)] | str
    assert unpack(packed(1, either), either, subject="n.x") == 1


def test_an_xcom_of_another_type() -> None:
    with pytest.raises(Undecodable):
        unpack({"value": "text"}, int, subject="n.x")


def test_a_file_of_another_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path))
    made = packed(text_of(BUDGET + 1), str)
    made["stored"]["codec"] = "parquet"
    with pytest.raises(Undecodable, match="a parquet file is no value of `str`"):
        unpack(made, str, subject="n.x")


# --- what has a form as a file -------------------------------------------------------------------


@pytest.mark.parametrize("size", [0, 100_000])
def test_a_file_is_stored_as_it_is(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path))
    array = np.arange(size, dtype=np.float64)
    made = packed(array, np.ndarray)
    file = tmp_path / "p" / "r" / "n.x.npy"
    assert made == {
        "stored": {
            "of": "n.x",
            "uri": file.as_uri(),
            "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
            "bytes": file.stat().st_size,
            "codec": "npy",
        }
    }
    assert np.array_equal(np.load(file), array)
    assert np.array_equal(unpack(made, np.ndarray, subject="n.x"), array)


def test_a_file_is_text_where_there_is_no_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(STORE_VARIABLE, raising=False)
    array = np.arange(100)
    made = packed(array, np.ndarray)
    assert isinstance(made["value"], str)
    assert np.array_equal(unpack(made, np.ndarray, subject="n.x"), array)
    with pytest.raises(CannotStore, match=r"takes 1,066,842 bytes, more than the 48,000 that may"):
        pack(np.zeros(100_000), np.ndarray, subject="n.x", name="a")


def test_a_file_of_a_store_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STORE_VARIABLE, "nothing://there")
    with pytest.raises(CannotStore, match=r"^n\.x is to be stored as a npy file, and there is no"):
        pack(np.zeros(1), np.ndarray, subject="n.x", name="a")


def test_none_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path))
    assert packed(None, np.ndarray | None) == {"value": None}
    assert packed(np.zeros(1), np.ndarray | None)["stored"]["codec"] == "npy"


def test_what_is_no_file_of_its_type_travels_by_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path))
    assert packed("n/a", np.ndarray) == {"value": "n/a", "as": "Any"}
    with pytest.raises(Unencodable, match=r"`numpy\.ma\.MaskedArray` would come back as the"):
        pack(np.ma.masked_array([1]), np.ndarray, subject="n.x", name="a")


def test_a_stored_file_that_changed_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STORE_VARIABLE, str(tmp_path))
    made = packed(np.zeros(3), np.ndarray)
    (tmp_path / "p" / "r" / "n.x.npy").write_bytes(b"")
    with pytest.raises(Damaged):
        unpack(made, np.ndarray, subject="n.x")


def test_the_log_of_a_task_has_what_only_warns_as_a_warning(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    logger = logging.getLogger("dagcompile.events")
    monkeypatch.setattr(logger, "disabled", False)  # which Airflow's own setting up does to loggers
    monkeypatch.setattr(logger, "propagate", False)
    monkeypatch.setattr(logger, "handlers", [caplog.handler])
    with caplog.at_level("INFO", logger=logger.name):
        severities: tuple[Severity, ...] = ("warn", "error")
        for severity in severities:
            made = examine("x", int, subject="n.x", severity=severity)
            task_log({"event": "guard", "node": "n", "verdict": made.record()})
    assert [each.levelname for each in caplog.records] == ["WARNING", "INFO"]
