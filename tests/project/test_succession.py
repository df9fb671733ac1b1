"""Whose files a pipeline may take over without force: its own, and of those that are gone."""

import sys
from collections.abc import Mapping

import pytest
from commands import Scaffold

from dagcompile.project.building import Summary, build_pipelines
from dagcompile.project.config import load_project
from dagcompile.project.owning import origin

SHOP = """
    from dagcompile import op, pipeline

    @op
    def load() -> int:
        return 1

    @pipeline(name="daily")
    def daily() -> int:
        return load()
"""
OTHER = SHOP.replace("def daily", "def other")
TWO = (
    SHOP
    + """
    @pipeline(name="hourly")
    def hourly() -> int:
        return load()
"""
)
SWAPPED = TWO.replace('"daily"', '"x"').replace('"hourly"', '"daily"').replace('"x"', '"hourly"')


def settings(listed: Mapping[str, str], *, out: str) -> str:
    lines = [f'{name} = "{reference}"' for name, reference in listed.items()]
    table = ["[tool.dagcompile]", f'out = "{out}"', 'targets = ["python"]']
    return "\n".join([*table, "[tool.dagcompile.pipelines]", *lines, ""])


class Workshop:
    """A project that is written anew and built again."""

    def __init__(self, scaffold: Scaffold) -> None:
        self.scaffold = scaffold

    def build(
        self,
        listed: Mapping[str, str],
        *names: str,
        out: str = "out",
        below: str = ".",
        modules: Mapping[str, str | None] | None = None,
    ) -> Summary:
        for name, text in (modules or {}).items():
            if text is not None:
                self.scaffold({f"{below}/{name}.py": text})
            else:
                (self.scaffold({}) / below / f"{name}.py").unlink()
        for name in [each for each in sys.modules if each in {"shop", "store", "flows"}]:
            del sys.modules[name]
        self.folder = self.scaffold({f"{below}/pyproject.toml": settings(listed, out=out)}) / below
        return build_pipelines(load_project(self.folder), names=names)


@pytest.fixture
def workshop(scaffold: Scaffold, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return Workshop(scaffold)


def told(summary: Summary) -> list[str]:
    return [one.code for each in summary.failed for one in each.error.diagnostics]


SHIM = "from store import daily"
BROKEN = "raise RuntimeError('not today')"


@pytest.mark.parametrize("names", [(), ("daily",)], ids=["whole", "named"])
@pytest.mark.parametrize(
    ("reference", "modules"),
    [
        ("store:daily", {"store": SHOP, "shop": None}),
        ("shop:other", {"shop": OTHER}),
        ("store:other", {"store": OTHER, "shop": None}),
        ("store:daily", {"store": SHOP, "shop": SHIM}),
        ("store:daily", {"store": SHOP, "shop": "daily = 'nothing'"}),
        ("store:daily", {"store": SHOP}),
    ],
    ids=["moved", "another function", "both", "a shim", "no pipeline", "listed no more"],
)
def test_who_takes_the_place_of_one_that_is_gone_takes_its_files(
    reference: str, modules: dict[str, str | None], names: tuple[str, ...], workshop: Workshop
) -> None:
    workshop.build({"daily": "shop:daily"}, modules={"shop": SHOP})
    summary = workshop.build({"daily": reference}, *names, modules=modules)
    assert told(summary) == []
    (one,) = summary.built
    assert len(one.written) == 2
    assert {origin(each.read_text()) for each in one.written} == {reference}


def test_a_reference_without_a_project_may_have_moved(workshop: Workshop) -> None:
    workshop.build({}, "shop:daily", modules={"shop": SHOP})
    assert told(workshop.build({}, "store:daily", modules={"store": SHOP, "shop": None})) == []


def test_pipelines_may_exchange_their_names(workshop: Workshop) -> None:
    both = {"daily": "shop:daily", "hourly": "shop:hourly"}
    workshop.build(both, modules={"shop": TWO})
    summary = workshop.build(both, modules={"shop": SWAPPED})
    assert [len(each.written) for each in summary.built] == [2, 2]
    assert origin((workshop.folder / "out/daily.ir.json").read_text()) == "shop:hourly"


@pytest.mark.parametrize(
    ("listed", "names", "modules"),
    [
        ({"daily": "shop:daily"}, ("store:daily",), {"store": SHOP}),
        ({"daily": "shop:daily"}, ("store:daily",), {"store": SHOP, "shop": BROKEN}),
        ({"daily": "shop:daily", "d": "store:daily"}, ("d",), {"store": SHOP}),
        ({"daily": "shop:daily", "d": "store:daily"}, ("d",), {"store": SHOP, "shop": BROKEN}),
        ({"daily": "shop:daily", "d": "store:daily"}, (), {"store": SHOP, "shop": BROKEN}),
        (
            {"daily": "flows:daily", "d": "store:daily"},
            ("d",),
            {"store": SHOP, "flows": "from shop import daily"},
        ),
    ],
    ids=["unlisted", "broken", "listed", "listed and broken", "failing", "by another reference"],
)
def test_files_of_one_that_is_there_are_not_taken(
    listed: dict[str, str], names: tuple[str, ...], modules: dict[str, str], workshop: Workshop
) -> None:
    workshop.build({"daily": "shop:daily"}, modules={"shop": SHOP})
    before = {each: each.read_bytes() for each in (workshop.folder / "out").rglob("*.*")}
    summary = workshop.build(listed, *names, modules=modules)
    assert [each for each in told(summary) if each != "DC142"] == ["DC604", "DC604"]
    assert {each: each.read_bytes() for each in (workshop.folder / "out").rglob("*.*")} == before


def test_files_of_another_project_are_not_taken(workshop: Workshop) -> None:
    workshop.build({"daily": "shop:daily"}, out="../dags", below="one", modules={"shop": SHOP})
    summary = workshop.build(
        {"daily": "store:daily"}, out="../dags", below="other", modules={"store": SHOP}
    )
    assert told(summary) == ["DC604", "DC604"]


def test_one_that_moved_and_was_edited_by_hand_is_still_edited(workshop: Workshop) -> None:
    workshop.build({"daily": "shop:daily"}, modules={"shop": SHOP})
    with (workshop.folder / "out/python/daily_script.py").open("a") as file:
        file.write("# mine\n")
    summary = workshop.build({"daily": "store:daily"}, modules={"store": SHOP, "shop": None})
    assert told(summary) == ["DC602"]
