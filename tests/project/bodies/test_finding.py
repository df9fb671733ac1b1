"""What is told of code, in real repositories."""

from pathlib import Path

import pytest
from histories import History, history_in

from dagcompile.project.diffing import Diffed

BODY = ("return [day]", "return [day, day]")
OPS = """
    from dagcompile import op

    FIRST = 1

    @op
    def total(numbers: list[int], scale: int = 1) -> int:
        return sum(numbers[FIRST:]) * scale
"""


@pytest.fixture
def history(tmp_path: Path) -> History:
    return history_in(tmp_path / "project")


def told(found: Diffed) -> list[str]:
    """Each change of code in few words."""
    return [
        " ".join(
            (f"{each.file}:{each.line}", each.name, "/".join(each.through), "in", *each.pipelines)
        )
        for each in found.review.code
    ]


def test_a_body_that_is_another_is_told_once_and_weighs_nothing(history: History) -> None:
    assert told(history.diff()) == []
    history.edit("shop.py", BODY, ("sum(numbers)", "max(numbers)"))
    found = history.diff()
    assert told(found) == ["shop.py:4 load  in daily weekly", "shop.py:8 total  in daily"]
    assert found.review.pipelines == ()
    assert found.review.unchanged == ("daily", "weekly")
    assert found.review.weight is None
    assert told(history.diff("", "weekly")) == ["shop.py:4 load  in weekly"]


def test_two_revisions_are_compared_without_running_code(history: History) -> None:
    history.edit("shop.py", BODY, ("from dagcompile", "raise SystemExit\nfrom dagcompile"))
    history.commit(build=False)
    history.write({"shop.py": "raise SystemExit"})
    assert told(history.diff("HEAD~1..HEAD")) == ["shop.py:5 load  in daily weekly"]
    assert told(history.diff("HEAD..HEAD~1")) == ["shop.py:4 load  in daily weekly"]
    assert told(history.diff("HEAD..HEAD")) == []


def test_files_of_ir_have_no_sources_and_contracts_no_bodies(history: History) -> None:
    history.edit("shop.py", BODY)
    assert told(history.contract()) == []
    file = str(history.folder / "generated/daily.ir.json")
    for text in (file, f"{file}..HEAD", f"HEAD..{file}", f"{file}..{file}"):
        assert told(history.diff(text)) == []


def test_what_changes_in_the_pipeline_as_well_is_told_apart(history: History) -> None:
    history.edit("shop.py", BODY, ("scale: int = 2", "scale: int = 3"))
    found = history.diff()
    assert told(found) == ["shop.py:4 load  in daily weekly"]
    assert [each.id for each in found.review.pipelines] == ["daily"]
    assert found.review.weight == "risky"


def test_an_op_that_moved_is_followed_to_where_it_is(history: History) -> None:
    shop = (history.folder / "shop.py").read_text()
    start, end = shop.index("@op\ndef total"), shop.index("@op\ndef many")
    moved = f"from dagcompile import op\n\n\n{shop[start:end]}"
    text = f"from lib.ops import total\n{shop[:start]}{shop[end:]}"
    history.write({"shop.py": text, "lib/__init__.py": "", "lib/ops.py": moved})
    found = history.diff()
    assert [each.id for each in found.review.pipelines] == ["daily"]
    assert told(found) == []
    history.write({"lib/ops.py": OPS})
    (change,) = history.diff().review.code
    assert (change.module, change.file, change.line) == ("lib.ops", "lib/ops.py", 6)
    assert change.was == "shop:total"
    history.commit()
    history.edit("lib/ops.py", ("FIRST = 1", "FIRST = 2"))
    assert told(history.diff()) == ["lib/ops.py:6 total FIRST in daily"]


def test_modules_stand_below_the_path_of_each_side(tmp_path: Path) -> None:
    history = history_in(tmp_path / "root", below="a project")
    history.edit("pyproject.toml", ("[tool.dagcompile]", '[tool.dagcompile]\npath = ["src"]'))
    history.write({"src/shop.py": (history.folder / "shop.py").read_text()})
    (history.folder / "shop.py").unlink()
    assert told(history.diff()) == []
    history.edit("src/shop.py", BODY)
    assert told(history.diff()) == ["src/shop.py:4 load  in daily weekly"]


