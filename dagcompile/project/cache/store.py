"""The folder `.dagcompile_cache` of a project: a file of JSON for each way to build.

Its first line is a seal (`sealing`). Whatever is in it that cannot be read, is of another version,
or was not put there by this user, is as if it were not there.
"""

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import Any

from dagcompile.project.cache.digests import content_of
from dagcompile.project.cache.sealing import is_sealed, known_secret, made_secret, seal_of
from dagcompile.project.cache.used import Stamp

NAME = ".dagcompile_cache"
_FORMAT = 4
_MOST = 16
"""Ways to build that are kept; those that were not asked for the longest go."""
_TAG = """Signature: 8a477f597d28d172789f06886806bc55
# This folder was made by dagcompile. It can be removed at any time.
"""
_BESIDE = {"CACHEDIR.TAG": _TAG, ".gitignore": "*\n"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What is known: of each pipeline by its name, the names of modules that lead to none of the
    author's, the files of installed modules that any of them imported, and the environment
    variables that libraries read when they are imported.
    """

    pipelines: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    foreign: frozenset[str] = frozenset()
    libraries: Mapping[str, Stamp] = field(default_factory=dict)
    ambient: Mapping[str, str | None] = field(default_factory=dict)


class Store:
    """What is kept for one way to build, in one environment."""

    def __init__(self, folder: Path, *, asked: str, environment: str) -> None:
        self._folder = folder
        self._file = folder / NAME / f"{asked}.json"
        self._environment = environment

    def read(self) -> Stored:
        """What is known; nothing where anything is not as it should be."""
        secret = known_secret(self._folder)
        seal, _, content = (content_of(str(self._file)) or b"").partition(b"\n")
        if secret is None or not is_sealed(content, seal, secret):
            return Stored()
        try:
            document: Any = json.loads(content)
            if (document["format"], document["environment"]) != (_FORMAT, self._environment):
                return Stored()
            pipelines = document["pipelines"]
            if not all(isinstance(each, dict) for each in pipelines.values()):
                return Stored()
            libraries = {file: (size, time) for file, (size, time) in document["libraries"].items()}
            return Stored(
                pipelines=pipelines,
                foreign=frozenset(document["foreign"]),
                libraries=libraries,
                ambient=dict(document["ambient"]),
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return Stored()

    def write(self, stored: Stored) -> None:
        """Keep what is known. Where nothing can be written, or sealed, nothing is kept."""
        secret = made_secret(self._folder)
        if secret is None:
            return
        document = {
            "format": _FORMAT,
            "environment": self._environment,
            "foreign": sorted(stored.foreign),
            "libraries": dict(sorted(stored.libraries.items())),
            "ambient": dict(sorted(stored.ambient.items())),
            "pipelines": stored.pipelines,
        }
        content = json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode("ascii")
        folder = self._file.parent
        new = folder / f".{self._file.name}.{token_hex(4)}.new"
        try:
            _make(folder)
            new.write_bytes(seal_of(content, secret) + b"\n" + content)
            new.replace(self._file)
        except OSError:
            with suppress(OSError):
                new.unlink()
        _tidy(folder)


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _BESIDE.items():
        if not (folder / name).exists():
            (folder / name).write_text(text, encoding="ascii")


def _tidy(folder: Path) -> None:
    """Remove what was left by builds that were killed, and ways to build that nobody asks for."""
    with suppress(OSError):
        kept = sorted(folder.glob("*.json"), key=lambda each: -each.stat().st_mtime)
        last = kept[0].stat().st_mtime if kept else 0.0
        left = [each for each in folder.glob(".*.new") if each.stat().st_mtime < last - 3600]
        for each in (*kept[_MOST:], *left):
            os.unlink(each)
