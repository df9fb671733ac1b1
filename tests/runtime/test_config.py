"""What a run changes in the configs of its nodes: merged, read by type, checked beforehand."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from dagcompile.runtime.config import assigned, configs_for, resolved, settings_of
from dagcompile.runtime.reading.problems import Problem
from dagcompile.runtime.v1 import ConfigError, execute
from dagcompile.runtime.v1.dask import collection
from dagcompile.runtime.v1.dask import execute as execute_dask
from dagcompile.runtime.wiring import wiring_of
from tests.runtime.configured import (
    Bucket,
    Clean,
    Cutoff,
    Folder,
    Limits,
    Mode,
    Open,
    Window,
    daily,
    nested,
)

DAY = date(2013, 1, 1)
GIVEN = Cutoff(max_delay=300, label="b")


def changed(*sets: str, file: dict[str, Any] | None = None) -> tuple[Any, list[str]]:
    """The config of `clean` with what `--set` and a file say, and what is wrong."""
    layers = [file or {}, assigned([(k, v) for k, _, v in (each.partition("=") for each in sets)])]
    configs, problems = resolved(wiring_of(daily), layers)
    return configs.get("clean"), list(map(str, problems))


def given(**fields: Any) -> Cutoff:
    return GIVEN.model_copy(update=fields)


@pytest.mark.parametrize(
    ("sets", "expected"),
    [
        (["clean.max_delay=5"], given(max_delay=5)),
        (["clean.label=5"], given(label="5")),
        (["clean.label=a=b"], given(label="a=b")),
        (["clean.label="], given(label="")),
        (["clean.mode=SLOW"], given(mode=Mode.SLOW)),
        (["clean.wait=PT2M"], given(wait=timedelta(minutes=2))),
        (["clean.window.start=2013-01-05"], given(window=Window(start=date(2013, 1, 5)))),
        (["clean.other.start=2013-01-05"], given(other=Window(start=date(2013, 1, 5)))),
        (["clean.other=null"], given(other=None)),
        (["clean.limits.least=3"], given(limits=Limits(3))),
        (["clean.counts.b=2"], given(counts={"a": 1, "b": 2})),
        (['clean.counts={"b": 2}'], given(counts={"a": 1, "b": 2})),
        (['clean.names=["b", "c"]'], given(names=["b", "c"])),
        (["clean.names=[]"], given(names=[])),
        (['clean={"max_delay": 4}'], given(max_delay=4)),
        (["clean.source.depth=3"], given(source=Folder(path="data", depth=3))),
        (["clean.source.kind=bucket", "clean.source.bucket=b"],
         given(source=Bucket(kind="bucket", bucket="b"))),
        (["clean.max_delay=1", "clean.max_delay=2"], given(max_delay=2)),
        (['clean.window={"end": "2014-01-01"}', "clean.window.start=2013-06-01"],
         given(window=Window(start=date(2013, 6, 1), end=date(2014, 1, 1)))),
        (["clean.window.start=2013-06-01", 'clean.window={"end": "2014-01-01"}'],
         given(window=Window(start=date(2013, 6, 1), end=date(2014, 1, 1)))),
        (["clean.other=null", "clean.other.end=2014-01-01"],
         given(other=Window(end=date(2014, 1, 1)))),
    ],
)  # fmt: skip
def test_what_is_set(sets: list[str], expected: Cutoff) -> None:
    assert changed(*sets) == (expected, [])


def test_a_file_is_below_what_is_set() -> None:
    file = {
        "clean": {
            "max_delay": 1,
            "window": {"start": "2012-01-01", "end": "2012-02-01"},
            "counts": {"b": 2},
            "source": {"kind": "bucket", "bucket": "b"},
            "mode": "SLOW",
            "wait": 90,
            "ratio": 1,
        }
    }
    expected = given(
        max_delay=2,
        window=Window(start=date(2012, 1, 1), end=date(2012, 3, 1)),
        counts={"a": 1, "b": 2, "c": 3},
        source=Folder(path="p"),
        mode=Mode.SLOW,
        wait=timedelta(seconds=90),
        ratio=1.0,
    )
    sets = [
        "clean.max_delay=2",
        "clean.window.end=2012-03-01",
        "clean.counts.c=3",
        "clean.source.path=p",
    ]
    assert changed(*sets, file=file) == (expected, [])


@pytest.mark.parametrize(
    ("sets", "told"),
    [
        ("clean.max_delay=soon", "clean.max_delay: expected int, ge=0, got 'soon'"),
        ("clean.max_delay=-1", "clean.max_delay: expected int, ge=0, got -1"),
        ("clean.max_delay=true", "clean.max_delay: expected int, ge=0, got 'true'"),
        ("clean.max_dely=3", "clean.max_dely: there is no such key; did you mean clean.max_delay?"),
        (
            "clean.window.begin=1",
            "clean.window.begin: there is no such key; did you mean clean.window.end?",
        ),
        ("clean.window.start=2014-01-01", "clean.window: the end is before the start"),
        ("clean.limits.least=-1", "clean.limits.least: expected ge=0, got -1"),
        ("clean.limits.least=10", "clean.limits: ValueError: least is over most"),
        ("clean.even=3", "clean.even: must be even, got 3"),
        ("clean.mode=SLO", "clean.mode: expected one of FAST, SLOW, got 'SLO'"),
        ("clean.names=a", "clean.names: expected list[str], got 'a'"),
        ("clean.names=[1]", "clean.names[0]: input should be a valid string, got 1"),
        ("clean.counts.a=x", "clean.counts.a: input should be a valid integer, unable to parse"),
        ("clean.source.kind=shelf", "clean.source.Folder.kind: input should be 'folder'"),
        ("clean=5", "clean: expected Cutoff, got a secret"),
        ("claen.max_delay=3", "claen: there is no such node; did you mean clean?"),
        ("load.size=3", "load: this node has no config; nodes with a config: clean, prepare.shop"),
        ("prepare.shop.sise=3", "prepare.shop.sise: there is no such key; did you mean prepare.sh"),
        ("prepare.x.y=3", "prepare.x: there is no such node; did you mean prepare.shop?"),
        ("zzz=3", "zzz: there is no such node; nodes with a config: clean, prepare.shop"),
        (
            "clean.zzzzzzzzzzzzzzzzzzzzz=3",
            "clean.zzzzzzzzzzzzzzzzzzzzz: there is no such key; there are",
        ),
    ],
)
def test_what_is_wrong(sets: str, told: str) -> None:
    found = changed(sets)[1]
    assert found
    assert found[0].startswith(told), found


def test_every_wrong_leaf_is_told() -> None:
    file = {"clean": {"even": 3, "max_delay": True, "window": {"start": 5, "ends": 1}}, "shop": {}}
    assert changed("clean.ratio=x", "clean.limits.least=x", "clean.wait=x", file=file)[1] == [
        "shop: there is no such node; nodes with a config: clean, prepare.shop",
        "clean.max_delay: expected int, ge=0, got True",
        "clean.window.ends: there is no such key; did you mean clean.window.end?",
        "clean.window.start: expected a date such as 2013-01-31, got 5",
        "clean.limits.least: expected int, ge=0, got 'x'",
        "clean.ratio: expected float, got 'x'",
        "clean.wait: expected a duration such as PT1H30M, got 'x'",
        "clean.even: must be even, got 3",
    ]


def test_a_secret_is_never_shown() -> None:
    config, problems = changed("clean.token=hush", 'clean.names="hush"')
    assert [each for each in problems if "token" in each] == []
    config, problems = changed("clean.token=hush")
    assert config.token.get_secret_value() == "hush"
    wrong = changed(file={"clean": {"token": ["hush"]}})[1]
    assert wrong == ["clean.token: input should be a valid string, got a secret"]
    assert all("hush" not in str(each) for each in settings_of(wiring_of(daily)))


def test_the_longest_id_is_meant() -> None:
    tree = assigned([("prepare.clean.start", "2012-01-01"), ("prepare.size", "3")])
    configs, problems = resolved(wiring_of(nested), [tree])
    assert problems == []
    assert configs == {"prepare": Clean(size=3), "prepare.clean": Window(start=date(2012, 1, 1))}
    whole = {"prepare.clean": {"start": "2012-01-01"}}
    assert configs_for(nested, whole)["prepare.clean"] == Window(start=date(2012, 1, 1))


def test_aliases_are_no_names_of_keys() -> None:
    configs, problems = resolved(wiring_of(daily), [{"prepare.shop": {"size": 3}}])
    assert (configs["prepare.shop"], problems) == (Open(Size=3), [])
    (problem,) = resolved(wiring_of(daily), [{"prepare.shop": {"Size": 3}}])[1]
    assert problem == Problem(
        "prepare.shop.Size", "there is no such key; did you mean prepare.shop.size?"
    )


def test_from_python_a_config_may_be_given_whole_or_in_part() -> None:
    other = Cutoff(max_delay=7)
    assert configs_for(daily, {"clean": other}) == {"clean": other}
    part = {"clean": {"window": {"start": date(2012, 1, 1)}, "mode": Mode.SLOW, "max_delay": 1}}
    expected = given(window=Window(start=date(2012, 1, 1)), mode=Mode.SLOW, max_delay=1)
    assert configs_for(daily, part) == {"clean": expected}
    assert configs_for(daily, {"clean": {"other": Window()}}) == {"clean": given(other=Window())}
    with pytest.raises(ConfigError) as raised:
        configs_for(daily, {"clean": Window()})
    assert str(raised.value).startswith(
        "the config of daily does not fit\n  clean: expected Cutoff"
    )


def by_script(config: Any) -> Any:
    return execute(daily, day=DAY, config=config, sinks=()).result


def by_dask(config: Any) -> Any:
    return execute_dask(collection(daily), day=DAY, config=config, sinks=(), local="threads").result


def by_collection(config: Any) -> Any:
    return collection(daily).with_options(config=config)(day=DAY).compute(scheduler="threads")


@pytest.mark.parametrize("engine", [by_script, by_dask, by_collection])
def test_engines_change_configs_alike(engine: Callable[[Any], Any]) -> None:
    assert engine(None) == Open(Size=2)
    assert engine({}) == Open(Size=2)
    assert engine({"prepare.shop": {"size": 5}}) == Open(Size=5)
    assert engine(None) == Open(Size=2)
    with pytest.raises(ConfigError, match=r"prepare\.shop\.size: expected int, got 'x'"):
        engine({"prepare.shop": {"size": "x"}})


def test_nothing_runs_if_a_config_is_wrong() -> None:
    ran: list[int] = []

    def noting(run: Any) -> Any:
        run.step("first", ran.append)(1)
        return run.step("n", lambda config: config)(config=run.config("n", Window()))

    with pytest.raises(ConfigError):
        execute(noting, sinks=(), config={"n": {"start": "2020-01-01"}})
    assert ran == []


def test_no_run_shares_what_is_changed_with_another() -> None:
    config = {"clean": {"counts": {"b": 2}}}
    first = configs_for(daily, config)["clean"]
    first.counts["c"] = 3
    assert configs_for(daily, config)["clean"].counts == {"a": 1, "b": 2}
    assert config == {"clean": {"counts": {"b": 2}}}


def test_other_configs_are_other_keys_of_a_graph() -> None:
    def keys(config: Any) -> set[Any]:
        return set(collection(daily).with_options(run_id="r", config=config)(day=DAY).dask)

    one = {"prepare.shop": {"size": 5}}
    assert keys(None) == keys({})
    assert keys(one) == keys(one)
    assert not keys(one) & keys(None)
    assert not keys(one) & keys({"prepare.shop": {"size": 6}})
