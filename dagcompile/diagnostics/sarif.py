"""Diagnostics as a log of SARIF 2.1.0, which code hosts and editors read.

log = sarif(diagnostics, folder=root, elsewhere="pyproject.toml", version="1.0.0")
log["runs"][0]["results"][0]["ruleId"]      # "DC645"

A rule is a code, with its page as the help. A result keeps its fingerprint while lines move: it
is made of code, file and message.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

from dagcompile.diagnostics.pages import page_of
from dagcompile.diagnostics.records import Diagnostic, Place
from dagcompile.diagnostics.render import shown_path, without_source

Json: TypeAlias = dict[str, object]

VERSION = "2.1.0"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
ROOT = "%SRCROOT%"
"""What paths are relative to, by the name that readers know: the root of the repository."""


def sarif(
    diagnostics: Iterable[Diagnostic], *, folder: Path, elsewhere: str, version: str | None = None
) -> Json:
    """The log of one run.

    Args:
        diagnostics: in the order in which they are told.
        folder: where paths are named from: the root of the repository.
        elsewhere: the file, from there, at which a diagnostic without a place is shown: a code
            host refuses results without any.
        version: of dagcompile, by which a code host tells a result that came with another one; None
            where it is not known.
    """
    told = tuple(diagnostics)
    codes = dict.fromkeys(each.code for each in told)
    rules = {code: number for number, code in enumerate(codes)}
    driver: Json = {
        "name": "dagcompile",
        **({"version": version} if version else {}),
        "rules": [_rule(code) for code in rules],
    }
    return {
        "$schema": SCHEMA,
        "version": VERSION,
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": list(_results(told, rules, folder, elsewhere)),
            }
        ],
    }


def _rule(code: str) -> Json:
    page = page_of(code)
    about = page.text.partition("\n## Wrong\n")[0].partition("\n")[2].strip()
    return {
        "id": code,
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": about},
        "help": {"text": f"dagcompile explain {code}", "markdown": page.text},
        "defaultConfiguration": {"level": "error"},
    }


def _results(
    told: tuple[Diagnostic, ...], rules: dict[str, int], folder: Path, elsewhere: str
) -> Iterator[Json]:
    seen: Counter[str] = Counter()
    for each in told:
        placed = [(label.text, label.place) for label in each.labels if label.place is not None]
        locations = [_location(text, place, folder) for text, place in placed]
        location = (
            locations[0] if locations else _location("", Place(file=elsewhere, line=1), folder)
        )
        file = shown_path(Path(placed[0][1].file), folder) if placed else elsewhere
        print_ = _fingerprint(each.code, file, each.message)
        seen[print_] += 1
        yield {
            "ruleId": each.code,
            "ruleIndex": rules[each.code],
            "level": each.severity,
            "message": {"text": without_source(each, folder)},
            "locations": [location],
            "relatedLocations": [
                {"id": number, **other} for number, other in enumerate(locations[1:], start=1)
            ],
            "partialFingerprints": {"dagcompile/v1": f"{print_}:{seen[print_]}"},
        }


def _location(text: str, place: Place, folder: Path) -> Json:
    path = Path(shown_path(Path(place.file), folder)).as_posix()
    uri = quote(path, errors="surrogatepass")
    file: Json = (
        {"uri": f"file://{uri}"} if path.startswith("/") else {"uri": uri, "uriBaseId": ROOT}
    )
    columns = {"startColumn": place.column, "endColumn": place.end_column}
    region = {"startLine": max(place.line, 1), **{key: at for key, at in columns.items() if at}}
    found: Json = {"physicalLocation": {"artifactLocation": file, "region": region}}
    return {**found, "message": {"text": text}} if text else found


def _fingerprint(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
