"""A project of three pipelines and what may happen to it: its modules, data, settings, artifacts.

Each edit takes the folder and a number, of which it makes one of a few variants.
"""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

from tests.project.cache.forking import VARIABLES

Edit = Callable[[Path, int], None]

_SETTINGS = """
[tool.dagcompile]
path = ["src", "."]
"""

_FILES = {
    "flows/one.py": """
        from dagcompile import op, pipeline
        from lib import units
        from lib.kinds import Row

        @op
        def load(day: int) -> list[Row]:
            return []

        @op
        def count(rows: list[Row], by: int) -> int:
            return len(rows) * by

        @pipeline
        def one(day: int, unused: int = 3) -> int:
            return count(load(day), by=units.SCALE)
    """,
    "flows/two.py": """
        from pydoc import locate

        from dagcompile import op, pipeline
        from lib.settings import settings

        measures = locate("lib." + "stinu"[::-1])

        @op
        def add(number: int, more: int) -> int:
            return number + more

        @pipeline
        def two(number: int) -> int:
            return add(number, settings() * measures.SCALE)
    """,
    "flows/three.py": """
        import colorsys
        import os
        import pkgutil
        from importlib import import_module
        from importlib.metadata import PackageNotFoundError, version
        from importlib.util import module_from_spec, spec_from_file_location
        from pathlib import Path

        from dagcompile import op, pipeline
        from lib.settings import settings

        try:
            from lib.faster import SPEED
        except ImportError:
            SPEED = 0
        try:
            import shades
        except ModuleNotFoundError:
            shades = None
        try:
            shown = int(version("shop-extras"))
        except PackageNotFoundError:
            shown = 0
        try:
            os.close(os.open("data/lock", os.O_CREAT | os.O_EXCL))
            os.remove("data/lock")
        except FileExistsError:
            shown += 100
        measures = import_module("lib." + "stinu"[::-1])
        data = Path(__file__).parent.parent / "data"
        tables = os.listdir(data / "tables")
        flags = (data / "flag").exists() + 2 * os.path.isdir(data / "flag")
        said = int(os.environ.get("SPEED", 0)) + sum(each.startswith("MORE") for each in os.environ)
        spec = spec_from_file_location("without_a_name", data / "plugin.py")
        plugin = module_from_spec(spec)
        spec.loader.exec_module(plugin)
        rate = int(pkgutil.get_data("lib", "rate.txt")) + plugin.RATE

        @op
        def add(number: int, more: int) -> int:
            return number + more

        @pipeline
        def three(number: int) -> int:
            own = add.named("own")(number, settings() + SPEED + len(tables))
            extra = getattr(colorsys, "EXTRA", 1) + getattr(shades, "SHADE", 1)
            asked = add.named("asked")(own, flags * 100 + said * 10 + rate)
            return add.named("all")(asked, extra * 10 + measures.SCALE + shown * 7)
    """,
    "lib/__init__.py": "",
    "lib/units.py": "SCALE = 1\n",
    "lib/kinds.py": """
        from dataclasses import dataclass

        @dataclass
        class Row:
            name: str
    """,
    "lib/settings.py": """
        from functools import cache
        from pathlib import Path

        @cache
        def settings() -> int:
            try:
                return int((Path(__file__).parent.parent / "data" / "number.txt").read_text())
            except OSError:
                return 7
    """,
    "lib/rate.txt": "1",
    "data/number.txt": "1",
    "data/plugin.py": "RATE = 1",
    "data/tables/a.csv": "",
    "src/readme.txt": "",
}


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write files, their text dedented."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text))


def begin(folder: Path) -> None:
    """The project as it begins."""
    write(folder, _FILES)
    settings(folder, 0)


def settings(folder: Path, number: int) -> None:
    """What is asked of all, and which pipelines there are."""
    depth, targets, listed = number % 2, number // 2 % 2, number // 4 % 3
    said = _SETTINGS + 'guard-depth = "schema"\n' * depth
    said += f"targets = {['python', 'dask'] if targets else ['python']}\n"
    names = [("one",), ("one", "two", "three"), ("three", "two")][(listed + 1) % 3]
    said += "[tool.dagcompile.pipelines]\n"
    said += "".join(f'{each} = "flows.{each}:{each}"\n' for each in names)
    write(folder, {"pyproject.toml": said})


def scale(folder: Path, number: int) -> None:
    """A constant of a module that all use: one imports it, the others ask for it by a name."""
    write(folder, {"lib/units.py": f"SCALE = {number % 3}\n"})


def package(folder: Path, number: int) -> None:
    """A package in the way of a module, or gone again."""
    _there_or_not(folder / "lib/units", number, {"__init__.py": f"SCALE = {number % 4}\n"})


