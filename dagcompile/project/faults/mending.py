"""The command that mends what is wrong with files, and what a person should look at before.

command = Command(start=("dagcompile",), names=("daily_delays",))
mend_of(findings, command)      Mend(before="", command="dagcompile build daily_delays")
"""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from os.path import commonpath, realpath
from pathlib import Path

from dagcompile.diagnostics.render import here, shown_path
from dagcompile.project.faults.records import Finding
from dagcompile.project.git import repository_of

FEW_NAMES, FEW_FILES, FEW_REMOVED = 6, 3, 8
"""So many stand in a command. Of more names and files, what holds them does; nothing does of files
that are to be removed, for others may lie beside them.
"""

_BEFORE = {
    "DC302": "upgrade dagcompile to the version that wrote it",
    "DC520": "look what was changed in it",
    "DC601": "keep a copy if anybody needs it",
    "DC602": "move the change into the pipeline",
    "DC641": "look what was changed in it",
    "DC603": "remove the link that leads out",
    "DC604": "give one of the pipelines another name; where one took the place of the other",
    "DC643": "list the pipeline in one of the projects, or give each an `out` of its own; or else",
    "DC618": "let it be read",
    "DC649": "merge the pipelines that it was generated from",
    "DC651": "add `{attribute}` to .gitattributes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """How what was asked for is built.

    Args:
        start: the program, and what stands in front of the verb.
        flags: what was asked in other words than the project's.
        targets: the flags of the targets that were asked for.
        names: the pipelines that were asked for; none where all of the project are.
    """

    start: tuple[str, ...] = ("dagcompile",)
    flags: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """What mends a group: what is to be done by a person before, and a command, empty if none."""

    before: str
    command: str

    def __str__(self) -> str:
        if self.before and self.command:
            return f"{self.before}, then: {self.command}"
        return self.before or self.command


def mend_of(findings: Sequence[Finding], command: Command, *, out: Path) -> Mend:
    """What mends `findings`, which have one code, in the folder of artifacts `out`."""
    (code,) = {each.fault.code for each in findings}
    remedies = {each.fault.remedy for each in findings}
    before = _BEFORE.get(code, "").format(attribute=f"{out.name}/** text eol=lf")
    if code == "DC604" and "force" not in remedies:
        before = ""  # the other pipeline makes its own files elsewhere
    if code == "DC618" and "remove" in remedies:
        before = _BEFORE["DC601"]
    if remedies & {"add", "force add"}:
        return _added(findings, out)
    if "upgrade" in remedies:
        return Mend(before=before, command="")
    if "rename" in remedies:
        return Mend(before="give the pipeline another name, with @pipeline(name=...)", command="")
    files = [each.path for each in findings if each.fault.remedy == "remove"]
    if len(files) > FEW_REMOVED:
        every = "remove all of them, as --format json lists them"
        before, files = f"{before}, and {every}" if before else every, []
    folders = [each.path for each in findings if each.fault.remedy in {"discard", "clear"}]
    steps = [
        *([_line("rm", *_shown(files))] if files else []),
        *([_line("rm", "-r", *_shown(folders))] if folders else []),
        *([_build(findings, command)] if remedies != {"discard"} else []),
    ]
    return Mend(before=before, command=" && ".join(steps))


def _build(findings: Sequence[Finding], command: Command) -> str:
    remedies = {each.fault.remedy for each in findings}
    force = ("--force",) if remedies & {"force", "force sweep"} else ()
    words = [*command.start, "build", *force, *command.flags]
    if remedies & {"sweep", "force sweep"}:
        return _line(*words)  # only a build of all removes anything
    pipelines = {each.pipeline for each in findings}
    names = tuple(dict.fromkeys(each.pipeline for each in findings if each.pipeline is not None))
    many = len(names) > FEW_NAMES and not command.names
    if None in pipelines or "rebuild" in remedies or many:
        names = command.names
    return _line(*words, *command.targets, *names)


def _added(findings: Sequence[Finding], out: Path) -> Mend:
    """How files come into git: one by one, or all that is in their folder. Git adds nothing behind
    a link, so links are followed to where they stand.
    """
    files = [Path(realpath(each.path)) for each in findings]
    ignored = any(each.fault.remedy == "force add" for each in findings)
    many = len(files) > FEW_FILES
    folder = [Path(commonpath(files))] if many else files
    before = "remove the rule" if ignored and many else ""
    force = ("--force",) if ignored and not many else ()
    repository = repository_of(out)
    if repository is None or here().is_relative_to(repository.root):
        return Mend(before=before, command=_line("git", "add", *force, *_shown(folder)))
    paths = [repository.path(each) or "." for each in folder]
    words = ("git", "-C", str(repository.root), "add", *force, *paths)
    return Mend(before=before, command=_line(*words))


def _shown(files: Sequence[Path]) -> list[str]:
    return [shown_path(each, here()) for each in files]


def _line(*words: str) -> str:
    return shlex.join(words)
