"""The digest of what a step computes from: another op, another digest; the same op, the same."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from dagcompile import op
from dagcompile.runtime.dask.graph.content import Contents, digest_of

WHOLE = '''
import logging
import shop_rates as rates
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

LOG = logging.getLogger(__name__)
FACTOR = 2
KINDS = {"a", "b", "c"}
TABLE = {"a": [1, 2]}


class Kind(Enum):
    SMALL = 1


@dataclass(frozen=True)
class Row:
    price: int

    @property
    def doubled(self) -> int:
        return self.price * 2

    @cached_property
    def halved(self) -> int:
        return self.price // 2


def twice(number: int) -> int:
    return number * FACTOR


def unused(number: int) -> int:
    return number


class Order:
    def scaled(self) -> int:
        return 5


class Bill:
    def total(self) -> int:
        return 6


def load(number: int = 3, order: Order | None = None, bills: "list[Bill]" = ()) -> list[int]:
    """Load it."""
    LOG.info("loading")
    rows = [Row(rates.rate(each)).doubled for each in TABLE["a"]]
    if Kind.SMALL in {"x", "y"} or "a" in KINDS:
        return [twice(each) for each in rows]
    return (lambda: rows)()
'''
RATES = """
def rate(number: int) -> int:
    return number + 1
"""


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Makes `load` of a package whose text was changed."""

    def load(*changes: tuple[str, str]) -> Any:
        whole, rates = WHOLE, RATES
        for old, new in changes:
            assert old in whole + rates
            whole, rates = whole.replace(old, new), rates.replace(old, new)
        for name, text in (("shop_rates", rates), ("shop", whole)):
            text = text.replace("shop_rates", "shop.rates")
            module = ModuleType("shop.rates" if name == "shop_rates" else name)
            monkeypatch.setitem(sys.modules, module.__name__, module)
            if name == "shop":
                vars(module)["__path__"] = []
                vars(module)["rates"] = sys.modules["shop.rates"]
            exec(text, vars(module))
        return vars(module)["load"]

    return load


def test_the_same_text_has_the_same_digest(loaded: Callable[..., Any]) -> None:
    assert digest_of(loaded()) == digest_of(loaded())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("number + 1", "number + 2"),
        ("FACTOR = 2", "FACTOR = 3"),
        ('"b", "c"}', '"b"}'),
        ("[1, 2]", "[2, 1]"),
        ("SMALL = 1", "SMALL = 2"),
        ("self.price * 2", "self.price * 3"),
        ("self.price // 2", "self.price // 3"),
        ("price: int", "price: float"),
        ("return number * FACTOR", "return FACTOR * number"),
        ("number: int = 3", "number: int = 4"),
        ('{"x", "y"}', '{"x", "z"}'),
        ("lambda: rows", "lambda: rows[:1]"),
        ("return 5", "return 7"),  # of what it takes
        ("return 6", "return 7"),
    ],
)
def test_a_change_of_what_it_names_is_seen(old: str, new: str, loaded: Callable[..., Any]) -> None:
    assert digest_of(loaded()) != digest_of(loaded((old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("    return number\n", "    return -number\n"),  # of what it does not name
        ("LOG.info", "# a comment\n    LOG.info"),
        ("def twice", "\n\n\ndef twice"),
    ],
)
def test_a_change_of_what_it_does_not_name_is_none(
    old: str, new: str, loaded: Callable[..., Any]
) -> None:
    assert digest_of(loaded()) == digest_of(loaded((old, new)))


def test_it_is_of_no_process(tmp_path: Path) -> None:
    """Neither the seed of hashes nor the addresses of objects are in it."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text(WHOLE.replace("shop_rates", "shop.rates"))
    (tmp_path / "shop" / "rates.py").write_text(RATES)
    ask = "import shop\nfrom dagcompile.runtime.dask.graph.content import digest_of as digest\n"
    found = {
        subprocess.run(
            [sys.executable, "-c", f"{ask}print(digest(shop.load))"],
            env={"PYTHONPATH": f"{tmp_path}:{Path.cwd()}", "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1


def test_an_op_is_as_its_function() -> None:
    def load() -> int:
        return 1

    assert digest_of(op(load)) == digest_of(load)


def test_what_goes_in_circles_comes_to_an_end() -> None:
    circle: list[Any] = []
    circle.append(circle)

    def even(number: int) -> bool:
        return number == 0 or odd(number - 1) or bool(circle)

    def odd(number: int) -> bool:
        return number != 0 and even(number - 1)

    assert digest_of(even) != digest_of(odd)


def test_a_long_chain_of_functions_is_followed() -> None:
    functions: dict[str, Any] = {"__name__": "chain"}
    lines = [f"def f{number}(): return f{number + 1}()" for number in range(3000)]
    exec("\n".join([*lines, "def f3000(): return 1"]), functions)
    before = digest_of(functions["f0"])
    exec("def f3000(): return 2", functions)
    assert digest_of(functions["f0"]) != before


def identity(number: Any) -> Any:
    return number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("load", identity, [{}], [1]), ("load", identity, [{}], [2])),
        (("load", identity, [{}], [1]), ("load", identity, [{}], [1.0])),
        (("load", identity, [{}], [1]), ("load", identity, [{}], [True])),
        (
            ("load", identity, [{}], [date(2013, 1, 1)]),
            ("load", identity, [{}], [date(2013, 1, 2)]),
        ),
        (("load", identity, [{}], [1]), ("loads", identity, [{}], [1])),
        (("load", identity, [{}], [1]), ("load", digest_of, [{}], [1])),
        (("load", identity, [{"timeout": 1.0}], [1]), ("load", identity, [{"timeout": 2.0}], [1])),
        (("load", identity, [[1, [2]]], []), ("load", identity, [[[1], 2]], [])),
        (("load", identity, [list[int]], []), ("load", identity, [list[str]], [])),
    ],
)
def test_what_differs_has_another_digest(one: Any, other: Any) -> None:
    assert Contents().of(*one) != Contents().of(*other)
    assert Contents().of(*one) == Contents().of(*one)


def test_which_of_several_like_objects_is_meant() -> None:
    one, other = Exception(), Exception()
    assert digest([one, other, one]) != digest([one, other, other])


def digest(said: Any) -> str | None:
    return Contents().of("load", identity, [said], [])


def endless() -> Iterator[int]:
    yield from count()


@pytest.mark.parametrize("value", [threading.Lock(), object(), endless()])
def test_a_value_that_cannot_be_told_from_another_has_none(value: Any) -> None:
    assert Contents().of("load", identity, [{}], [value]) is None


class Odd:
    """Answers for no attribute."""

    def __getattribute__(self, name: str) -> Any:
        raise RuntimeError(name)


def deep() -> list[Any]:
    found: list[Any] = []
    for _ in range(5000):
        found = [found]
    return found


@pytest.mark.parametrize("make", [Odd, deep])
def test_what_cannot_be_looked_into_has_none(make: Any) -> None:
    value = make()
    assert Contents().of("load", identity, [value], []) is None
    assert Contents().of("load", identity, [], [value]) is None
