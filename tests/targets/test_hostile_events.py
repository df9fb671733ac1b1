"""Any text that a run meets arrives in its events, one JSON object a line."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hostile.corpus import TEXTS
from hostile.telling import told

from dagcompile import testing

Events = Mapping[str, list[dict[str, Any]]]

SHORT = 30
"""Values are told in short; so much of the start of each is told for certain."""


def _violation(events: Events, node: str) -> dict[str, Any]:
    (guard,) = (each for each in events[node] if each["event"] == "guard")
    found: dict[str, Any] = guard["verdict"]["violations"][0]
    return found


def _error(events: Events, node: str) -> dict[str, Any]:
    (failed,) = (each for each in events[node] if each["event"] == "failed")
    found: dict[str, Any] = failed["error"]
    return found


def _short(text: str) -> str:
    """The start of a value as it is told: blanks are drawn together."""
    return " ".join(repr(text).split())[:SHORT]


PLACES: Mapping[str, tuple[Callable[[Events], str], Callable[[str], str]]] = {
    "message of an exception": (lambda e: _error(e, "raises")["message"], str),
    "traceback of an exception": (
        lambda e: _error(e, "raises")["traceback"],
        lambda t: f"RuntimeError: {t}" if t else "RuntimeError",
    ),
    "value of a violation": (lambda e: _violation(e, "lies")["value"], _short),
    "message of a violation": (lambda e: _error(e, "lies")["message"], _short),
    "path of a violation": (
        lambda e: _violation(e, "inside")["path"],
        lambda t: json.dumps(t, ensure_ascii=not t.isprintable())[1:-1][:SHORT],
    ),
    "message of a crashed check": (
        lambda e: next(each for each in e["crashing"] if each["event"] == "guard")["verdict"][
            "error"
        ]["message"],
        str,
    ),
}
"""Where a text is told of, and how it looks there."""


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Events]:
    """The events of a run with each text, by node."""
    folder = tmp_path_factory.mktemp("events")
    with pytest.MonkeyPatch.context() as patch:
        return {
            text: _told(text, folder / f"{number}.jsonl", patch)
            for number, text in enumerate(TEXTS)
        }


def _told(text: str, file: Path, patch: pytest.MonkeyPatch) -> Events:
    patch.setenv("DAGCOMPILE_EVENTS", str(file))
    assert testing.run(told(text)).outcome == "failed"
    found: dict[str, list[dict[str, Any]]] = {}
    lines = file.read_bytes().decode("ascii").splitlines()
    for each in map(json.loads, lines):
        found.setdefault(each.get("node", ""), []).append(each)
    return found


@pytest.mark.parametrize("place", PLACES)
def test_a_text_is_told(events: Mapping[str, Events], place: str) -> None:
    read, shown = PLACES[place]
    for text in TEXTS:
        assert shown(text) in read(events[text]), text


def test_the_places_are_counted() -> None:
    assert len(PLACES) == 6
