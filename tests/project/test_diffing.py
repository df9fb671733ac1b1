"""What changes between two states of a project, in real repositories."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from histories import History, history_in

from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.project.comparing import impacts_of
from dagcompile.project.config import load_project
from dagcompile.project.diffing import Diffed, diff
from dagcompile.project.sides import Asked, asked
from dagcompile.target import Impact, find_target

NARROW = ("scale: int = 2) -> int:\n    '''", "scale: int = 3) -> int:\n    '''")


@pytest.fixture
def history(tmp_path: Path) -> History:
    return history_in(tmp_path / "project")


def told(found: Diffed) -> dict[str, list[str]]:
    """The changes of each pipeline, in few words."""
    return {
        each.id: [
            f"{one.weight} {one.subject.part} {one.subject.detail or one.subject.name} {one.verb}"
            for one in each.changes
        ]
        for each in found.review.pipelines
    }


def codes(found: Diffed) -> list[str]:
    return [one.code for each in found.errors for one in each.diagnostics]


# --- what is compared with what ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", Asked(old="HEAD")),
        ("main", Asked(old="main")),
        ("HEAD~3", Asked(old="HEAD~3")),
        ("main..topic", Asked(old="main", new="topic")),
        ("main..", Asked(old="main", new="HEAD")),
        ("..topic", Asked(old="HEAD", new="topic")),
        ("v1.2..v1.3", Asked(old="v1.2", new="v1.3")),
        ("main...topic", Asked(old="main", new="topic", apart=True)),
        ("a.json..b.json", Asked(old="a.json", new="b.json")),
        ("../a.json..../b.json", Asked(old="../a.json", new="../b.json")),
        ("a b.json../c.json", Asked(old="a b.json", new="/c.json")),
        ("HEAD..a.json", Asked(old="HEAD", new="a.json")),
        ("a.json..HEAD", Asked(old="a.json", new="HEAD")),
        ("lost.json", Asked(old="lost.json")),
        ("../lost.json", Asked(old="../lost.json")),
    ],
)
def test_what_a_text_asks_for(text: str, found: Asked) -> None:
    assert asked(text) == found


def test_the_sources_are_compared_with_head(history: History) -> None:
    assert told(history.diff()) == {}
    assert history.diff().review.unchanged == ("daily", "weekly")
    history.edit("shop.py", NARROW)
    found = history.diff()
    assert told(found) == {"daily": ["risky param default changed"]}
    assert found.review.unchanged == ("weekly",)
    assert found.review.weight == "risky"
    assert [each.path for each in found.review.pipelines[0].files] == [
        "dask/daily_dask.py", "python/daily_script.py"
    ]  # fmt: skip
    assert found.review.new == "the sources"
    assert found.review.old.startswith("HEAD (")


def test_two_revisions_are_compared_without_running_code(history: History) -> None:
    history.edit("shop.py", NARROW)
    history.commit()
    history.write({"shop.py": "raise SystemExit('imported')"})
    assert told(history.diff("HEAD~1..HEAD")) == {"daily": ["risky param default changed"]}
    assert told(history.diff("HEAD~1..")) == {"daily": ["risky param default changed"]}
    assert told(history.diff("HEAD..HEAD")) == {}
    assert told(history.diff("HEAD..HEAD~1")) == {"daily": ["risky param default changed"]}


def test_three_dots_leave_out_what_the_first_has_done_since(history: History) -> None:
    history.commits.git("branch", "topic")
    history.edit("shop.py", ("return many(", "return total("))
    history.commit()
    history.commits.git("checkout", "-q", "topic")
    history.edit("shop.py", NARROW)
    history.commit()
    assert told(history.diff("main..topic")).keys() == {"daily", "weekly"}
    found = history.diff("main...topic")
    assert told(found).keys() == {"daily"}
    assert found.review.old.startswith("the commit where topic left main (")


def test_two_files_are_compared_outside_of_git(history: History, tmp_path: Path) -> None:
    text = (history.folder / "generated/daily.ir.json").read_text()
    (tmp_path / "old.json").write_text(text)
    history.edit("shop.py", NARROW)
    history.build()
    new = history.folder / "generated/daily.ir.json"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    found = diff(load_project(elsewhere), f"{tmp_path}/old.json..{new}")
    assert told(found) == {"daily": ["risky param default changed"]}
    assert "python/daily_script.py" in [each.path for each in found.review.pipelines[0].files]


def test_a_file_is_compared_with_the_sources_and_with_a_revision(history: History) -> None:
    file = history.folder / "generated/daily.ir.json"
    history.edit("shop.py", NARROW)
    assert told(history.diff(str(file))) == {"daily": ["risky param default changed"]}
    history.build()
    assert told(history.diff(f"HEAD..{file}")) == {"daily": ["risky param default changed"]}
    assert told(history.diff(f"{file}..HEAD")) == {"daily": ["risky param default changed"]}
    with pytest.raises(CompileError, match=r"lost\.json cannot"):
        history.diff("lost.json")


def test_pipelines_may_be_named(history: History) -> None:
    history.edit("shop.py", NARROW, ("return many(", "return total("))
    assert told(history.diff("", "daily")).keys() == {"daily"}
    assert told(history.diff("", "shop:weekly")).keys() == {"weekly"}
    history.commit()
    assert told(history.diff("HEAD~1..HEAD", "weekly")).keys() == {"weekly"}
    assert told(history.diff("HEAD~1..HEAD", "shop:daily")).keys() == {"daily"}
    for text in ["", "HEAD~1..HEAD"]:
        with pytest.raises(CompileError) as error:
            history.diff(text, "dayly")
        (problem,) = error.value.diagnostics
        assert problem.code == "DC613"
        assert problem.fix.startswith("did you mean daily?")


def test_a_pipeline_that_is_named_may_have_had_another_name(history: History) -> None:
    history.edit("shop.py", ("def daily(", "def income("))
    history.edit("pyproject.toml", ('daily = "shop:daily"', 'income = "shop:income"'))
    now = history.diff("", "income")
    history.commit()
    named = [history.diff("HEAD~1..HEAD", each) for each in ("income", "daily")]
    for found in (now, *named):
        (pipeline,) = found.review.pipelines
        assert (pipeline.id, pipeline.was, found.review.weight) == ("income", "daily", "breaking")
    assert told(history.diff("HEAD~1..HEAD", "weekly")) == {}


def test_a_pipeline_is_known_again_under_another_name_in_another_module(history: History) -> None:
    text = (history.folder / "shop.py").read_text()
    daily = text[text.index("@pipeline\ndef daily") : text.index("@pipeline\ndef weekly")]
    moved = text[: text.index("@pipeline")] + daily.replace("def daily", "def income")
    history.write({"store.py": moved.replace("total(load(day), scale)", "total(load(scale), day)")})
    history.edit("pyproject.toml", ('daily = "shop:daily"', 'income = "store:income"'))
    (pipeline,) = history.diff().review.pipelines
    assert (pipeline.id, pipeline.was) == ("income", "daily")


def test_a_name_that_the_project_has_no_more_is_looked_up_in_the_revision(
    history: History,
) -> None:
    history.edit("pyproject.toml", ('weekly = "shop:weekly"', ""))
    found = history.diff("", "weekly")
    assert told(found) == {"weekly": ["breaking pipeline weekly removed"]}


def test_a_project_below_the_root_of_its_repository(tmp_path: Path) -> None:
    history = history_in(tmp_path / "all", below="teams/shop")
    history.commits.write({"generated/daily.ir.json": "{}", "other/x": ""})
    history.commits.commit()
    assert told(history.diff()) == {}
    history.edit("shop.py", NARROW)
    assert told(history.diff()) == {"daily": ["risky param default changed"]}


# --- pipelines that come, go, and are called otherwise ----------------------------------------


def test_pipelines_come_and_go(history: History) -> None:
    history.edit("pyproject.toml", ('weekly = "shop:weekly"', 'hourly = "shop:hourly"'))
    history.edit(
        "shop.py",
        ("@pipeline\ndef weekly(day: int) -> int:\n    return many(load(day))", ""),
    )
    with (history.folder / "shop.py").open("a") as file:
        file.write("@pipeline\ndef hourly() -> int:\n    return many([1])\n")
    found = history.diff()
    assert told(found) == {
        "weekly": ["breaking pipeline weekly removed"],
        "hourly": ["safe pipeline hourly added"],
    }
    gone, come = found.review.pipelines
    assert [each.new for each in gone.files] == [None, None]
    assert [each.old for each in come.files] == [None, None]


def test_a_pipeline_under_another_id_is_known_by_its_place_or_its_steps(history: History) -> None:
    history.edit("shop.py", ("@pipeline\ndef daily(", "@pipeline(name='day')\ndef daily("))
    (found,) = history.diff().review.pipelines
    assert (found.was, found.id, found.weight) == ("daily", "day", "breaking")
    history.edit("shop.py", ("@pipeline(name='day')\ndef daily(", "@pipeline\ndef every_day("))
    history.edit("pyproject.toml", ('daily = "shop:daily"', 'daily = "shop:every_day"'))
    (found,) = history.diff().review.pipelines
    assert (found.was, found.id) == ("daily", "every_day")


def test_of_two_that_are_equally_like_none_is_the_one_that_was(history: History) -> None:
    text = (history.folder / "shop.py").read_text()
    again = text[text.index("@pipeline\ndef daily(") : text.index("@pipeline\ndef weekly(")]
    (history.folder / "shop.py").write_text(
        text.replace(again, "") + again.replace("daily", "one") + again.replace("daily", "two")
    )
    history.edit("pyproject.toml", ('daily = "shop:daily"', 'one = "shop:one"\ntwo = "shop:two"'))
    assert told(history.diff()) == {
        "daily": ["breaking pipeline daily removed"],
        "one": ["safe pipeline one added"],
        "two": ["safe pipeline two added"],
    }


# --- sides that are not as they should be -----------------------------------------------------


def test_a_pipeline_that_does_not_compile_is_told_and_the_others_are_compared(
    history: History,
) -> None:
    history.edit("shop.py", ("return many(load(day))", "return many(total)"), NARROW)
    found = history.diff()
    assert [(each.id, each.failed) for each in found.review.pipelines] == [
        ("weekly", "it does not compile now"),
        ("daily", ""),
    ]
    assert codes(found) == ["DC133"]
    assert found.review.weight == "risky"


def test_a_new_pipeline_that_does_not_compile_is_told(history: History) -> None:
    history.edit("pyproject.toml", ('weekly = "shop:weekly"', 'weekly = "shop:weekly"\nx = "no:x"'))
    found = history.diff()
    assert [(each.id, each.failed) for each in found.review.pipelines] == [
        ("x", "it does not compile now")
    ]
    assert codes(found) == ["DC141"]


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda text: text[: len(text) // 2], "DC301"),
        (lambda text: "", "DC301"),
        (lambda text: text.replace(b'"scale"', b'"skale"'), "DC303"),
        (lambda text: b"<<<<<<< ours\n" + text, "DC301"),
        (lambda text: text.replace(b'"dagcompile_ir": 1', b'"dagcompile_ir": 99'), "DC302"),
        (lambda text: text.decode().encode("utf-16"), "DC301"),
    ],
    ids=["truncated", "empty", "edited", "conflict", "newer", "encoding"],
)
def test_a_revision_whose_ir_is_damaged(history: History, damage: object, code: str) -> None:
    file = history.folder / "generated/daily.ir.json"
    file.write_bytes(damage(file.read_bytes()) or b"")  # type: ignore[operator]
    history.commit(build=False)
    found = history.diff()
    assert [(each.id, each.failed) for each in found.review.pipelines] == [
        ("daily", "its IR cannot be read")
    ]
    assert codes(found) == [code]
    assert "generated/daily.ir.json: " in found.errors[0].diagnostics[0].message
    assert found.review.unchanged == ("weekly",)


def test_line_ends_and_layout_of_the_ir_are_no_change(history: History) -> None:
    file = history.folder / "generated/daily.ir.json"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    history.commit(build=False)
    assert told(history.diff()) == {}


def test_an_artifact_that_was_edited_by_hand_is_shown(history: History) -> None:
    script = history.folder / "generated/python/daily_script.py"
    script.write_text(script.read_text() + "# mine\n")
    history.commit(build=False)
    (found,) = history.diff().review.pipelines
    (file,) = found.files
    assert (found.changes, found.weight, file.cause) == ((), "risky", "edited")
    assert file.note.startswith("edited by hand in HEAD (")


def test_an_artifact_that_is_written_in_another_way_now_is_shown(history: History) -> None:
    from dagcompile.codegen.header import parse_header, with_header

    script = history.folder / "generated/python/daily_script.py"
    text = script.read_text()
    header = parse_header(text)
    assert header is not None
    body = text.split("\n", 3)[3].replace("What a day", "Whatever a day")
    older = with_header(body, origin=header.origin, ir=header.ir, regenerate=header.regenerate)
    script.write_text(older)
    history.commit(build=False)
    (found,) = history.diff().review.pipelines
    (file,) = found.files
    assert (found.changes, found.weight, file.cause) == ((), "safe", "remade")


def test_an_artifact_that_is_not_of_the_ir_beside_it_is_shown(history: History) -> None:
    script = history.folder / "generated/python/daily_script.py"
    before = script.read_text()
    history.edit("shop.py", NARROW)
    history.build()
    script.write_text(before)
    history.commit(build=False)
    (found,) = history.diff().review.pipelines
    (file,) = found.files
    assert (found.changes, found.weight, file.cause) == ((), "risky", "stale")
    assert file.note.startswith("in HEAD (")


def test_an_artifact_that_says_something_else_of_its_project_is_shown(history: History) -> None:
    text = (history.folder / "pyproject.toml").read_text()
    history.write({"pyproject.toml": "[project]\nname = 'one'\n" + text})
    history.commit()
    history.edit("pyproject.toml", ("'one'", "'other'"))
    for pipeline in history.diff().review.pipelines:
        (file,) = pipeline.files
        assert (pipeline.changes, pipeline.weight, file.cause) == ((), "safe", "settings")
        assert file.path.startswith("python/")


def test_artifacts_that_are_not_committed_are_made_to_be_compared(history: History) -> None:
    history.write({".gitignore": "generated/*/\n__pycache__/\n"})
    history.commits.git("rm", "-rq", "--cached", "generated/dask", "generated/python")
    history.commit()
    assert told(history.diff()) == {}
    history.edit("shop.py", NARROW)
    (found,) = history.diff().review.pipelines
    assert all(each.old and each.new for each in found.files)


def test_what_is_left_of_an_older_id_is_told_apart(history: History) -> None:
    history.edit("shop.py", ("@pipeline\ndef daily(", "@pipeline(name='daily_x')\ndef daily("))
    history.commits.git("rm", "-rq", "--cached", "generated")
    kept = {each: each.read_bytes() for each in (history.folder / "generated").rglob("daily*")}
    history.build(force=True)
    for file, content in kept.items():
        file.write_bytes(content)
    history.commits.commit()
    found = {each.id: each for each in history.diff().review.pipelines}
    assert found.keys() == {"daily"}
    assert {each.path for each in found["daily"].files} == {
        "dask/daily_dask.py", "python/daily_script.py"
    }  # fmt: skip


def test_nothing_is_committed(history: History) -> None:
    history.write({".gitignore": "generated/\n__pycache__/\n"})
    history.commits.git("rm", "-rq", "--cached", "generated")
    history.commit()
    found = history.diff()
    assert told(found) == {
        "daily": ["safe pipeline daily added"],
        "weekly": ["safe pipeline weekly added"],
    }
    (warning,) = found.warnings
    assert warning.code == "DC663"
    assert warning.message.endswith("git ignores it by .gitignore:1: generated/")


def refusal(history: History, text: str) -> Diagnostic:
    with pytest.raises(CompileError) as error:
        history.diff(text)
    (problem,) = error.value.diagnostics
    return problem


def test_two_revisions_that_hold_nothing_are_no_comparison(history: History) -> None:
    history.write({".gitignore": "generated/\n__pycache__/\n"})
    history.commits.git("rm", "-rq", "--cached", "generated")
    history.commits.commit()
    (warning,) = history.diff("HEAD~1..HEAD").warnings
    assert warning.message == (
        "HEAD holds no pipeline below generated, so every pipeline counts as removed:"
        " git ignores it by .gitignore:1: generated/"
    ).replace("below generated", f"below {history.folder / 'generated'}")
    history.commits.commit()
    problem = refusal(history, "HEAD~1..HEAD")
    assert (problem.code, problem.severity) == ("DC663", "error")
    assert problem.message.startswith("neither HEAD~1 nor HEAD holds a pipeline below ")
    assert problem.message.endswith("can be compared: git ignores it by .gitignore:1: generated/")


def test_a_folder_that_is_no_project_is_no_comparison(tmp_path: Path) -> None:
    history = history_in(tmp_path, below="etl")
    with pytest.raises(CompileError) as error:
        diff(load_project(tmp_path), "HEAD..HEAD")
    assert [each.code for each in error.value.diagnostics] == ["DC614"]
    assert history.diff("HEAD..HEAD").review.project == "etl"


def test_a_commit_is_not_compared_with_itself_for_want_of_a_name(history: History) -> None:
    problem = refusal(history, "..main")
    assert problem.code == "DC660"
    assert problem.message.endswith("with itself: nothing stands before the dots")
    assert problem.fix.startswith("name the revision to compare with, such as main..main; ")
    assert told(history.diff("HEAD..main")) == {}


def test_a_pipeline_without_its_ir_is_not_gone_and_not_new(history: History) -> None:
    (history.folder / "generated/daily.ir.json").unlink()
    history.commits.commit()
    for text, side in {"HEAD~1..HEAD": "HEAD (", "HEAD..HEAD~1": "HEAD (", "": "HEAD ("}.items():
        found = history.diff(text)
        (pipeline,) = found.review.pipelines
        assert (pipeline.id, pipeline.changes) == ("daily", ())
        assert pipeline.failed.startswith(f"its IR is not in {side}")
        assert codes(found) == ["DC664"]
        assert " has artifacts of `daily`, and no IR, so " in found.errors[0].diagnostics[0].message


def test_an_id_that_another_project_has_is_told_where_it_comes(tmp_path: Path) -> None:
    history = history_in(tmp_path, below="etl")
    other = History(tmp_path / "reports", history.commits)
    other.write(
        {
            "pyproject.toml": '[tool.dagcompile]\ntargets = ["python"]\n'
            '[tool.dagcompile.pipelines]\nbill = "bills:bill"\n',
            "bills.py": "from dagcompile import op, pipeline\n\n@op\ndef load() -> int:\n"
            "    return 1\n\n@pipeline\ndef bill() -> int:\n    return load()\n",
        }
    )
    other.commit()
    other.edit("bills.py", ("bill", "daily"))
    other.edit("pyproject.toml", ("bill =", "daily ="), (":bill", ":daily"))
    now = other.diff().review
    other.commit()
    for review in (now, other.diff("HEAD~1..HEAD").review):
        note = review.notes[0]
        assert (note.weight, review.notes.count(note)) == ("risky", 1)
        assert note.text.startswith("a pipeline in `etl/generated` has the id `daily` as well, ")
    assert not other.diff().review.notes
    assert [each.weight for each in history.diff("HEAD~1..HEAD").review.notes] == [None]


def test_what_only_people_see_is_cosmetic_though_a_project_says_it(history: History) -> None:
    history.edit("pyproject.toml", ('"dask"', '"airflow"'))
    history.commit()
    asked = '[tool.dagcompile.target.airflow]\ntags = ["x"]\nmax_active_runs = 1\n\n'
    pipelines = "[tool.dagcompile.pipelines]"
    history.edit("pyproject.toml", (pipelines, asked + pipelines))
    history.edit(
        "shop.py", ("@pipeline\n", "@pipeline(targets={'airflow': {'owner_links': {}}})\n")
    )
    assert {tuple(each) for each in told(history.diff()).values()} == {
        (
            "risky options airflow.max_active_runs added",
            "cosmetic options airflow.owner_links added",
            "cosmetic options airflow.tags added",
        )
    }


def test_that_artifacts_go_to_another_folder_is_told(history: History) -> None:
    history.edit("pyproject.toml", ("[tool.dagcompile]\n", '[tool.dagcompile]\nout = "dags"\n'))
    told_now = history.diff().review
    history.commit()
    moved = history.diff("HEAD~1..HEAD").review
    history.commits.git("checkout", "--quiet", "HEAD~1", "--", "generated")  # a build removed them
    history.commits.commit()
    stays = history.diff("HEAD~2..HEAD").review
    files = "6 files (`daily.ir.json`, `dask/daily_dask.py`, "
    for review, weight, said in (
        (told_now, "breaking", f"a build of the whole project removes {files}"),
        (moved, "breaking", "6 files ("),
        (stays, "risky", files),
    ):
        note = review.notes[0]
        assert (review.pipelines, review.weight, note.weight) == ((), weight, weight)
        assert "/dags` now, not to `" in note.text
        assert f"/generated`, and {said}" in note.text
    assert " are not there any more; who deploys from `" in moved.notes[0].text
    assert " are still there; who reads both folders" in stays.notes[0].text
    for text in ("HEAD~2..HEAD~1", "HEAD~1..HEAD"):
        (*_, note) = history.diff(text).review.notes
        assert (note.weight, "`dagcompile check`" in note.text) == (None, True)


def test_what_is_named_in_other_ways_is_told_how(history: History) -> None:
    path = "generated/daily.ir.json"
    assert refusal(history, f"HEAD:{path}..HEAD").fix == (
        "a pipeline of a revision is named beside it: dagcompile diff HEAD..REV --pipeline daily"
    )
    script = history.folder / "generated/python/daily_script.py"
    problem = refusal(history, f"{script}..{history.folder / path}")
    assert (problem.code, ".ir.json" in problem.fix) == ("DC660", True)


# --- contracts --------------------------------------------------------------------------------


def test_a_contract_is_what_others_rely_on(history: History) -> None:
    history.edit("shop.py", NARROW, ("@op\ndef many", "@op(timeout=5)\ndef many"))
    assert told(history.diff()).keys() == {"daily", "weekly"}
    found = history.contract()
    assert found.review.contracts
    assert told(found) == {"daily": ["risky param default changed"]}
    assert found.review.unchanged == ("weekly",)
    (pipeline,) = found.review.pipelines
    assert (pipeline.impacts, pipeline.files) == ({}, ())


def test_who_reads_an_asset_is_told(history: History) -> None:
    history.edit(
        "shop.py",
        ("from dagcompile import op", "from dagcompile import Asset, op"),
        ("@op\ndef total", "@op(writes=Asset('sales'))\ndef total"),
        ("@op\ndef many", "@op(reads=Asset('sales'))\ndef many"),
    )
    history.commit()
    history.edit("shop.py", ("@op(writes=Asset('sales'))", "@op"))
    elsewhere = history.folder / "reports/generated"
    elsewhere.mkdir(parents=True)
    ir = (history.folder / "generated/weekly.ir.json").read_bytes()
    (elsewhere / "weekly.ir.json").write_bytes(ir)
    (elsewhere / "other.ir.json").write_bytes(ir[:300] + b'"reads"')
    readers = ("pipeline:weekly", "pipeline:weekly (reports/generated)")
    history.commit(build=False)
    for found in (history.contract(), history.diff()):
        (change,) = [
            each for each in found.review.pipelines[0].changes if each.subject.part == "asset"
        ]
        assert (change.weight, change.consumers) == ("breaking", readers)
    history.commit()
    for named in ((), ("daily",)):
        (pipeline,) = history.diff("HEAD~1..HEAD", *named).review.pipelines
        (change,) = [each for each in pipeline.changes if each.subject.part == "asset"]
        assert set(change.consumers) == set(readers)
    wrote = history.commits.git("show", "HEAD~2:generated/daily.ir.json")
    (elsewhere / "daily.ir.json").write_text(wrote)
    history.commit(build=False)
    history.edit("shop.py", ("@op\ndef total", "@op(writes=Asset('sales'))\ndef total"))
    for found in (history.contract(), history.diff()):
        (change,) = found.review.pipelines[0].changes
        assert (change.weight, change.consumers) == ("risky", readers)
        assert change.reason.startswith("written by pipeline `daily (reports/generated)`, too: ")


def test_a_pipeline_that_is_gone_breaks_its_contract(history: History) -> None:
    history.edit("pyproject.toml", ('weekly = "shop:weekly"', ""))
    assert told(history.contract()) == {"weekly": ["breaking pipeline weekly removed"]}


# --- settings of a revision -------------------------------------------------------------------


def test_a_revision_has_its_artifacts_where_its_own_settings_say(history: History) -> None:
    history.edit("pyproject.toml", ("[tool.dagcompile]\n", '[tool.dagcompile]\nout = "dags"\n'))
    assert told(history.diff()) == {}
    history.commits.git("rm", "-rq", "generated")
    history.edit("shop.py", NARROW)
    history.commit()
    assert told(history.diff("HEAD~1..HEAD")) == {"daily": ["risky param default changed"]}
    (found,) = history.diff("HEAD~1..HEAD").review.pipelines
    assert all(each.old and each.new for each in found.files)


def test_what_a_project_asks_of_targets_is_compared(history: History) -> None:
    history.edit(
        "pyproject.toml",
        ('targets = ["python", "dask"]', 'targets = ["python", "dask"]\nguards = "off"'),
    )
    found = history.diff()
    for changes in told(found).values():
        assert changes == [
            "risky guard placement on dask loosened",
            "risky guard placement on python loosened",
        ]
    for each in found.review.pipelines[0].changes:
        assert (each.before, each.after) == ("steps", "off")
        assert each.reason == (
            "bad values pass: nothing looks at these values any more:"
            " output `load.result`, output `total.result`"
        )
        assert each.consumers == ("total", "output:result")
    (published,) = {each.reason for each in history.contract().review.pipelines[0].changes}
    assert published.startswith("what is published is checked less: output `result`; bad values")
    history.commit()
    history.edit("pyproject.toml", ('targets = ["python", "dask"]', 'targets = ["python"]'))
    for changes in told(history.diff()).values():
        assert changes == ["breaking options dask removed"]
    for changes in told(history.diff("HEAD..HEAD~1")).values():
        assert changes[0] == "risky guard placement on dask tightened"


def test_settings_that_are_wrong_by_now_are_told(history: History) -> None:
    history.edit(
        "pyproject.toml",
        (
            "[tool.dagcompile.pipelines]",
            "[tool.dagcompile.target.dask]\nx = 1\n[tool.dagcompile.pipelines]",
        ),
    )
    history.commits.commit()
    history.edit("pyproject.toml", ("[tool.dagcompile.target.dask]\nx = 1\n", ""))
    found = history.diff()
    (warning,) = found.warnings
    assert (warning.code, warning.labels) == ("DC504", ())
    assert warning.message.startswith("HEAD (")
    assert told(found) == {}
    history.edit("shop.py", NARROW)
    (pipeline,) = history.diff().review.pipelines
    assert [each.path for each in pipeline.files] == [
        "dask/daily_dask.py",
        "python/daily_script.py",
    ]
    assert "dask" not in pipeline.impacts


def test_a_target_that_fails_to_tell_what_comes_of_a_change_is_told() -> None:
    def failing(old: object, new: object) -> tuple[Impact, ...]:
        raise KeyError("lost\nkey")

    target = replace(find_target("python"), impact=failing)
    (impact,) = impacts_of(target, None, None)
    assert (impact.kind, impact.weight) == ("python.unknown", "risky")
    assert impact.text.endswith(r"target python fails: KeyError: 'lost\nkey'")


def test_a_file_of_settings_that_is_no_toml_is_told(history: History) -> None:
    text = (history.folder / "pyproject.toml").read_text()
    history.write({"pyproject.toml": "[tool"})
    history.commits.commit()
    history.write({"pyproject.toml": text})
    with pytest.raises(CompileError) as error:
        history.diff()
    (problem,) = error.value.diagnostics
    assert problem.code == "DC610"
    assert problem.message.startswith("HEAD (")


def test_where_no_revision_can_be_asked(tmp_path: Path, history: History) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    with pytest.raises(CompileError, match="in no work tree"):
        diff(load_project(alone))
    history.edit("pyproject.toml", ("[tool.dagcompile]\n", f'[tool.dagcompile]\nout = "{alone}"\n'))
    with pytest.raises(CompileError, match="outside of the repository"):
        history.diff()


def test_what_is_known_from_earlier_builds_is_not_compiled(history: History) -> None:
    project = load_project(history.folder)
    assert told(diff(project, cached=True)) == {}
    assert told(diff(project, cached=True)) == {}
    history.edit("shop.py", NARROW)
    with history.fresh():
        assert told(diff(project, cached=True)) == {"daily": ["risky param default changed"]}


def test_nothing_is_written(history: History) -> None:
    history.edit("shop.py", NARROW)
    before = _state(history.folder)
    history.diff()
    assert _state(history.folder) == before


def _state(folder: Path) -> dict[str, bytes]:
    return {
        str(each): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file() and "__pycache__" not in each.parts and ".git" + os.sep not in str(each)
    }
