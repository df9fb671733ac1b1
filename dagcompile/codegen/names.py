"""From the ids that people give to the identifiers that code needs: one function for all.

identifiers(["prepare.clean", "class"], reserved=[])  ->  {"prepare.clean": "prepare_clean",
                                                           "class": "class_"}
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from dagcompile.codegen.pynames import BUILTINS, KEYWORDS
from dagcompile.diagnostics import CompileError, Diagnostic


class Misnamed(CompileError):
    """Ids that generated code cannot call by their names.

    `parts` has what each diagnostic is about, as keys of the map of places: `node:<id>`.
    """

    def __init__(self, parts: Mapping[Diagnostic, tuple[str, ...]]) -> None:
        super().__init__(parts)
        self.parts = parts


_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")


def identifiers(ids: Iterable[str], *, reserved: Iterable[str] = ()) -> dict[str, str]:
    """An identifier for each id, in their order; an id that stands twice counts once.

    Characters that no identifier may have become `_`, a leading digit is put behind one, and a
    keyword, a builtin or a reserved name gets one at its end.

    Raises:
        Misnamed: DC401, for each identifier that several ids, of nodes, would share.
    """
    taken = {*KEYWORDS, *BUILTINS, *reserved}
    found: dict[str, str] = {}
    for each in ids:
        if each in found:
            continue
        name = _identifier(each)
        while name in taken:
            name += "_"
        found[each] = name
    if len(set(found.values())) < len(found):
        raise Misnamed(dict(_clashes(found)))
    return found


def _clashes(found: dict[str, str]) -> Iterator[tuple[Diagnostic, tuple[str, ...]]]:
    by_name: dict[str, list[str]] = {}
    for each, name in found.items():
        by_name.setdefault(name, []).append(each)
    for name, those in by_name.items():
        if len(those) > 1:
            yield _met(name, those), tuple(f"node:{each}" for each in those)


def _met(name: str, ids: list[str]) -> Diagnostic:
    listed = ", ".join(map(repr, ids[:-1])) + f" and {ids[-1]!r}"
    return Diagnostic(
        code="DC401",
        message=f"{listed} would have the same name {name!r} in generated code",
        fix="give one of them another id, e.g. with .named(...)",
    )


def _identifier(text: str) -> str:
    if text.isascii() and text.isidentifier():
        return text
    if _PLAIN.fullmatch(text):
        return text.replace(".", "_")
    normal = unicodedata.ucd_3_2_0.normalize("NFKC", text)
    name = "".join(each if _allowed(each) else "_" for each in normal)
    return name if name.isidentifier() else f"_{name}"


def _allowed(character: str) -> bool:
    """Whether it may stand in an identifier, on every version of Python."""
    if character.isascii():
        return character.isalnum() or character == "_"
    known = unicodedata.ucd_3_2_0.category(character) != "Cn"
    return (
        known
        and f"a{character}".isidentifier()
        and unicodedata.normalize("NFKC", character) == character
    )
