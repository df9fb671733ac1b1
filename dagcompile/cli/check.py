"""`dagcompile check`: whether the files that are there are those that a build would write."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeAlias

import typer

from dagcompile.cli.build import (
    ExpectationSeverity,
    GuardDepth,
    GuardPlacement,
    Jobs,
    NoCache,
    Pipelines,
    command_of,
    depth_given,
)
from dagcompile.cli.completing import target_names
from dagcompile.cli.failing import DIFFERENT, FINE, Report, exit_on_problems, finish

if TYPE_CHECKING:
    from dagcompile.diagnostics import Diagnostic
    from dagcompile.project.checking import Checked, Teller

_SHOWN = 60
"""Lines of differences that are shown where nobody asks for all."""

Targets: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="Look at the files of this target only; may be repeated.",
        autocompletion=target_names,
    ),
]
Out: TypeAlias = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Where the files are; by default what the project says."),
]
Difference: TypeAlias = Annotated[
    bool,
    typer.Option("--diff", help="Show all of how files differ; by default the first lines."),
]
ReportOption: TypeAlias = Annotated[
    Report,
    typer.Option(
        "--format",
        help="As text; as one JSON document; as text and annotations of GitHub Actions; or as a "
        "log of SARIF.",
    ),
]


def check(
    context: typer.Context,
    *,
    pipelines: Pipelines = None,
    target: Targets = None,
    out: Out = None,
    guards: GuardPlacement = None,
    guard_depth: GuardDepth = None,
    expectations: ExpectationSeverity = None,
    jobs: Jobs = None,
    no_cache: NoCache = False,
    diff: Difference = False,
    format: ReportOption = Report.text,
) -> NoReturn:
    """Compare the files that are there with what a build would write; none is touched.

    A file that is stale, edited by hand, missing, orphaned, not in git or damaged is told of, with
    the command that mends it; the exit status is 1 then.
    """
    from dagcompile.project.checking import Teller, check_pipelines
    from dagcompile.project.config import load_project

    with exit_on_problems(format):
        project = load_project(context.obj)
        checked = check_pipelines(
            project,
            names=pipelines or (),
            targets=target or (),
            out=out,
            jobs=jobs,
            cached=not no_cache,
            guards=guards.value if guards else None,
            depth=depth_given(guard_depth),
            expectations=expectations.value if expectations else None,
        )
    teller = Teller.of(project, command_of(context), out=out)
    tell = teller.by_file if format in {Report.json, Report.sarif} else teller.by_code
    finish(
        format,
        text=_told(checked, most=None if diff else _SHOWN),
        data=_data(checked, teller),
        errors=[each.error for each in checked.failed],
        warnings=checked.warnings,
        found=tell(checked.findings),
        annotated=_annotated(checked, teller) if format is Report.github else None,
        status=DIFFERENT if checked.findings else FINE,
    )


def _annotated(checked: "Checked", teller: "Teller") -> "tuple[Diagnostic, ...]":
    """What is not as it should be, as a pull request has room for it beside the errors."""
    from dagcompile.diagnostics.github import MOST

    errors = sum(len(each.error.diagnostics) for each in checked.failed)
    return teller.within(checked.findings, MOST - errors)


def _told(checked: "Checked", *, most: int | None) -> str:
    """How files differ, and how many there are of each verdict."""
    from dagcompile.project.checking import differences

    lines, more = differences(checked.findings, most=most)
    if more:
        lines.append(f"... and {more} more lines: --diff shows all")
    counts = ", ".join(f"{number} {word}" for word, number in _counts(checked).items() if number)
    return "\n".join([*lines, counts or "nothing to check", ""])


def _counts(checked: "Checked") -> dict[str, int]:
    from dagcompile.project.checking import VERDICTS

    counts = Counter(each.verdict for each in checked.findings)
    return {
        **{str(verdict): counts[verdict] for verdict in VERDICTS},
        "unchanged": checked.right,
        "failed": len(checked.failed),
    }


def _data(checked: "Checked", teller: "Teller") -> object:
    from dagcompile.diagnostics.render import here, shown_path

    return {
        "counts": _counts(checked),
        "files": [
            {
                "verdict": each.verdict,
                "code": each.fault.code,
                "path": shown_path(each.path, here()),
                "line": each.fault.line or None,
                "pipeline": each.pipeline,
                "text": each.fault.text,
            }
            for each in checked.findings
        ],
        "mends": [
            {
                "code": each.code,
                "verdict": each.findings[0].verdict,
                "files": len(each.findings),
                "before": each.mend.before,
                "command": each.mend.command,
            }
            for each in teller.groups(checked.findings)
        ],
        "failed": [each.name for each in checked.failed],
    }
