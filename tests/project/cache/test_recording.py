"""What the loading of a pipeline used is seen, whoever imported or read it first."""

import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from commands import Scaffold

from dagcompile.project.cache.digests import stamp
from tests.project.cache.seeing import Seen, files_of


def test_modules_are_those_that_lead_there(seen: Seen, tmp_path: Path) -> None:
    (used,) = seen(
        {
            "shop_a/__init__.py": "",
            "shop_a/flow.py": "from . import ops\nimport json",
            "shop_a/ops.py": "from shop_a.units import cents",
            "shop_a/units.py": "cents = 100",
            "shop_a/other.py": "",
        },
        "shop_a.flow",
    )
    assert used is not None
    assert set(used.names) == {"shop_a", "shop_a.flow", "shop_a.ops", "shop_a.units"}
    assert files_of(used, tmp_path) == {
        "shop_a/__init__.py",
        "shop_a/flow.py",
        "shop_a/ops.py",
        "shop_a/units.py",
    }


def test_what_another_pipeline_imported_first_is_of_both(seen: Seen, tmp_path: Path) -> None:
    files = {
        "shop_b/one.py": "from shop_b import common",
        "shop_b/two.py": "import shop_b.common as same\n",
        "shop_b/three.py": "",
        "shop_b/common.py": "from pathlib import Path\n"
        "rates = Path(__file__).with_name('rates.txt').read_text()",
        "shop_b/rates.txt": "1.5",
    }
    one, two, three = seen(files, "shop_b.one", "shop_b.two", "shop_b.three")
    common = {"shop_b/common.py", "shop_b/rates.txt"}
    assert files_of(one, tmp_path) == {"shop_b/one.py", *common}
    assert files_of(two, tmp_path) == {"shop_b/two.py", *common}
    assert files_of(three, tmp_path) == {"shop_b/three.py"}


def test_a_file_that_was_read_once_for_all_is_of_all(seen: Seen, tmp_path: Path) -> None:
    files = {
        "shop_c/settings.py": "from functools import cache\nfrom pathlib import Path\n"
        "@cache\ndef rates():\n    return Path(__file__).with_name('rates.txt').read_text()",
        "shop_c/one.py": "from shop_c.settings import rates\nrates()",
        "shop_c/two.py": "from shop_c.settings import rates\nrates()",
        "shop_c/rates.txt": "1.5",
    }
    for used in seen(files, "shop_c.one", "shop_c.two"):
        assert "shop_c/rates.txt" in files_of(used, tmp_path)


@pytest.mark.parametrize(
    "way",
    [
        "import_module(name)",
        "__import__(name)",
        "sys.modules.get(name) or import_module(name)",
    ],
)
def test_modules_by_names_that_stand_nowhere(seen: Seen, tmp_path: Path, way: str) -> None:
    top = f"shop_d{len(way)}"
    files = {
        f"{top}/plugin.py": "",
        f"{top}/one.py": f"import {top}.plugin",
        f"{top}/two.py": "import sys\nfrom importlib import import_module\n"
        f"name = __package__ + '.' + 'nigulp'[::-1]\n{way}",
    }
    _, two = seen(files, f"{top}.one", f"{top}.two")
    assert f"{top}/plugin.py" in files_of(two, tmp_path)


@pytest.mark.parametrize(
    "way",
    [
        "from pydoc import locate\nlocate(name)",
        "import pydantic\npydantic.TypeAdapter(pydantic.ImportString).validate_python(name)",
        "import pickle\npickle.loads(b'c' + name.encode() + b'\\nKind\\n.')",
    ],
    ids=["locate", "pydantic", "pickle"],
)
def test_modules_that_a_library_imports_by_name(
    seen: Seen, tmp_path: Path, way: str, request: pytest.FixtureRequest
) -> None:
    top = f"shop_{request.node.callspec.id}"
    files = {
        f"{top}/plugin.py": "class Kind: pass",
        f"{top}/one.py": f"import {top}.plugin",
        f"{top}/two.py": f"name = __package__ + '.' + 'nigulp'[::-1]\n{way}",
        f"{top}/three.py": "",
    }
    _, two, three = seen(files, *(f"{top}.{each}" for each in ("one", "two", "three")))
    assert f"{top}/plugin.py" in files_of(two, tmp_path)
    assert files_of(three, tmp_path) == {f"{top}/three.py"}


