"""Types that distributions register: how they are found, and what is said of broken ones."""

import itertools
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import GenericAlias
from typing import Annotated, Any

import pytest

from dagcompile import Facts
from dagcompile.runtime.types import (
    BrokenSupport,
    CheckCrashed,
    ClassShape,
    FactShape,
    Undecodable,
    Unencodable,
    UnsupportedType,
    WrongFacts,
    shape_of,
)
from dagcompile.runtime.types.markers import SecretMark
from dagcompile.runtime.verdict import examine
from tests.runtime.types.registering import install

HEAD = """
from dagcompile import TypeSupport, Verdict
class Thing:
    def __init__(self, size=1):
        self.size = size
class Derived(Thing):
    pass
"""
SUPPORT = """
class Support(TypeSupport):
    fact_names = ("size", "odd", "shape")
    suffix = "thing"
    def facts_of(self, annotation):
        {facts_of}
    def facts(self, value):
        {facts}
    def check(self, value):
        {check}
    def size(self, value):
        {size}
    def dump(self, value):
        {dump}
    def load(self, data):
        {load}
    def normal(self, name, value):
        {normal}
SUPPORT = Support()
"""
USUAL = {
    "facts_of": "return {'size': 2}",
    "facts": "return {'size': value.size, 'odd': value.size % 2 == 1, 'shape': (value.size, 1)}",
    "check": "return True",
    "size": "return 8 * value.size",
    "dump": "return str(value.size).encode()",
    "load": "return Thing(int(data))",
    "normal": "return value",
}
_numbers = itertools.count()

Make = Callable[..., Any]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """A module with a class `Thing`, for which the distribution `thing-types` registers a support
    of which some methods are others.
    """
    monkeypatch.syspath_prepend(tmp_path)

    def made(where: str = "{module}:SUPPORT", path: str = "{module}.Thing", **methods: str) -> Any:
        module = f"things_{next(_numbers)}"
        text = HEAD + SUPPORT.format(**{**USUAL, **methods})
        registers = {path.format(module=module): where.format(module=module)}
        install(tmp_path, "thing-types", registers, **{module: text})
        return __import__(module)

    return made


def test_a_registered_class_shows_its_facts(make: Make) -> None:
    things = make()
    shape = shape_of(things.Thing)
    assert isinstance(shape, FactShape)
    assert shape.text == f"{things.__name__}.Thing"
    assert shape.accepts(things.Derived())
    assert not shape.accepts(1)
    verdict = examine(things.Thing(3), things.Thing, subject="n.x", severity="error").record()
    assert verdict["outcome"] == "pass"
    assert verdict["metadata"] == {
        "size": {"kind": "number", "value": 3},
        "odd": {"kind": "bool", "value": True},
        "shape": {"kind": "text", "value": "(3, 1)"},
        "bytes": {"kind": "number", "value": 24},
    }


def test_facts_are_asked_for_beside_the_class(make: Make) -> None:
    things = make()
    shape = shape_of(Annotated[things.Thing, Facts(size=3, odd=True)])
    assert shape.text == f"Annotated[{things.__name__}.Thing, Facts(odd=True, size=3)]"
    assert shape.accepts(things.Thing(3))
    found = [(each.path, each.expected, each.got) for each in shape.violations(things.Thing(2))]
    assert found == [(".odd", "True", "False"), (".size", "3", "2")]
    assert shape == shape_of(Annotated[things.Thing, Facts(odd=True), Facts(size=3)])
    assert shape != shape_of(Annotated[things.Thing, Facts(odd=1, size=3)])
    assert pickle.loads(pickle.dumps(shape)) == shape
    ((wrong),) = shape_of(listed(Annotated[things.Thing, Facts(size=3)])).violations(
        [things.Thing(3), 1]
    )
    assert (wrong.path, wrong.got) == ("[1]", "int")


def listed(item: Any) -> Any:
    """`list[item]`, of a class that a type checker cannot know."""
    return GenericAlias(list, (item,))


