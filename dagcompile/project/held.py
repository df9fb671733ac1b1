"""Pipelines that lie in a folder of artifacts, as bytes: each by its IR, with its other files.

held = held_in({"daily.ir.json": b"{...", "python/daily_script.py": b"# Code..."}, "HEAD:out/")
held[0].artifacts      {"python/daily_script.py": "# Code..."}
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from dagcompile.codegen.header import origin_of
from dagcompile.diagnostics import CompileError
from dagcompile.ir.codec import loads
from dagcompile.ir.records import Pipeline
from dagcompile.project.emissions import IR_SUFFIX
from dagcompile.project.owning import origin
from dagcompile.project.problems import refused


@dataclass(frozen=True, kw_only=True)
class Held:
    """A pipeline on one side, not yet read.

    Args:
        file: the path of its IR in the folder of artifacts, by which it is known.
        where: what the IR is called in errors.
        content: the IR, as bytes.
        artifacts: its other files, by path.
    """

    file: str
    where: str
    content: bytes
    artifacts: Mapping[str, str] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        """What its files are called by; the id of the pipeline, if that is an identifier."""
        return self.file.removesuffix(IR_SUFFIX)

    @cached_property
    def id(self) -> str:
        """The id of the pipeline, as far as its IR says one."""
        try:
            said: Any = json.loads(self.content)["meaning"]["name"]
        except (ValueError, LookupError, TypeError, RecursionError):
            return self.stem
        return said if isinstance(said, str) else self.stem

    @cached_property
    def reference(self) -> str:
        """Where the pipeline is written, `module:name`; empty where its IR does not say."""
        return origin(self.content.decode(errors="replace")) or ""

    def read(self) -> Pipeline:
        """The pipeline, verified.

        Raises:
            CompileError: this is not the IR of a pipeline, or not one that can be read.
        """
        from dagcompile.ir.verify import verify  # what is the same on both sides is never read

        try:
            text = self.content.decode()
        except UnicodeDecodeError as error:
            raise refused(
                "DC301",
                f"{self.where}: this is not the IR of a pipeline: {error}",
                fix="build the pipeline again, or take the file from version control",
            ) from None
        pipeline = loads(text, file=self.where)
        if problems := verify(pipeline):
            raise CompileError(
                replace(each, message=f"{self.where}: {each.message}") for each in problems
            )
        return pipeline


def held_in(files: Mapping[str, bytes], prefix: str) -> tuple[Held, ...]:
    """The pipelines whose IR is among the files of a folder of artifacts, each with its others."""
    by_origin = _by_origin(files)
    held = [
        Held(file=path, where=f"{prefix}{path}", content=content)
        for path, content in sorted(files.items())
        if path.endswith(IR_SUFFIX) and "/" not in path
    ]
    stems: dict[str, list[str]] = {}
    for each in held:
        stems.setdefault(each.reference, []).append(each.stem)
    return tuple(
        replace(each, artifacts=_own(each, by_origin, stems[each.reference])) for each in held
    )


def lost_in(files: Mapping[str, bytes], held: Sequence[Held]) -> frozenset[str]:
    """Where the pipelines are written that have artifacts in a folder of them, and no IR."""
    return frozenset(_by_origin(files)) - {each.reference for each in held}


def _by_origin(files: Mapping[str, bytes]) -> dict[str, dict[str, str]]:
    """The artifacts among files, by what they were made from, then by path."""
    found: dict[str, dict[str, str]] = {}
    for path, content in files.items():
        if not path.endswith(IR_SUFFIX):
            text = content.decode(errors="replace")
            if said := origin_of(text):
                found.setdefault(said, {})[path] = text
    return found


def _own(
    held: Held, by_origin: Mapping[str, Mapping[str, str]], stems: Sequence[str]
) -> dict[str, str]:
    """The files of a pipeline among those of its function: another may be left from an older id,
    and files are called by what stands longest at their beginning.
    """

    def owner(path: str) -> str:
        name = path.rpartition("/")[2]
        return max((each for each in stems if name.startswith(each)), key=len, default=held.stem)

    files = by_origin.get(held.reference, {})
    return {path: text for path, text in files.items() if owner(path) == held.stem}
