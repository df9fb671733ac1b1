"""Parts of a page that are made from what they tell of. They stand between marks.

    <!-- made: verbs -->
    ...
    <!-- end -->

`make golden` writes them again; a test compares them.
"""

import re
from collections.abc import Iterable, Mapping

from pydantic import BaseModel

_PART = re.compile(r"(<!-- made: ([\w ]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


def filled(page: str, parts: Mapping[str, str]) -> str:
    """`page` with every marked part made anew.

    Raises:
        KeyError: the page marks a part that is not made.
        ValueError: a part is made that the page does not mark.
    """
    if missing := parts.keys() - {match[2] for match in _PART.finditer(page)}:
        raise ValueError(f"the page marks no {', '.join(sorted(missing))}")
    return _PART.sub(lambda match: f"{match[1]}\n{parts[match[2]]}\n{match[4]}", page)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A table of Markdown."""
    lines = (head, ("---",) * len(head), *rows)
    cells = ([cell.replace("|", r"\|") for cell in line] for line in lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def described(model: type[BaseModel]) -> str:
    """A table of the options of a model."""
    rows = ((f"`{name}`", field.description or "") for name, field in model.model_fields.items())
    return table(("option", ""), rows)


def code(*sources: str) -> str:
    """Sources as code within a line."""
    return ", ".join(f"`{each}`" for each in sources)