def test_a_fact_of_another_class_is_another_fact(make: Make) -> None:
    things = make()
    assert not shape_of(Annotated[things.Thing, Facts(size=True)]).accepts(things.Thing(1))
    assert not shape_of(Annotated[things.Thing, Facts(odd=1)]).accepts(things.Thing(1))


def test_a_fact_that_is_not_told_is_not_there(make: Make) -> None:
    things = make(facts="return {}")
    shape = shape_of(Annotated[things.Thing, Facts(size=1)])
    assert not shape.accepts(things.Thing())
    assert [each.got for each in shape.violations(things.Thing())] == ["none"]


def test_a_check_beyond_the_facts(make: Make) -> None:
    things = make(check="return Verdict.failed('it is empty', size=0) if not value.size else True")
    verdict = examine(things.Thing(0), things.Thing, subject="n.x", severity="error")
    assert verdict.outcome == "fail"
    (violation,) = verdict.violations
    assert violation.expected == f"a sound {things.__name__}.Thing"
    assert violation.message == "it is empty"
    assert shape_of(things.Thing).accepts(things.Thing(1))


def test_where_there_are_facts_alone_the_schema_is_all(make: Make) -> None:
    things = make()
    del things.Support.check
    shape = shape_of(Annotated[things.Thing, Facts(size=1)])
    assert shape.shallow() is shape


def test_a_guard_of_the_schema_looks_at_the_facts_alone(make: Make) -> None:
    things = make(check="raise AssertionError('it is not to be looked at')")
    shape = shape_of(Annotated[things.Thing, Facts(size=1)])
    assert shape.shallow().accepts(things.Thing(1))
    assert not shape.shallow().accepts(things.Thing(2))
    assert shape.shallow() != shape
    assert pickle.loads(pickle.dumps(shape.shallow())) == shape.shallow()


def test_a_file_comes_back_and_stands_in_json(make: Make) -> None:
    things = make()
    shape = shape_of(listed(things.Thing))
    assert shape.obstacle() is None
    assert shape.encode([things.Thing(12)]) == ["MTI="]
    assert shape.decode(["MTI="])[0].size == 12
    anything = shape_of(Any)
    encoded = anything.encode(things.Thing(12))
    assert encoded == {"type": f"{things.__name__}:Thing", "value": "MTI="}
    assert type(anything.decode(encoded)) is things.Thing


def test_an_instance_of_a_subclass_is_not_written_as_less_than_it_is(make: Make) -> None:
    things = make()
    with pytest.raises(Unencodable, match=r"a `things_\d+\.Derived` would come back as the"):
        shape_of(things.Thing).encode(things.Derived())
    assert isinstance(shape_of(things.Derived), ClassShape)


def test_a_class_without_files(make: Make) -> None:
    things = make()
    things.Support.suffix = ""
    obstacle = "thing-types, which registers `things_"
    assert str(shape_of(things.Thing).obstacle()).startswith(obstacle)
    with pytest.raises(Unencodable, match=obstacle):
        shape_of(things.Thing).encode(things.Thing())


def test_a_class_may_be_registered_where_it_is_handed_on(make: Make, tmp_path: Path) -> None:
    (tmp_path / "handing_on.py").write_text("Thing = None\n")
    things = make(path="handing_on.Thing")
    assert isinstance(shape_of(things.Thing), ClassShape)
    again = make_again(make, tmp_path)
    import handing_on  # type: ignore[import-not-found]

    handing_on.Thing = again.Thing
    assert isinstance(shape_of(again.Thing), FactShape)


def make_again(make: Make, folder: Path) -> Any:
    folder.joinpath("thing_types-1.0.dist-info").rename(folder / "aside")
    return make(path="handing_on.Thing")


# --- broken registrations ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("nowhere:SUPPORT", "cannot be loaded: ModuleNotFoundError: No module named 'nowhere'"),
        ("{module}:NOTHING", "cannot be loaded: AttributeError: "),
        ("{module}:Support", r"is the class `things_\d+\.Support` and not an instance of Type"),
        ("{module}:HEAD", r"cannot be loaded"),
        ("{module}:__name__", r"is a value of class `str` and not an instance of TypeSupport"),
    ],
)
def test_an_entry_point_that_leads_to_no_support(make: Make, where: str, said: str) -> None:
    things = make(where)
    with pytest.raises(BrokenSupport, match=f"thing-types registers `.*` for it, which {said}"):
        shape_of(things.Thing)