def test_a_module_that_is_named_by_a_text(seen: Seen, tmp_path: Path) -> None:
    files = {
        "shop_e/rows.py": "",
        "shop_e/one.py": "import shop_e.rows",
        "shop_e/two.py": "from pydoc import locate\nkind = locate('shop_e.rows')",
    }
    _, two = seen(files, "shop_e.one", "shop_e.two")
    assert "shop_e/rows.py" in files_of(two, tmp_path)


def test_an_installed_module_is_known_by_when_it_was_written(
    seen: Seen, scaffold: Scaffold, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = scaffold({"site-packages/shop_m_rates.py": "rate = 5"}) / "site-packages"
    monkeypatch.syspath_prepend(folder)
    files = {"shop_m/one.py": "import shop_m_rates", "shop_m/two.py": "import shop_m_rates"}
    one, two = seen(files, "shop_m.one", "shop_m.two")
    assert one is not None
    assert two is not None
    file = str(folder / "shop_m_rates.py")
    assert one.libraries[file] == stamp(file)
    assert pytest.__file__ in one.libraries  # was imported before, by whomever
    assert not any("dagcompile/project/" in each for each in one.libraries)
    assert two.libraries == {}  # they were told, and are of all
    Path(file).write_text("rate = 60")
    assert one.libraries[file] != stamp(file)


def test_what_is_loaded_without_a_name_is_read(seen: Seen, tmp_path: Path) -> None:
    by_path = (
        "from importlib.util import module_from_spec, spec_from_file_location\n"
        "from pathlib import Path\n"
        "spec = spec_from_file_location('any', Path(__file__).with_name('plugin.py'))\n"
        "spec.loader.exec_module(module_from_spec(spec))\n"
    )
    files = {
        "shop_u/__init__.py": "",
        "shop_u/one.py": by_path,
        "shop_u/two.py": by_path,  # from bytecode
        "shop_u/three.py": "import pkgutil\npkgutil.get_data('shop_u', 'rates.txt')",
        "shop_u/plugin.py": "",
        "shop_u/rates.txt": "1",
    }
    one, two, three = seen(files, "shop_u.one", "shop_u.two", "shop_u.three")
    assert "shop_u/plugin.py" in files_of(one, tmp_path)
    assert "shop_u/plugin.py" in files_of(two, tmp_path)
    assert "shop_u/rates.txt" in files_of(three, tmp_path)


def test_names_that_are_not_there_are_known(seen: Seen) -> None:
    files = {
        "shop_f/flow.py": "try:\n    from shop_f import faster\nexcept ImportError:\n    pass\n"
        "try:\n    import shop_f_speedups\nexcept ImportError:\n    pass",
    }
    (used,) = seen(files, "shop_f.flow")
    assert used is not None
    assert used.names["shop_f.faster"] is None
    assert "shop_f_speedups" in used.foreign


def test_folders_and_files_that_are_not_there(seen: Seen, tmp_path: Path) -> None:
    files = {
        "shop_g/flow.py": "import os\nfrom pathlib import Path\nhere = Path(__file__).parent\n"
        "tables = sorted(os.listdir(here / 'tables'))\n"
        "try:\n    more = (here / 'more.txt').read_text()\nexcept OSError:\n    more = ''\n"
        "with open(here / 'written.txt', 'w') as file:\n    file.write('x')\n",
        "shop_g/tables/a.csv": "",
    }
    (used,) = seen(files, "shop_g.flow")
    assert used is not None
    assert used.files[str(tmp_path / "shop_g/more.txt")] is None
    assert list(used.folders) == [str(tmp_path / "shop_g/tables")]
    assert "shop_g/written.txt" not in files_of(used, tmp_path)


def test_a_module_that_was_imported_unseen_makes_it_unknown(seen: Seen) -> None:
    files = {
        "shop_h/common.py": "",
        "shop_h/one.py": "import shop_h.common",
        "shop_h/two.py": "",
    }
    one, two = seen(files, "shop_h.one", "shop_h.two", first="shop_h.common")
    assert one is None
    assert two is None  # its package was imported unseen, too


def test_what_cannot_be_seen_makes_it_unknown(seen: Seen) -> None:
    files = {
        "shop_i/one.py": "import subprocess, sys\nsubprocess.run([sys.executable, '-c', ''])",
        "shop_i/two.py": "import sqlite3\nsqlite3.connect(':memory:').close()",
        "shop_i/three.py": "from shop_i import one",
        "shop_i/four.py": "",
    }
    found = seen(files, "shop_i.one", "shop_i.two", "shop_i.three", "shop_i.four")
    assert [each is None for each in found] == [True, True, True, False]


_POLARS = (
    "import polars as pl\nfrom pathlib import Path\nfile = Path(__file__).parent / 'rates.csv'\n"
)


@pytest.mark.parametrize(
    ("way", "is_known"),
    [
        (_POLARS + "rates = pl.read_csv(file)", False),
        (_POLARS + "rates = pl.scan_csv(file).collect()", False),
        ("import pyarrow.csv as csv\nread = csv.read_csv", False),
        ("from polars import read_csv", False),
        (_POLARS + "def later():\n    return pl.read_csv(file)", True),
        (_POLARS + "rates = pl.DataFrame({'a': [1]})", True),
    ],
)
def test_what_opens_files_by_itself_makes_it_unknown_where_it_is_used(
    seen: Seen, way: str, is_known: bool
) -> None:
    top = f"shop_n{len(way)}"
    files = {
        f"{top}/rates.csv": "rate\n5\n",
        f"{top}/common.py": way,
        f"{top}/one.py": f"import {top}.common",
        f"{top}/two.py": f"import {top}.common",
    }
    found = seen(files, f"{top}.one", f"{top}.two")
    assert [each is not None for each in found] == [is_known, is_known]
    assert type(sys.modules["polars"]) is ModuleType


def test_a_file_is_known_by_what_it_held_when_it_was_used(seen: Seen, tmp_path: Path) -> None:
    files = {
        "shop_j/flow.py": "from pathlib import Path\nhere = Path(__file__)\n"
        "(here.parent / 'rates.txt').read_text()\n(here.parent / 'rates.txt').write_text('2')\n"
        "here.write_text(here.read_text() + '# more')",
        "shop_j/rates.txt": "1",
    }
    (used,) = seen(files, "shop_j.flow")
    assert used is not None
    from dagcompile.project.cache.digests import file_digest

    rates, flow = str(tmp_path / "shop_j/rates.txt"), str(tmp_path / "shop_j/flow.py")
    assert used.files[rates] != file_digest(rates)
    assert used.files[flow] != file_digest(flow)


def test_bytecode_that_may_be_older_is_not_run(seen: Seen, scaffold: Scaffold) -> None:
    folder = scaffold({"shop_k/__init__.py": "", "shop_k/flow.py": "answer = 1"})
    compiled = [sys.executable, "-c", "import shop_k.flow"]
    subprocess.run(compiled, cwd=folder, check=True)
    file = folder / "shop_k/flow.py"
    saved = file.stat()
    file.write_text("answer = 2")
    os.utime(file, ns=(saved.st_atime_ns, saved.st_mtime_ns))
    seen({}, "shop_k.flow")
    assert sys.modules["shop_k.flow"].answer == 2


def test_nothing_is_watched_afterwards(seen: Seen) -> None:
    before = list(sys.meta_path)
    seen({"shop_l/flow.py": ""}, "shop_l.flow")
    assert sys.meta_path == before
