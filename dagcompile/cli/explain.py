"""`dagcompile explain`: the page of a code."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from dagcompile.cli.completing import codes as known_codes
from dagcompile.cli.failing import USAGE

if TYPE_CHECKING:
    from dagcompile.diagnostics.pages import Page


class Shown(StrEnum):
    """How pages are shown."""

    text = "text"
    json = "json"


def explain(
    codes: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CODE",
            help="Such as DC201, dc201 or 201; all codes are listed if left out.",
            show_default=False,
            autocompletion=known_codes,
        ),
    ] = None,
    *,
    format: Annotated[
        Shown,
        typer.Option("--format", help="As text, or as a JSON list of code, title and text."),
    ] = Shown.text,
) -> None:
    """Explain the code of an error, with an example."""
    from dagcompile.diagnostics.codes import CODES
    from dagcompile.diagnostics.pages import page_of

    pages = [page_of(code) for code in dict.fromkeys(map(_code, codes or ()))]
    if format is Shown.json:
        _print_json(pages or [page_of(code) for code in sorted(CODES)])
    elif pages:
        _print_pages(pages)
    else:
        typer.echo(_catalogue(), nl=False)


def _code(asked: str) -> str:
    from dagcompile.diagnostics.pages import code_of, nearest_codes

    code = code_of(asked)
    return _refuse(asked, nearest_codes(asked)) if code is None else code


def _refuse(asked: str, nearest: tuple[str, ...]) -> NoReturn:
    hint = f"did you mean {' or '.join(nearest)}?" if nearest else "`dagcompile explain` lists all"
    typer.echo(f"there is no code {asked!r}; {hint}", err=True)
    raise typer.Exit(USAGE)


def _catalogue() -> str:
    from dagcompile.cli.table import columns
    from dagcompile.diagnostics.pages import families

    return "\n".join(
        f"{about}\n{columns([(f'  {code}', title) for code, title in codes.items()])}"
        for about, codes in families().items()
    )


def _print_json(pages: "list[Page]") -> None:
    import json
    from dataclasses import asdict

    typer.echo(json.dumps([asdict(each) for each in pages], indent=1))


def _print_pages(pages: "list[Page]") -> None:
    from rich.console import Console

    console = Console()
    if not console.is_terminal or console.is_dumb_terminal:
        typer.echo("\n".join(each.text for each in pages), nl=False)
        return
    from rich.markdown import Markdown

    for each in pages:
        console.print(Markdown(each.text, code_theme="ansi_dark"))