def test_two_distributions_for_one_class(make: Make, tmp_path: Path) -> None:
    things = make()
    install(tmp_path, "more-types", {f"{things.__name__}.Thing": "m:S"})
    with pytest.raises(BrokenSupport, match=r"registered twice, by more-types \(m:S\) and thing"):
        shape_of(things.Thing)


def test_one_that_nobody_meets_is_in_nobodys_way(tmp_path: Path) -> None:
    install(tmp_path, "thing-types", {"nowhere.Thing": "nowhere:SUPPORT"})
    probe = "from dagcompile.runtime.types import shape_of; import fractions, jinja2\n"
    probe += "print(shape_of(fractions.Fraction).text, shape_of(jinja2.Environment).text)"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {probe}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "fractions.Fraction jinja2.environment.Environment\n"


def test_a_class_of_the_standard_library_is_registered_like_others(tmp_path: Path) -> None:
    support = (
        "from dagcompile import TypeSupport\n"
        "class Nets(TypeSupport):\n"
        "    fact_names = ('prefixlen',)\n"
        "    def facts(self, value):\n"
        "        return {'prefixlen': value.prefixlen}\n"
        "NETS = Nets()\n"
    )
    install(tmp_path, "net-types", {"ipaddress.IPv4Network": "nets:NETS"}, nets=support)
    probe = (
        "from ipaddress import IPv4Network; from typing import Annotated; import re\n"
        "from dagcompile import Facts; from dagcompile.runtime.types import shape_of\n"
        "shape = shape_of(Annotated[IPv4Network, Facts(prefixlen=24)])\n"
        "for net in ('10.0.0.0/24', '10.0.0.0/8'): print(shape.accepts(IPv4Network(net)))\n"
        "print(shape.text, shape_of(re.Pattern).text, sep=chr(10))"
    )
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{probe}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "True",
        "False",
        "Annotated[ipaddress.IPv4Network, Facts(prefixlen=24)]",
        "re.Pattern",
    ]


@pytest.mark.parametrize(
    ("marks", "said", "fix"),
    [
        (Facts(sise=1), "has no fact `sise`", "did you mean size? thing-types knows of it: odd,"),
        (Facts(size=1.5), "`size` is 1.5, which is no literal", "write a bool, an int, a text or"),
        (Facts(size=None), "`size` is None, which is no literal", "write a bool, an int, a text"),
        (Facts(shape=[1]), r"`shape` is \[1\], which is no literal", "write a bool, an int, a"),
        (Facts(shape=(1, True)), r"`shape` is \(1, True\), which is no", "write a bool, an int,"),
    ],
)
def test_facts_that_no_value_has(make: Make, marks: Facts, said: str, fix: str) -> None:
    things = make()
    with pytest.raises(WrongFacts, match=said) as raised:
        shape_of(Annotated[things.Thing, marks])
    assert raised.value.fix.startswith(fix)
    with pytest.raises(WrongFacts):
        pickle.loads(pickle.dumps(raised.value)) and shape_of(Annotated[things.Thing, marks])


def test_facts_that_contradict_each_other(make: Make) -> None:
    things = make()
    with pytest.raises(WrongFacts, match="no value has both 1 and 2 as its `size`"):
        shape_of(Annotated[things.Thing, Facts(size=1), Facts(size=2)])
    with pytest.raises(WrongFacts, match="no value has both 1 and True as its `size`"):
        shape_of(Annotated[things.Thing, Facts(size=1), Facts(size=True)])


def test_facts_beside_a_class_of_which_none_are_known() -> None:
    with pytest.raises(WrongFacts, match="`int` is not registered, so no facts are known of it"):
        shape_of(Annotated[int, Facts(size=1)])


