"""The page of each code: what is wrong, why it matters, an example, and the example mended.

page = page_of("DC201")
page.title   # "the value of an edge cannot fit the input it is wired to"
page.text    # Markdown

A page is a file, `pages/DC201.md`, whose first line holds the code and its sentence.
"""

from dataclasses import dataclass
from pathlib import Path

from dagcompile.diagnostics.codes import CODES

FOLDER = Path(__file__).with_name("pages")

NEAR = 5
"""How far from a code another can be for which it was mistaken."""

FAMILIES = {
    "DC1": "wiring a pipeline",
    "DC2": "types and edges",
    "DC3": "the IR and its file",
    "DC4": "names and literals",
    "DC5": "targets",
    "DC6": "files and projects",
}
"""What codes that begin so are about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page. `text` is the whole of it, in Markdown, its title included."""

    code: str
    title: str
    text: str


def page_of(code: str) -> Page:
    """The page of a code of the catalogue.

    Raises:
        KeyError: there is no such code.
    """
    title = CODES[code]
    return Page(code=code, title=title, text=(FOLDER / f"{code}.md").read_text(encoding="utf-8"))


def code_of(asked: str) -> str | None:
    """The code that someone means who asks for `DC201`, `dc201` or `201`; None if there is none."""
    number = asked.strip().upper().strip("[]").removeprefix("DC")
    code = f"DC{number}"
    return code if code in CODES else None


def nearest_codes(asked: str) -> tuple[str, ...]:
    """Up to three codes that may be meant: those near by number, or those that speak of a word."""
    number = "".join(filter(str.isdecimal, asked))
    if number:
        wanted = int(number[:9])  # more digits are not near to any either
        away = {code: abs(int(code[2:]) - wanted) for code in CODES}
        near = (code for code in CODES if away[code] <= NEAR)
        return tuple(sorted(near, key=lambda code: away[code])[:3])
    word = asked.strip().lower()
    return tuple(code for code, title in CODES.items() if word and word in title.lower())[:3]


def families() -> dict[str, dict[str, str]]:
    """The catalogue by family: what it is about, then its codes and their sentences."""
    found: dict[str, dict[str, str]] = {about: {} for about in FAMILIES.values()}
    for code, title in sorted(CODES.items()):
        found[FAMILIES[code[:3]]][code] = title
    return found
