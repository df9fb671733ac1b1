"""What is asked of the machine while a pipeline is loaded is seen."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from commands import Scaffold

from dagcompile.authoring.threads import follow_threads
from dagcompile.project.cache.digests import kind_of, may_be_written
from dagcompile.project.cache.recording import recording
from dagcompile.project.cache.variables import ALL, ALL_BUT_PASSING, variable_digest
from tests.project.cache.seeing import Seen, files_of


def test_variables_are_known_by_their_digest(seen: Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_RATE", "no-secret")
    monkeypatch.setenv("SHOP_BYTES", "1")
    files = {
        "shop_v/settings.py": "import os\nfrom functools import cache\n"
        "@cache\ndef rate():\n    return os.getenv('SHOP_RATE')",
        "shop_v/one.py": "from shop_v.settings import rate\nrate()",
        "shop_v/two.py": "from os import environ\nfrom shop_v.settings import rate\nrate()\n"
        "'SHOP_FLAG' in environ\nimport os\nos.environb[b'SHOP_BYTES']\n"
        "os.path.expanduser('~')\nenviron['SHOP_RATE'] = 'another'\nenviron['SHOP_RATE']",
        "shop_v/three.py": "import dagcompile",
    }
    one, two, three = seen(files, "shop_v.one", "shop_v.two", "shop_v.three")
    assert one is not None
    assert two is not None
    assert three is not None
    rate = variable_digest("SHOP_RATE", {"SHOP_RATE": "no-secret"})
    assert one.variables == {"SHOP_RATE": rate}
    assert set(two.variables) == {"SHOP_RATE", "SHOP_FLAG", "SHOP_BYTES", "HOME"}
    assert (two.variables["SHOP_RATE"], two.variables["SHOP_FLAG"]) == (rate, None)
    assert three.variables == {}
    assert "no-secret" not in repr(one)


@pytest.mark.parametrize("way", ["dict(os.environ)", "len(os.environ)", "os.environ.copy()"])
def test_who_reads_all_variables_depends_on_all(seen: Seen, way: str) -> None:
    name = f"shop_n{len(way)}"
    (used,) = seen({f"{name}.py": f"import os\n{way}"}, name)
    assert used is not None
    assert list(used.variables) == [ALL]


def test_a_library_that_reads_all_depends_on_no_terminal(seen: Seen) -> None:
    files = {
        "shop_o.py": "import shutil\nfrom pydantic_settings import BaseSettings\n"
        "class Settings(BaseSettings):\n    rate: int = 3\n"
        "Settings()\nshutil.get_terminal_size()",
    }
    (used,) = seen(files, "shop_o")
    assert used is not None
    assert list(used.variables) == [ALL_BUT_PASSING]
    digests = [
        variable_digest(ALL_BUT_PASSING, {"SHLVL": level, "RATE": rate})
        for level, rate in [("1", "1"), ("2", "1"), ("1", "2")]
    ]
    assert digests[0] == digests[1] != digests[2]


def test_what_a_library_reads_once_when_it_is_imported_is_of_all(
    seen: Seen, scaffold: Scaffold, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = scaffold({"site-packages/shop_library.py": "import os\nos.getenv('SHOP_ONCE')"})
    monkeypatch.syspath_prepend(library / "site-packages")
    files = {"shop_p/one.py": "import shop_library", "shop_p/two.py": "import shop_library"}
    for used in seen(files, "shop_p.one", "shop_p.two"):
        assert used is not None
        assert used.ambient["SHOP_ONCE"] is None
        assert "SHOP_ONCE" not in used.variables


ASKING_IN_THREADS = """
import os, sys, threading
from pathlib import Path
from dagcompile import pipeline
from dagcompile.authoring.tracing import trace

here = Path(__file__).parent

def asking(name):
    return threading.Thread(target=os.path.exists, args=[here / name])

@pipeline
def flow() -> None:
    thread = asking("by_body")
    thread.start()
    thread.join()