def kind(folder: Path, number: int) -> None:
    """A field of a record, or only how it is written."""
    old = "    name: str\n"
    new = [old, "    name: int\n", old + "    more: int = 0\n", "    # a name\n" + old][number % 4]
    write(folder, {"lib/kinds.py": dedent(_FILES["lib/kinds.py"]).replace(old, new)})


def wrong(folder: Path, number: int) -> None:
    """A pipeline that does not compile, cannot be imported, or is as it was."""
    text = dedent(_FILES["flows/two.py"])
    mistakes = [text, text.replace("more: int", "more: str"), text + "def\n", text + "1 / 0\n"]
    write(folder, {"flows/two.py": mistakes[number % 4]})


def data(folder: Path, number: int) -> None:
    """A file that two pipelines read, but only one of a process."""
    _there_or_not(folder / "data", number, {"number.txt": str(number % 3)})


def table(folder: Path, number: int) -> None:
    """A name in a folder that is listed."""
    _there_or_not(folder / "data/tables", number, {f"{'bcd'[number % 3]}.csv": ""})


def flag(folder: Path, number: int) -> None:
    """A file or a folder of which is only asked whether it is there."""
    place = folder / "data/flag"
    place.unlink() if place.is_file() else shutil.rmtree(place, ignore_errors=True)
    match number % 3:
        case 1:
            place.write_text("")
        case 2:
            place.mkdir()
        case _:
            pass


def variables(folder: Path, number: int) -> None:
    """Environment variables: one that is asked for, and one of all."""
    names = [{}, {"SPEED": str(number)}, {"MORE_OF_IT": "1"}, {"SHLVL": str(number)}]
    (folder / VARIABLES).write_text(json.dumps(names[number % 4]))


def unnamed(folder: Path, number: int) -> None:
    """A module that is loaded by its path, and a file that the loader of a package reads."""
    file, text = [("data/plugin.py", "RATE = {}"), ("lib/rate.txt", "{}")][number % 2]
    write(folder, {file: text.format(number)})


def faster(folder: Path, number: int) -> None:
    """A module that is looked for and need not be there."""
    _there_or_not(folder / "lib", number, {"faster.py": f"SPEED = {number % 3}\n"})


def shades(folder: Path, number: int) -> None:
    """The same at the top, in the first or the second folder of the path."""
    where = folder / ["src", "."][number // 2 % 2]
    _there_or_not(where, number, {"shades.py": f"SHADE = {number % 3}\n"})


def library(folder: Path, number: int) -> None:
    """A module in the place of one of Python's own."""
    _there_or_not(folder, number, {"colorsys.py": f"EXTRA = {number % 3}\n"})


def distribution(folder: Path, number: int) -> None:
    """What tells of a distribution, in a folder of the path."""
    about = f"Metadata-Version: 2.1\nName: shop-extras\nVersion: {number}\n"
    place = folder / "src/shop_extras-1.dist-info"
    shutil.rmtree(place, ignore_errors=True)
    if number % 2:
        write(place, {"METADATA": about})


def taken(folder: Path, number: int) -> None:
    """A file that is in the way of one that is made anew."""
    _there_or_not(folder / "data", number, {"lock": ""})


def unrelated(folder: Path, number: int) -> None:
    """What nothing uses."""
    _there_or_not(folder, number, {"notes.py": "1 / 0\n", "lib/notes.txt": "", "src/notes.md": ""})


def artifact(folder: Path, number: int) -> None:
    """An artifact that is gone, or another."""
    files = sorted(each for each in (folder / "generated").rglob("*") if each.is_file())
    if not files:
        return
    file = files[number % len(files)]
    content = file.read_bytes()
    match number // 8 % 5:
        case 0:
            file.unlink()
        case 1:
            file.write_bytes(content + b"# by hand\n")
        case 2:
            file.write_bytes(content.replace(b"\n", b"\r\n"))
        case 3:
            file.write_bytes(content[: len(content) // 2])
        case _:
            shutil.rmtree(folder / "generated")


EDITS: tuple[Edit, ...] = (
    settings,
    scale,
    package,
    kind,
    wrong,
    data,
    table,
    flag,
    variables,
    unnamed,
    faster,
    shades,
    library,
    distribution,
    taken,
    unrelated,
    artifact,
)


def _there_or_not(folder: Path, number: int, files: Mapping[str, str]) -> None:
    if number % 2:
        write(folder, files)
        return
    for name in files:
        (folder / name).unlink(missing_ok=True)
    if folder.name == "units":
        shutil.rmtree(folder, ignore_errors=True)