@pytest.mark.parametrize(
    ("methods", "error"),
    [
        ({"normal": "raise ValueError('too large')"}, WrongFacts),
        ({"normal": "raise KeyError(name)"}, BrokenSupport),
    ],
)
def test_a_support_that_raises_when_facts_are_read(
    make: Make, methods: dict[str, str], error: type[UnsupportedType]
) -> None:
    things = make(**methods)
    with pytest.raises(
        error, match=r"too large|`normal` of what thing-types registers for `things"
    ):
        shape_of(Annotated[things.Thing, Facts(size=1)])


@pytest.mark.parametrize(
    ("methods", "fault"),
    [
        ({"facts": "raise KeyError('x')"}, "`facts` of what thing-types registers for `{}` raised"),
        ({"facts": "return {'size': 1.5}"}, "gave 1.5 as `size`, which is no bool, int, text"),
        ({"facts": "return {'size': [1]}"}, "gave [1] as `size`"),
        ({"facts": "return None"}, "gave a `None`, not a mapping"),
        ({"check": "raise KeyError('x')"}, "`check` of what thing-types registers for `{}` raised"),
        ({"check": "return None"}, "gave a `None`, not True, False or a Verdict"),
        ({"size": "raise KeyError('x')"}, "`size` of what thing-types registers for `{}` raised"),
        ({"size": "return '8'"}, "gave a `str`, not an int or None"),
    ],
)
def test_a_support_that_fails_at_run_time(make: Make, methods: dict[str, str], fault: str) -> None:
    things = make(**methods)
    typed: Any = Annotated[things.Thing, Facts(size=1)]
    verdict = examine(things.Thing(), typed, subject="n.x", severity="warn")
    assert verdict.outcome == "crashed"
    assert verdict.blocks
    assert verdict.error is not None
    assert fault.format(f"{things.__name__}.Thing") in str(verdict.error["message"])
    if "raise" in str(methods):
        assert f"{things.__name__}.py" in str(verdict.error["traceback"])


@pytest.mark.parametrize(
    "methods",
    [
        {},
        {"facts": "raise ValueError(value.size)"},
        {"check": "raise ValueError(value.size)"},
        {"check": "return Verdict.failed(str(value.size), size=value.size)"},
        {"size": "raise ValueError(value.size)"},
    ],
)
def test_of_a_secret_nothing_is_told(make: Make, methods: dict[str, str]) -> None:
    things = make(**methods)
    kept: Any = Annotated[things.Thing, SecretMark()]
    asked: Any = Annotated[things.Thing, Facts(odd=False), SecretMark()]
    for typed in (kept, asked):
        verdict = examine(things.Thing(424241), typed, subject="n.x", severity="error")
        assert "424241" not in str(verdict.record())
        assert not verdict.metadata


def test_a_crash_names_the_check(make: Make) -> None:
    things = make(facts="raise KeyError('x')")
    with pytest.raises(CheckCrashed, match=r"check `facts of things_\d+\.Thing` crashed"):
        shape_of(Annotated[things.Thing, Facts(size=1)]).accepts(things.Thing())


@pytest.mark.parametrize(
    ("dump", "said"),
    [
        ("raise ValueError('too odd')", "thing-types, which registers `{}`, cannot write it: too"),
        ("raise KeyError('x')", "`dump` of what thing-types registers for `{}` raised KeyError"),
        ("return 'text'", "`dump` of what thing-types registers for `{}` gave a `str`, not bytes"),
    ],
)
def test_a_dump_that_fails(make: Make, dump: str, said: str) -> None:
    things = make(dump=dump)
    with pytest.raises(Unencodable) as raised:
        shape_of(listed(things.Thing)).encode([things.Thing()])
    assert str(raised.value).startswith("at [0]: " + said.format(f"{things.__name__}.Thing"))


@pytest.mark.parametrize(
    ("load", "said"),
    [
        ("raise KeyError('x')", "`load` of what thing-types registers for `{}` raised KeyError"),
        ("return 1", "`load` of what thing-types registers for `{}` gave a `int`"),
    ],
)
def test_a_load_that_fails(make: Make, load: str, said: str) -> None:
    things = make(load=load)
    with pytest.raises(Undecodable) as raised:
        shape_of(things.Thing).decode("MTI=")
    assert said.format(f"{things.__name__}.Thing") in str(raised.value)
