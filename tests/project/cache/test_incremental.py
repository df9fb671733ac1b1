"""A build that makes only what changed ends as one that makes all, whatever happened before."""

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.project.cache import edits as edit
from tests.project.cache.edits import EDITS, Edit
from tests.project.cache.forking import Builder, Ended

EXAMPLES = 6 if os.environ.get("HYPOTHESIS_PROFILE", "ci") == "ci" else 300
_ASKED = (
    ("build",),
    ("build",),
    ("build", "--force"),
    ("build", "--target", "python"),
    ("build", "--guards", "inline"),
    ("build", "one"),
    ("build", "flows.three:three", "two"),
    ("build", "--format", "json"),
    ("check",),
    ("check", "--format", "json"),
)


@pytest.fixture(scope="module")
def builder() -> Iterator[Builder]:
    started = Builder()
    yield started
    started.close()


Step = tuple[Sequence[tuple[Edit, int]], Sequence[str]]
edits = st.tuples(st.sampled_from(EDITS), st.integers(0, 63))
steps = st.tuples(st.lists(edits, min_size=1, max_size=3), st.sampled_from(_ASKED))


_CHANGES: tuple[tuple[Edit, int], ...] = (
    (edit.scale, 2),
    (edit.package, 3),
    (edit.package, 0),
    (edit.faster, 1),
    (edit.faster, 5),
    (edit.faster, 0),
    (edit.shades, 5),  # in the second folder of the path
    (edit.shades, 7),
    (edit.shades, 1),  # and in the first
    (edit.shades, 0),
    (edit.library, 5),
    (edit.library, 0),
    (edit.distribution, 1),
    (edit.distribution, 3),
    (edit.distribution, 0),
    (edit.taken, 1),
    (edit.taken, 0),
    (edit.data, 5),
    (edit.data, 0),
    (edit.table, 1),
    (edit.table, 0),
    (edit.flag, 1),
    (edit.flag, 2),
    (edit.variables, 1),
    (edit.variables, 2),
    (edit.unnamed, 2),
    (edit.unnamed, 3),
    (edit.kind, 1),
    (edit.kind, 3),
    (edit.wrong, 1),
    (edit.wrong, 3),
    (edit.wrong, 0),
    (edit.settings, 1),
    (edit.settings, 2),
    (edit.settings, 0),
    (edit.artifact, 0),
    (edit.artifact, 9),
    (edit.artifact, 33),
    (edit.artifact, 25),
    (edit.artifact, 33),
)


def test_each_change_is_seen(builder: Builder, tmp_path: Path) -> None:
    folder, copy = tmp_path / "project", tmp_path / "another"
    edit.begin(folder)
    for change, number in ((edit.unrelated, 1), *_CHANGES):
        change(folder, number)
        _built(builder, folder, copy, ("build",))


_PRICED = """
    from dagcompile import op, pipeline
    from {source} import PRICES

    @op
    def add(number: int, more: int) -> int:
        return number + more

    @pipeline
    def {name}(number: int) -> int:
        return add(number, sum(PRICES.values()))
"""


def test_neither_order_nor_processes_nor_company_matter(builder: Builder, tmp_path: Path) -> None:
    """Also where modules fill what another one holds, if whoever reads it imports them all."""
    first = tmp_path / "first"
    names = ("cheese", "wine", "bread")
    settings = "[tool.dagcompile]\ntargets = ['python']\n[tool.dagcompile.pipelines]\n"
    settings += "".join(f'{each} = "flows.{each}:{each}"\n' for each in names)
    edit.write(
        first,
        {
            "pyproject.toml": settings,
            "shop/registry.py": "PRICES = {}",
            "shop/wine.py": "from shop.registry import PRICES\nPRICES['wine'] = 2",
            "shop/cheese.py": "from shop.registry import PRICES\nPRICES['cheese'] = 3",
            "shop/whole.py": "from shop import cheese, wine\nfrom shop.registry import PRICES",
            **{
                f"flows/{each}.py": _PRICED.format(name=each, source="shop.whole") for each in names
            },
        },
    )
    assert builder(first, "build").status == 0
    edit.write(first, {"shop/wine.py": "from shop.registry import PRICES\nPRICES['wine'] = 5"})
    trees = []
    ways = (("bread",), names[::-1]), ((each,) for each in names), ((*names, "--jobs", "2"),)
    for number, way in enumerate(ways):
        folder = tmp_path / str(number)
        shutil.copytree(first, folder)
        for asked in way:
            assert builder(folder, "build", *asked).status == 0
        trees.append(_tree(folder))
    assert trees[1] == trees[0]
    assert trees[2] == trees[0]
    changed = {each for each, content in _tree(first).items() if trees[0][each] != content}
    scripts = {f"generated/python/{each}_script.py" for each in names}
    assert changed >= scripts


@settings(max_examples=EXAMPLES)
@given(history=st.lists(steps, min_size=2, max_size=6))
def test_it_ends_as_a_full_one(builder: Builder, history: Sequence[Step]) -> None:
    with TemporaryDirectory() as name:
        folder, copy = Path(name, "project"), Path(name, "another")
        edit.begin(folder)
        _built(builder, folder, copy, ("build",))
        for changes, asked in history:
            for change, number in changes:
                change(folder, number)
            _built(builder, folder, copy, asked)


def _built(builder: Builder, folder: Path, copy: Path, asked: Sequence[str]) -> None:
    """Do it in both ways, and compare all that is told and written."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("__pycache__", ".dagcompile_cache"))
    full = builder(copy, *asked, "--no-cache")
    found = builder(folder, *asked)
    assert found == _moved(full, copy, folder)
    assert _tree(folder) == _tree(copy)


def _moved(ended: Ended, old: Path, new: Path) -> Ended:
    def moved(text: str) -> str:
        return text.replace(str(old), str(new))

    return Ended(ended.status, moved(ended.out), moved(ended.err))


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file() and not {"__pycache__", ".dagcompile_cache"} & set(each.parts)
    }
