"""What nothing makes any more goes, if dagcompile made it; what is anybody else's stays."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commands import Scaffold

from dagcompile.project.building import Summary, build_pipelines
from dagcompile.project.config import load_project
from dagcompile.target import Target

SHOP = """
    from dagcompile import op, pipeline

    @op
    def load() -> int:
        return 1

    @pipeline
    def daily() -> int:
        return load()

    @pipeline
    def hourly() -> int:
        return load()

    @pipeline
    def wrong(number: int, number_too: str) -> int:
        return load(number)
"""
BOTH = 'daily = "shop:daily"\nhourly = "shop:hourly"\n'
DAILY = 'daily = "shop:daily"\n'
OF_HOURLY = ["airflow/hourly_dag.py", "hourly.ir.json", "python/hourly_script.py"]
OF_DAILY = [each.replace("hourly", "daily") for each in OF_HOURLY]


def settings(
    listed: str, *, targets: str = '["airflow", "python"]', out: str = "generated", rest: str = ""
) -> str:
    return (
        f'[tool.dagcompile]\nout = "{out}"\ntargets = {targets}\n'
        f"[tool.dagcompile.pipelines]\n{listed}{rest}"
    )


@pytest.fixture
def shop(scaffold: Scaffold) -> Path:
    """A project whose two pipelines are built, and one of which is listed no more."""
    folder = scaffold({"pyproject.toml": settings(BOTH), "shop.py": SHOP})
    built(folder)
    (folder / "pyproject.toml").write_text(settings(DAILY))
    return folder


def built(folder: Path, **how: Any) -> Summary:
    return build_pipelines(load_project(folder), **how)


def files(folder: Path) -> list[str]:
    return sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*.*"))


def told(summary: Summary, outcome: str, folder: Path) -> list[str]:
    return [
        each.path.relative_to(folder / "generated").as_posix()
        for each in summary.shared
        if each.outcome == outcome
    ]


def test_files_of_a_pipeline_that_is_listed_no_more_go(shop: Path) -> None:
    summary = built(shop)
    assert told(summary, "removed", shop) == OF_HOURLY
    assert files(shop / "generated") == OF_DAILY
    assert not summary.failed
    assert told(built(shop), "removed", shop) == []


def test_a_pipeline_by_another_name_leaves_none_of_the_old_one(shop: Path) -> None:
    renamed = SHOP.replace("@pipeline\n    def daily", '@pipeline(name="nightly")\n    def daily')
    (shop / "shop.py").write_text("".join(line[4:] for line in renamed.splitlines(keepends=True)))
    fresh(shop)
    assert sorted(told(built(shop), "removed", shop)) == sorted(OF_HOURLY + OF_DAILY)
    assert files(shop / "generated") == [each.replace("daily", "nightly") for each in OF_DAILY]


def fresh(folder: Path) -> None:
    """Forget what was imported of a project."""
    import sys

    for name, module in list(sys.modules.items()):
        if str(getattr(module, "__file__", None) or "").startswith(str(folder)):
            del sys.modules[name]


def test_files_of_a_target_that_is_built_for_no_more_go_with_what_they_share(
    scaffold: Scaffold,
) -> None:
    vendor = '[tool.dagcompile.target.airflow]\nruntime = "vendor"\n'
    wiring = """
        from dagcompile import op, pipeline
        from goods.ops import load

        @pipeline
        def daily() -> int:
            return op(load)()
    """
    folder = scaffold(
        {
            "pyproject.toml": settings(DAILY, rest=vendor),
            "shop.py": wiring,
            "goods/ops.py": "def load() -> int:\n    return 1\n",
        }
    )
    built(folder)
    (package,) = (folder / "generated/airflow").glob("_dagcompile_*")
    (folder / "pyproject.toml").write_text(settings(DAILY, targets='["python"]'))
    assert told(built(folder, keep=True), "kept", folder) == [
        "airflow/daily_dag.py",
    ]
    summary = built(folder)
    assert told(summary, "removed", folder) == [
        "airflow/daily_dag.py",
        f"airflow/{package.name}",
    ]
    assert files(folder / "generated/airflow") == [".airflowignore"]


@pytest.mark.parametrize(
    "how",
    [
        {"names": ["daily"]},
        {"names": ["shop:daily"]},
        {"targets": ["python"]},
        {"targets": ["airflow", "python"]},
    ],
)
def test_only_a_build_of_the_whole_project_removes_any(how: dict[str, Any], shop: Path) -> None:
    summary = built(shop, **how)
    assert [each.outcome for each in summary.shared] == []
    assert set(OF_HOURLY) <= set(files(shop / "generated"))


def compile_fails(folder: Path) -> None:
    (folder / "pyproject.toml").write_text(settings(f'{DAILY}wrong = "shop:wrong"\n'))


def write_fails(folder: Path) -> None:
    with (folder / "generated/python/daily_script.py").open("a") as file:
        file.write("# mine\n")


@pytest.mark.parametrize("spoil", [compile_fails, write_fails])
def test_where_anything_fails_nothing_is_removed(spoil: Callable[[Path], None], shop: Path) -> None:
    spoil(shop)
    summary = built(shop)
    assert len(summary.failed) == 1
    assert summary.shared == ()
    assert set(OF_HOURLY) <= set(files(shop / "generated"))


def test_what_is_kept_is_told(shop: Path) -> None:
    summary = built(shop, keep=True)
    assert told(summary, "kept", shop) == OF_HOURLY
    assert summary.warnings == ()
    assert set(OF_HOURLY) <= set(files(shop / "generated"))


def test_where_a_target_cannot_be_loaded_nothing_is_removed(
    shop: Path, plugged: Target, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shop / "pyproject.toml").write_text(settings(DAILY).replace("targets", "# targets"))
    monkeypatch.setattr("notes.TARGET", None)
    summary = built(shop)
    assert [each.code for each in summary.warnings] == ["DC503"]
    assert set(OF_HOURLY) <= set(files(shop / "generated"))


EDITS: dict[str, Callable[[str], str]] = {
    "python/hourly_script.py": lambda text: text + "# mine\n",
    "hourly.ir.json": lambda text: text.replace('"result"', '"mine"'),
    "airflow/hourly_dag.py": lambda text: f"<<<<<<< HEAD\n{text}",
}


@pytest.mark.parametrize("name", EDITS)
def test_what_was_edited_by_hand_goes_by_force_alone(name: str, shop: Path) -> None:
    file = shop / "generated" / name
    file.write_text(EDITS[name](file.read_text()))
    summary = built(shop)
    assert (told(summary, "kept", shop), len(told(summary, "removed", shop))) == ([name], 2)
    (warning,) = summary.warnings
    assert (warning.code, warning.severity) == ("DC641", "warning")
    assert warning.message.endswith("was edited by hand, and nothing makes it any more; it is kept")
    assert warning.fix == "look what was changed in it, then: dagcompile build --force"
    assert told(built(shop, force=True), "removed", shop) == [name]
    assert files(shop / "generated") == OF_DAILY


@pytest.mark.parametrize("name", ["airflow/daily_dag.py", "daily.ir.json"])
def test_a_copy_under_another_name_goes_unless_somebody_changed_it(name: str, shop: Path) -> None:
    file = shop / "generated" / name
    copy, changed = (file.with_name(f"{each}_{file.name}") for each in ("copied", "changed"))
    shutil.copy(file, copy)
    changed.write_text(file.read_text().replace("daily", "weekly"))
    summary = built(shop)
    assert copy.relative_to(shop / "generated").as_posix() in told(summary, "removed", shop)
    assert changed.relative_to(shop / "generated").as_posix() in told(summary, "kept", shop)
    assert file.exists()
    assert not copy.exists()
    assert [each.code for each in summary.warnings] == ["DC641"]


def test_an_ir_that_was_cut_off_is_told_of(shop: Path) -> None:
    file = shop / "generated/hourly.ir.json"
    file.write_text(file.read_text()[:150])
    (warning,) = built(shop).warnings
    assert warning.message.endswith("was edited by hand, and nothing makes it any more; it is kept")
    built(shop, force=True)
    assert not file.exists()


def test_what_others_have_in_the_folder_stays(shop: Path) -> None:
    out = shop / "generated"
    ours = (out / "airflow/hourly_dag.py").read_text()
    others: dict[str, str | bytes] = {
        "README.md": "what this is",
        "airflow/mine.py": "import os\n",
        "airflow/quoted.py": "# mine\n" * 20 + ours,
        "airflow/binary.py": b"\xff\xfe\x00",
        "airflow/empty.py": "",
        "data.json": '{"digest": "dagcompile_ir"}',
        ".hidden/hourly_dag.py": ours,
        ".hourly_dag.py": ours,
        "venv/pyvenv.cfg": "",
        "venv/lib/hourly_dag.py": ours,
        "other/pyproject.toml": "",
        "other/generated/hourly_dag.py": ours,
        "python/__pycache__/mine.cpython-311.pyc": "",
    }
    for name, content in others.items():
        file = out / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    (shop / "elsewhere.py").write_text(ours)
    (out / "airflow/link.py").symlink_to(shop / "elsewhere.py")
    (out / "folder").symlink_to(shop)
    assert told(built(shop), "removed", shop) == OF_HOURLY
    assert {name: (out / name).exists() for name in others} == dict.fromkeys(others, True)
    assert (out / "airflow/link.py").read_text() == ours


def test_folders_that_are_empty_then_go_with_what_python_compiled(shop: Path) -> None:
    out = shop / "generated"
    (out / "airflow/old/er").mkdir(parents=True)
    moved = out / "airflow/old/er/hourly_dag.py"
    shutil.move(out / "airflow/hourly_dag.py", moved)
    (moved.parent / "__pycache__").mkdir()
    (moved.parent / "__pycache__/hourly_dag.cpython-311.pyc").touch()
    built(shop)
    assert not (out / "airflow/old").exists()
    assert (out / "airflow").is_dir()


def test_a_needed_file_by_another_name_stays(shop: Path) -> None:
    """As one whose name differs only in case, where file systems do not tell them apart."""
    script = shop / "generated/python/daily_script.py"
    os.link(script, script.with_name("DAILY_script.py"))
    assert told(built(shop), "removed", shop) == OF_HOURLY
    assert script.with_name("DAILY_script.py").exists()


def test_a_link_within_the_folder_is_followed_to_what_is_needed(shop: Path) -> None:
    out = shop / "generated"
    (out / "python").rename(out / "scripts")
    (out / "python").symlink_to(out / "scripts")
    expected = ["airflow/hourly_dag.py", "hourly.ir.json", "scripts/hourly_script.py"]
    assert told(built(shop), "removed", shop) == expected
    assert (out / "python/daily_script.py").exists()


def test_where_modules_stand_too_only_folders_of_artifacts_are_looked_into(
    scaffold: Scaffold,
) -> None:
    folder = scaffold({"pyproject.toml": settings(BOTH, out="."), "shop.py": SHOP})
    built(folder)
    (folder / "tests").mkdir()
    shutil.copy(folder / "python/hourly_script.py", folder / "tests/expected.py")
    (folder / "pyproject.toml").write_text(settings(DAILY, out="."))
    summary = built(folder)
    assert sorted(each.path.relative_to(folder).as_posix() for each in summary.shared) == OF_HOURLY
    assert (folder / "tests/expected.py").exists()


def test_projects_that_share_a_folder_leave_each_others_files_alone(scaffold: Scaffold) -> None:
    two = {
        f"{name}/{file}": text.replace("shop:", f"{name}_flows:")
        for name in ("one", "other")
        for file, text in {
            "pyproject.toml": settings(BOTH, targets='["python"]', out="../dags"),
            f"{name}_flows.py": SHOP.replace("daily", f"daily_{name}").replace(
                "hourly", f"h_{name}"
            ),
        }.items()
    }
    for name in ("one", "other"):
        text = f'd = "{name}_flows:daily_{name}"\nh = "{name}_flows:h_{name}"\n'
        two[f"{name}/pyproject.toml"] = settings(text, targets='["python"]', out="../dags")
    folder = scaffold(two)
    built(folder / "one")
    built(folder / "other")
    assert len(files(folder / "dags")) == 8
    settled = settings('d = "one_flows:daily_one"\n', targets='["python"]', out="../dags")
    (folder / "one/pyproject.toml").write_text(settled)
    built(folder / "one")
    assert [each for each in files(folder / "dags") if "one" in each] == [
        "daily_one.ir.json",
        "python/daily_one_script.py",
    ]
    assert len([each for each in files(folder / "dags") if "other" in each]) == 4


@pytest.mark.parametrize(
    ("inner", "stays"),
    [
        ('[tool.dagcompile]\nout = "../generated"\n', True),
        ("[tool.dagcompile]\nout = 3\n", True),
        ("[tool.dagcompile]\n", False),
        ("[tool.other]\n", False),
    ],
)
def test_projects_within_a_project_may_write_to_its_folder(
    inner: str, stays: bool, shop: Path
) -> None:
    """Then a file is the outer one's if its module is; else it may be of one that is gone."""
    file = shop / "generated/python/team_script.py"
    text = (shop / "generated/python/hourly_script.py").read_text()
    file.write_text(text.replace("from shop:hourly", "from teams:hourly", 1))
    (shop / "team").mkdir()
    (shop / "team/pyproject.toml").write_text(inner)
    removed = told(built(shop), "removed", shop)
    assert (file.exists(), set(OF_HOURLY) <= set(removed)) == (stays, True)