@pytest.mark.parametrize("text", ["def load(:", "", "\0", None])
def test_a_text_that_cannot_be_read_is_passed_over(history: History, text: str | None) -> None:
    shop = history.folder / "shop.py"
    kept = shop.read_text()
    if text is None:
        shop.unlink()
    else:
        shop.write_text(text)
    history.commit(build=False)
    shop.write_text(kept)
    found = history.diff()
    assert not found.errors
    assert [each.file for each in found.review.code] == ([] if text != "" else ["shop.py"] * 3)


def test_no_filter_of_the_repository_is_run(history: History, tmp_path: Path) -> None:
    history.commits.git("config", "filter.ours.clean", f"touch '{tmp_path / 'ran'}'; cat")
    history.commits.git("config", "filter.ours.smudge", f"touch '{tmp_path / 'ran'}'; cat")
    history.commits.git("config", "diff.external", f"touch '{tmp_path / 'ran'}'")
    history.write({".gitattributes": "*.py filter=ours diff=ours text eol=crlf\n"})
    text = (history.folder / "shop.py").read_bytes().replace(b"\n", b"\r\n")
    (history.folder / "shop.py").write_bytes(text)
    assert told(history.diff()) == []
    history.edit("shop.py", BODY)
    assert told(history.diff()) == ["shop.py:4 load  in daily weekly"]
    assert not (tmp_path / "ran").exists()


def test_contents_are_known_by_longer_ids_as_well(history: History, tmp_path: Path) -> None:
    folder = tmp_path / "longer"
    (folder / "generated").mkdir(parents=True)
    history.folder.joinpath(".git").rename(tmp_path / "gone")
    history.commits.git("init", "--quiet", "-b", "main", "--object-format=sha256")
    history.commits.commit()
    assert told(history.diff()) == []
    history.edit("shop.py", BODY)
    assert told(history.diff()) == ["shop.py:4 load  in daily weekly"]


def test_other_names_that_the_ir_has_are_compared_as_well(history: History) -> None:
    history.write(
        {
            "shop.py": """
                from dataclasses import dataclass
                from enum import Enum
                from typing import Annotated

                from dagcompile import Check, Config, expect, op, pipeline

                class Kind(Enum):
                    LOW = 1

                class Cut(Config):
                    lowest: int = 1

                    def holds(self, number: int) -> bool:
                        return number > self.lowest

                @dataclass
                class Row:
                    number: int

                    def __post_init__(self) -> None:
                        assert self.number > 0

                def even(number: int) -> bool:
                    return number % 2 == 0

                def small(rows: list[Row]) -> bool:
                    return len(rows) < 9

                @op
                def load(day: Annotated[int, Check(even)], kind: Kind) -> list[Row]:
                    return [Row(day)]

                @op
                def total(rows: list[Row], config: Cut = Cut()) -> int:
                    return sum(each.number for each in rows if config.holds(each.number))

                @pipeline
                def daily(day: Annotated[int, Check(even)], kind: Kind = Kind.LOW) -> int:
                    rows = load(day, kind)
                    expect(small)(rows)
                    return total(rows)
                """
        }
    )
    history.edit("pyproject.toml", ('weekly = "shop:weekly"\n', ""))
    history.commit()
    assert told(history.diff()) == []
    history.edit(
        "shop.py",
        ("LOW = 1", "LOW = 2"),
        ("number > self.lowest", "number >= self.lowest"),
        ("> 0", ">= 0"),
        ("% 2 == 0", "% 2 < 1"),
        ("< 9", "<= 9"),
    )
    assert [each.name for each in history.diff().review.code] == [
        "Kind", "Cut", "Row", "even", "small", "load"
    ]  # fmt: skip


def test_hooks_that_options_name_are_compared_as_well(history: History) -> None:
    alerts = "def page(context: object) -> None: ...\n\n\ndef late(context: object) -> None: ...\n"
    history.write({"alerts.py": alerts})
    history.edit("pyproject.toml", ('"dask"]', '"airflow"]'))
    with (history.folder / "pyproject.toml").open("a") as file:
        file.write('\n[tool.dagcompile.target.airflow]\non_failure = "alerts:page"\n')
    options = '@pipeline(targets={"airflow": {"on_success": "alerts:late"}})\ndef weekly'
    history.edit("shop.py", ("@pipeline\ndef weekly", options))
    history.commit()
    assert told(history.diff()) == []
    history.edit("alerts.py", ("...", "print(context)"))
    assert told(history.diff()) == [
        "alerts.py:1 page  in daily weekly",
        "alerts.py:4 late  in weekly",
    ]