# A thread runs on when it has told that it is started, before whoever started it.
interval = sys.getswitchinterval()
sys.setswitchinterval(10)
asking("by_module").start()
trace(flow)
sys.setswitchinterval(interval)
"""


def test_who_is_still_starting_a_thread_asks_what_it_asks(seen: Seen) -> None:
    follow_threads()
    (used,) = seen({"shop_r.py": ASKING_IN_THREADS}, "shop_r")
    assert used is not None
    assert {Path(each).name for each in used.kinds} == {"by_module", "by_body"}


def test_whether_something_is_there_is_known(seen: Seen, tmp_path: Path) -> None:
    files = {
        "shop_q/flow.py": "import os\nfrom concurrent.futures import ThreadPoolExecutor\n"
        "from pathlib import Path\nhere = Path(__file__).parent\n"
        "(here / 'absent').exists(), (here / 'file').is_file(), os.path.isdir(here / 'folder')\n"
        "os.access(here / 'allowed', os.R_OK), os.path.lexists(here / 'link')\n"
        "os.readlink(here / 'other')\n"
        "with ThreadPoolExecutor() as pool:\n"
        "    list(pool.map(os.path.exists, [here / 'in_thread']))\n"
        "try:\n    os.stat(here / 'nowhere')\nexcept OSError:\n    pass",
        **{f"shop_q/{name}": "" for name in ("file", "folder/x", "allowed", "in_thread")},
    }
    (tmp_path / "shop_q").mkdir()
    (tmp_path / "shop_q/link").symlink_to("file")
    (tmp_path / "shop_q/other").symlink_to("lost")
    (used,) = seen(files, "shop_q.flow")
    assert used is not None
    kinds = {Path(each).name: kind for each, kind in used.kinds.items()}
    assert {name: kind.removesuffix(" rw") for name, kind in kinds.items()} == {
        "absent": "absent",
        "file": "file",
        "folder": "folder rwx",
        "allowed": "file",
        "in_thread": "file",
        "link": "link to 'file': file",
        "other": "link to 'lost': absent",
        "nowhere": "absent",
    }
    assert all(kind == kind_of(place) for place, kind in used.kinds.items())


@pytest.mark.parametrize("way", ["os.path.getmtime(p)", "Path(p).stat()", "os.stat(p).st_size"])
def test_who_asks_for_the_date_or_size_is_not_known(seen: Seen, way: str) -> None:
    name = f"shop_r{len(way)}"
    text = f"import os\nfrom pathlib import Path\np = __file__\n{way}"
    assert seen({f"{name}.py": text}, name) == [None]


OPENING = """
import os, tempfile
from contextlib import suppress
from pathlib import Path

here = Path(__file__).parent
with suppress(FileExistsError):
    os.open(here / "taken", os.O_CREAT | os.O_EXCL)
(here / "mine").open("x").close()
(here / "log").write_text("")
(here / "other/log").parent.exists()
with suppress(OSError):
    (here / "other/log").open("a")
with suppress(OSError):
    os.open(here / "absent", os.O_WRONLY)
with tempfile.NamedTemporaryFile(dir=here / "made", delete=False):
    pass
"""


def test_whether_something_can_be_written_is_known(seen: Seen, tmp_path: Path) -> None:
    (used,) = seen(
        {"shop_w/flow.py": OPENING, "shop_w/taken": "", "shop_w/made/x": ""}, "shop_w.flow"
    )
    assert used is not None
    kinds = {Path(each).name: kind for each, kind in used.kinds.items()}
    assert kinds == {"taken": "file rw", "mine": "absent", "absent": "absent", "other": "absent"}
    told = {Path(each).relative_to(tmp_path / "shop_w"): may for each, may in used.places.items()}
    (made,) = (each for each in told if each.parent.name == "made")
    assert (told.pop(made), told.pop(made.parent)) == (True, False)  # Python opens it as a file
    assert told == {Path("log"): True, Path("other/log"): False}
    assert {each: may_be_written(each) for each in used.places} == used.places


@pytest.mark.parametrize(
    "way",
    [
        "import os; os.umask(os.umask(0))",
        "import posix; posix.environ",
        "from posix import stat",
        "import ctypes; ctypes.CDLL(None)",
        "from pathlib import Path; Path('/proc/self/status').read_text()",
        "import os; os.listdir('/dev')",
        "import os\nwith open(__file__) as f: os.fstat(f.fileno()).st_mtime",
    ],
)
def test_what_goes_past_all_that_is_seen_is_not_known(seen: Seen, way: str) -> None:
    name = f"shop_x{len(way)}"
    assert seen({f"{name}.py": way, f"{name}_a.py": "import os"}, name, f"{name}_a")[0] is None


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="only Linux has such a folder")
def test_a_project_may_be_where_the_system_has_its_devices(seen: Seen) -> None:
    with TemporaryDirectory(dir="/dev/shm") as folder:
        Path(folder, "rates.txt").write_text("1")
        text = f"from pathlib import Path\nPath({folder!r}, 'rates.txt').read_text()"
        text += f"\nPath({folder!r}, 'more').exists()"
        (used,) = seen({"shop_y.py": text}, "shop_y")
        assert used is not None
        assert f"{folder}/rates.txt" in used.files
        assert used.kinds == {f"{folder}/more": "absent"}


def test_a_path_through_a_process_is_the_one_that_it_leads_to(
    seen: Seen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files = {"shop_z.py": "with open('/proc/self/cwd/rates.txt') as f: f.read()", "rates.txt": "1"}
    (used,) = seen(files, "shop_z")
    assert "rates.txt" in files_of(used, tmp_path)
    assert used is not None
    assert used.cwd == str(tmp_path)


def test_who_asks_for_the_working_folder_depends_on_it(seen: Seen) -> None:
    (used,) = seen({"shop_s.py": "from pathlib import Path\nPath.cwd()"}, "shop_s")
    assert used is not None
    assert used.cwd == str(Path.cwd())


def test_all_is_as_it_was_afterwards(seen: Seen) -> None:
    kinds, functions = (type(os.environ), type(os.environb)), (os.stat, os.lstat, os.access)
    supported = set(os.supports_follow_symlinks)
    with suppress(ZeroDivisionError), recording():
        assert type(os.environ) is not kinds[0]
        assert os.stat in os.supports_follow_symlinks
        _ = 1 / 0
    assert (type(os.environ), type(os.environb)) == kinds
    assert (os.stat, os.lstat, os.access) == functions
    assert set(os.supports_follow_symlinks) == supported
