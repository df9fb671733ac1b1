"""What may have happened to generated files, done to real ones of a project of two pipelines."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dagcompile.project.checking import Command, Finding, Teller
from dagcompile.project.config import load_project

FLOW = """
    from dagcompile import op, pipeline

    @op
    def double(number: int) -> int:
        return number * 2

    @pipeline
    def doubled(number: int) -> int:
        '''Twice a number; à la carte.'''
        return double(number)

    @pipeline
    def quadrupled(number: int) -> int:
        return double.named("again")(double(number))
"""
SETTINGS = """
    [tool.dagcompile]
    targets = ["python"]

    [tool.dagcompile.pipelines]
    doubled = "flow:doubled"
    quadrupled = "flow:quadrupled"
"""
SCRIPT = "generated/python/doubled_script.py"
IR = "generated/doubled.ir.json"

MERGE = b"<<<<<<< HEAD\nx = 1\n||||||| base\n=======\nx = 2\n>>>>>>> main\n"


@dataclass(frozen=True)
class Damage:
    """What happens to a file of the pipeline `doubled`: it, the code, what is said behind its path.

    `command` tells that what is told as mending it is a command alone; `kept`, that a build by
    itself leaves the file as it is.
    """

    file: str
    do: Callable[[Path], object]
    code: str
    said: str
    command: bool = True
    kept: bool = True


def mends_of(folder: Path, findings: Sequence[Finding], *names: str) -> list[str]:
    """The commands that mend what a check of `names` has found, in the order in which they are
    told.
    """
    start = ("dagcompile", "--project", str(folder))
    teller = Teller.of(load_project(folder), Command(start=start, names=names), out=None)
    return [each.mend.command for each in teller.groups(findings)]


def changed(old: str, new: str) -> Callable[[Path], None]:
    """A text that stands in a file is another."""

    def change(file: Path) -> None:
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new, 1))

    return change


def _bytes(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def damage(file: Path) -> None:
        before = file.read_bytes()
        assert change(before) != before
        file.write_bytes(change(before))

    return damage


def _encoded(encoding: str) -> Callable[[Path], None]:
    return _bytes(lambda data: data.decode().encode(encoding))


def _from_the_other(file: Path) -> None:
    file.write_bytes((file.parent / file.name.replace("doubled", "quadrupled")).read_bytes())


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _loop(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.name)


def _pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


_EDITED = ("DC602", "was edited by hand")
_CUT = ("DC650", "ends too early")
_MERGED = ("DC649", "holds the marks of a merge")
_BARE = ("DC653", "has no header any more")
_HEADED = ("DC653", "has a header that was changed")
_ENDS = "has lines that end in"
_BYTES = ("DC652", "holds bytes that are no UTF-8")
_MARKED = ("DC652", "begins with a byte order mark")
_FOREIGN = ("DC601", "was not written by dagcompile")
_OTHER = ("DC604", "was generated from flow:quadrupled, and is to be from flow:doubled")

DAMAGES: dict[str, Damage] = {
    "removed": Damage(SCRIPT, Path.unlink, "DC646", "is not there", kept=False),
    "edited": Damage(SCRIPT, changed("number", "n"), *_EDITED),
    "edited ir": Damage(IR, changed('"doubled"', '"redoubled"'), *_EDITED),
    "docs of ir edited": Damage(
        IR,
        changed("Twice", "Half"),
        "DC645",
        "is stale: docs or options of doubled changed, or dagcompile did",
        kept=False,
    ),
    "appended": Damage(SCRIPT, _bytes(lambda data: data + b"x = 1\n"), *_EDITED),
    "digest edited": Damage(SCRIPT, changed("body sha256:", "body  "), *_HEADED),
    "line put above": Damage(SCRIPT, _bytes(lambda data: b"# licence\n" + data), *_HEADED),
    "header removed": Damage(SCRIPT, _bytes(lambda data: data.split(b"\n", 3)[3]), *_BARE),
    "first line removed": Damage(SCRIPT, _bytes(lambda data: data.split(b"\n", 1)[1]), *_BARE),
    "last newline lost": Damage(SCRIPT, _bytes(lambda data: data[:-1]), *_CUT),
    "emptied": Damage(SCRIPT, lambda file: file.write_text(""), "DC650", "is empty"),
    "cut in the header": Damage(SCRIPT, _bytes(lambda data: data[:30]), *_CUT),
    "cut in the middle": Damage(SCRIPT, _bytes(lambda data: data[: len(data) // 2]), *_CUT),
    "cut in a character": Damage(
        SCRIPT, _bytes(lambda data: data[: data.index("à".encode()) + 1]), *_CUT
    ),
    "ir cut": Damage(IR, _bytes(lambda data: data[:400]), *_CUT),
    "merge in the body": Damage(SCRIPT, _bytes(lambda data: data + MERGE), *_MERGED),
    "merge in the header": Damage(SCRIPT, _bytes(lambda data: MERGE + data), *_MERGED),
    "merge in ir": Damage(
        IR, _bytes(lambda data: data.replace(b' "meaning"', MERGE + b' "meaning"')), *_MERGED
    ),
    "cr lf": Damage(
        SCRIPT,
        _bytes(lambda data: data.replace(b"\n", b"\r\n")),
        "DC651",
        f"{_ENDS} CR LF",
        kept=False,
    ),
    "cr": Damage(
        SCRIPT,
        _bytes(lambda data: data.replace(b"\n", b"\r")),
        "DC651",
        f"{_ENDS} CR",
        kept=False,
    ),
    "some cr lf": Damage(
        IR,
        _bytes(lambda data: data.replace(b"\n", b"\r\n", 3)),
        "DC651",
        f"{_ENDS} CR LF, and others in LF",
        kept=False,
    ),
    "cr lf of one edited": Damage(
        SCRIPT, _bytes(lambda data: (data + b"x = 1\n").replace(b"\n", b"\r\n")), *_EDITED
    ),
    "latin-1": Damage(SCRIPT, _encoded("latin-1"), *_BYTES),
    "utf-16": Damage(SCRIPT, _encoded("utf-16"), *_BYTES),
    "utf-16 without a mark": Damage(SCRIPT, _encoded("utf-16-le"), *_BYTES),
    "zeros": Damage(
        SCRIPT,
        _bytes(lambda data: data[:300] + bytes(len(data) - 300)),
        "DC652",
        "holds NUL bytes",
    ),
    "byte order mark": Damage(SCRIPT, _encoded("utf-8-sig"), *_MARKED),
    "byte order mark of ir": Damage(IR, _encoded("utf-8-sig"), *_MARKED),
    "somebody else's": Damage(SCRIPT, lambda file: file.write_text("import os\n"), *_FOREIGN),
    "other json": Damage(IR, lambda file: file.write_text('{"a": 1}\n'), *_FOREIGN),
    "another pipeline's": Damage(SCRIPT, _from_the_other, *_OTHER, kept=False),
    "another pipeline's ir": Damage(IR, _from_the_other, *_OTHER, kept=False),
    "a pipe": Damage(SCRIPT, _pipe, "DC601", "is no file"),
    "a folder": Damage(SCRIPT, _folder, "DC601", "is a folder"),
    "a loop of links": Damage(
        SCRIPT,
        _loop,
        "DC618",
        "cannot be read: too many levels of symbolic links",
        command=False,
    ),
}
"""By what happened."""
