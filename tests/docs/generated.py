"""What pages of the documentation quote, between two marks, is put there from the code.

    <!-- file tests/thirdparty/threads/pyproject.toml -->
    <!-- capabilities -->
    <!-- capabilities dask -->
    <!-- options dask -->

each up to `<!-- end -->`.
"""

import re
from pathlib import Path
from typing import Any

from dagcompile.target import FEATURES, Target, find_target

ROOT = Path(__file__).parents[2]
OURS = ("python", "dask", "airflow")

_MARK = re.compile(r"(<!-- (\w+) ?(\S*) -->\n).*?(<!-- end -->\n)", re.DOTALL)
_LANGUAGES = {".py": "python", ".toml": "toml", ".j2": "jinja"}


def refreshed(text: str) -> str:
    """A page with everything between marks as it is now."""
    return _MARK.sub(lambda found: f"{found[1]}\n{_made(found[2], found[3])}\n{found[4]}", text)


def marks(text: str) -> list[tuple[str, str]]:
    """The marks of a page: what is quoted, and of what."""
    return [(found[2], found[3]) for found in _MARK.finditer(text)]


def _made(what: str, of: str) -> str:
    match what:
        case "file":
            file = ROOT / of
            return f"```{_LANGUAGES[file.suffix]}\n{file.read_text()}```\n"
        case "capabilities" if not of:
            return _overview([find_target(each) for each in OURS])
        case "capabilities":
            return _answers(find_target(of))
        case "options":
            return _options(find_target(of))
        case _:
            raise ValueError(f"there is nothing called {what}")


def _overview(targets: list[Target]) -> str:
    """Who can do what, in a word."""
    rows = [("feature", "meaning", *(each.name for each in targets))]
    for feature, meaning in FEATURES.items():
        answers = ("yes" if each.capabilities[feature].supported else "no" for each in targets)
        rows.append((feature, meaning, *answers))
    return _table(rows)


def _answers(target: Target) -> str:
    """How a target does what it can, and what to do instead of what it cannot."""
    rows: list[tuple[str, ...]] = [("feature", "", "how")]
    for feature, answer in target.capabilities.items():
        instead = f"; instead, {answer.instead}" if answer.instead else ""
        rows.append((feature, "yes" if answer.supported else "no", f"{answer.note}{instead}"))
    return _table(rows)


def _options(target: Target) -> str:
    schema: dict[str, Any] = target.options.model_json_schema()
    rows: list[tuple[str, ...]] = [("option", "default", "")]
    for name, each in schema["properties"].items():
        default = each.get("default")
        shown = "" if default is None else f"`{str(default).lower()}`"
        rows.append((f"`{name}`", shown, each.get("description", "")))
    return _table(rows)


def _table(rows: list[tuple[str, ...]]) -> str:
    head, *body = rows
    lines = [head, tuple("---" for _ in head), *body]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines).replace("|  |", "| |")
