"""docs/errors.md: its list of codes is made of the pages, and `make golden` rewrites it."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from typer.main import get_command

from dagcompile.cli.app import app
from dagcompile.diagnostics.pages import families, page_of

if TYPE_CHECKING:
    from tests.conftest import Golden

FILE = Path(__file__).parents[2] / "docs" / "errors.md"
HEADING = "## Codes\n"


def test_the_codes_are_those_of_the_pages(golden: "Golden") -> None:
    written = FILE.read_text()
    head, heading, _ = written.partition(HEADING)
    golden(FILE, f"{head}{heading}{_listed()}")


def test_every_link_leads_to_a_page() -> None:
    for code in (code for codes in families().values() for code in codes):
        assert (FILE.parent / _link(code)).is_file()


def test_the_verbs_that_have_a_format_are_named() -> None:
    _, _, below = FILE.read_text().partition("## Formats\n\n")
    told = set(re.findall(r"`([a-z]+)`", below.partition(" Nothing")[0])) - {"text", "json"}
    command = get_command(app)
    verbs = vars(command)["commands"].items()
    assert told == {
        name for name, verb in verbs if any("--format" in each.opts for each in verb.params)
    }


def _listed() -> str:
    parts = []
    for about, codes in families().items():
        parts.append(f"\n### {about[0].upper()}{about[1:]}\n")
        parts += [
            f"\n#### {code}\n\n**{title}** ([example]({_link(code)}))\n\n{_prose(code)}\n"
            for code, title in codes.items()
        ]
    return "".join(parts)


def _prose(code: str) -> str:
    """What is wrong and what to do: a page's text above its example."""
    _, _, below = page_of(code).text.partition("\n\n")
    prose, _, _ = below.partition("\n\n## Wrong\n")
    return prose


def _link(code: str) -> str:
    return f"../dagcompile/diagnostics/pages/{code}.md"
