"""`dagcompile build`: write the artifacts of pipelines."""

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeAlias

import typer

from dagcompile.cli.completing import pipeline_names, target_names
from dagcompile.cli.failing import Format, FormatOption, exit_on_problems, finish
from dagcompile.cli.watching import Watch, watch

if TYPE_CHECKING:
    from dagcompile.ir.records import Depth
    from dagcompile.project.building import Summary
    from dagcompile.project.faults import Command

_FEW = 12
"""Files that are unchanged and named, at most."""

_ASKED = ("out", "guards", "guard_depth", "expectations")
"""What is asked of a build beside its pipelines and targets, and in the same words of a check."""


class Guards(StrEnum):
    """Where guards stand."""

    steps = "steps"
    inline = "inline"
    off = "off"


class Expectations(StrEnum):
    """What is made of expectations."""

    ignore = "ignore"
    warn = "warn"
    fail = "fail"


def depth_given(text: str | None) -> "Depth | None":
    """A depth as it is given on a command line."""
    from dagcompile.ir.depths import read_depth

    try:
        return None if text is None else read_depth(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


Out: TypeAlias = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Where to write; by default what the project says."),
]
GuardPlacement: TypeAlias = Annotated[
    Guards | None,
    typer.Option(help="Where guards stand; by default each target's own way."),
]
ExpectationSeverity: TypeAlias = Annotated[
    Expectations | None,
    typer.Option(help="What is made of expectations; by default each has its own severity."),
]
GuardDepth: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="full|schema|sample(N)",
        help="How deep guards look; by default as the project says, or into all of a value.",
        callback=lambda text: depth_given(text) and text,
    ),
]
Pipelines: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PIPELINE",
        help="Names in the project, or module:function; all of the project if left out.",
        show_default=False,
        autocompletion=pipeline_names,
    ),
]
Targets: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="Build for this target only; may be repeated.",
        autocompletion=target_names,
    ),
]
Force: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--force",
        help="Overwrite artifacts that were edited by hand, damaged, or made from another "
        "pipeline, and remove edited ones that nothing makes any more.",
    ),
]
Keep: TypeAlias = Annotated[
    bool,
    typer.Option("--keep", help="Keep artifacts that nothing makes any more."),
]
Jobs: TypeAlias = Annotated[
    int | None,
    typer.Option(
        metavar="N",
        min=1,
        help="Compile in so many processes; by default in one, or for many pipelines in as many "
        "as there are processors.",
    ),
]
NoCache: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--no-cache",
        help="Compile all, whatever is known of earlier times, and keep nothing of it.",
    ),
]


def build(
    context: typer.Context,
    *,
    pipelines: Pipelines = None,
    target: Targets = None,
    out: Out = None,
    guards: GuardPlacement = None,
    guard_depth: GuardDepth = None,
    expectations: ExpectationSeverity = None,
    force: Force = False,
    keep: Keep = False,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    format: FormatOption = Format.text,
    again: Watch = False,
) -> NoReturn:
    """Compile pipelines and write their artifacts."""
    if again:
        watch(context)
    from dagcompile.project.building import build_pipelines
    from dagcompile.project.config import load_project

    with exit_on_problems(format):
        summary = build_pipelines(
            load_project(context.obj),
            names=pipelines or (),
            targets=target or (),
            out=out,
            guards=guards.value if guards else None,
            depth=depth_given(guard_depth),
            expectations=expectations.value if expectations else None,
            force=force,
            keep=keep,
            jobs=jobs,
            cached=not no_cache,
            command=command_of(context),
        )
    finish(
        format,
        text=_told(summary),
        data=_data(summary),
        errors=[*(each.error for each in summary.failed), *summary.unremoved],
        warnings=summary.warnings,
    )


def command_of(context: typer.Context) -> "Command":
    """The command that builds what was asked for, in the words in which it was asked."""
    from dagcompile.project.faults import Command

    said = context.params
    start = ("--project", str(context.obj)) if context.obj else ()
    flags = {f"--{name.replace('_', '-')}": said[name] for name in _ASKED if said[name]}
    return Command(
        start=("dagcompile", *start),
        flags=tuple(word for flag, value in flags.items() for word in (flag, str(value))),
        targets=tuple(word for each in said["target"] or () for word in ("--target", each)),
        names=tuple(said["pipelines"] or ()),
    )


def _told(summary: "Summary") -> str:
    """A line for each file that changed and for each pipeline that failed, and how many there are
    of each. Few files that are unchanged have lines too.
    """
    from dagcompile.cli.table import columns

    rows = [*_files(summary), *(("failed", each.name) for each in summary.failed)]
    words = Counter(word for word, _ in rows)
    if words["unchanged"] > _FEW:
        rows = [(word, what) for word, what in rows if word != "unchanged"]
    counts = ", ".join(f"{number} {word}" for word, number in words.items())
    return f"{columns(rows)}{columns(_stages(summary))}{counts}\n"


def _stages(summary: "Summary") -> list[tuple[str, str]]:
    """What became of each stage, by target."""
    return [
        ("stage", f"{each.pipeline}.{each.stage} on {each.target}: {each.text}")
        for each in summary.stages
    ]


def _data(summary: "Summary") -> object:
    return {
        "files": [{"outcome": outcome, "path": path} for outcome, path in _files(summary)],
        "stages": [
            {
                "pipeline": each.pipeline,
                "stage": each.stage,
                "target": each.target,
                "text": each.text,
            }
            for each in summary.stages
        ],
        "failed": [each.name for each in summary.failed],
    }


def _files(summary: "Summary") -> list[tuple[str, str]]:
    """What became of each file, and its path from the working folder."""
    from dagcompile.diagnostics.render import here, shown_path

    files = [
        *(("written", file) for each in summary.built for file in each.written),
        *(("unchanged", file) for each in summary.built for file in each.unchanged),
        *((each.outcome, each.path) for each in summary.shared),
    ]
    return [(outcome, shown_path(file, here())) for outcome, file in files]
