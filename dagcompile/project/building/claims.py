"""What is wrong with a file, by its bytes and by what it says of itself.

    fault_of(data, wanted, asked="daily_delays", succession=succession)
    Fault(code="DC602", text="was edited by hand", remedy="force", line=17)

A build overwrites what has a fault that a build mends, and refuses all else in the words of the
fault; a check tells all of them.
"""

import json

from dagcompile.codegen.artifact import Artifact
from dagcompile.codegen.header import is_marked, parse_header
from dagcompile.codegen.write import Ownership
from dagcompile.project.building.succession import Succession
from dagcompile.project.faults import Fault, Remedy, as_read, damage_of
from dagcompile.project.faults.damage import first_difference
from dagcompile.project.owning import is_newer, origin, whose

_REMEDIES: dict[Ownership, Remedy] = {"ours": "build", "edited": "force", "foreign": "remove"}


def fault_of(data: bytes, wanted: Artifact, *, asked: str, succession: Succession) -> Fault | None:
    """What is wrong with a file that holds `data`; None if it is what it should be.

    Args:
        data: what stands there.
        wanted: what should.
        asked: the name of its pipeline.
        succession: which pipelines make their files no more.
    """
    if data == wanted.text.encode():
        return None
    damage = damage_of(data, wanted, lambda text: _REMEDIES[whose(text)])
    return damage or _of_whole(as_read(data), wanted, asked, succession)


def _of_whole(text: str, wanted: Artifact, asked: str, succession: Succession) -> Fault:
    """What is wrong with a file that is not damaged."""
    owner = whose(text)
    remedy = _REMEDIES[owner]
    if owner == "foreign":
        if _alike(text, wanted.text):
            return Fault(code="DC653", text="has no header any more", remedy=remedy, line=1)
        return Fault(code="DC601", text="was not written by dagcompile", remedy=remedy, line=1)
    before, now = origin(text) or "", origin(wanted.text) or ""
    moved = bool(before and now) and before != now
    other = f"was generated from {succession.said(before)}, and is to be from {now}"
    if moved and not succession.gone(asked)(before):
        return Fault(code="DC604", text=other, remedy="force", line=1)
    if rival := succession.rival(asked):
        said = f"is written by two projects: {rival} lists {now} as well"
        return Fault(code="DC643", text=said, remedy="force", line=1)
    if is_newer(text):
        return Fault(code="DC302", text="is of a newer dagcompile", remedy="upgrade", line=2)
    if owner == "edited":
        if is_marked(text) and parse_header(text) is None:
            return Fault(code="DC653", text="has a header that was changed", remedy=remedy, line=1)
        line = first_difference(text, wanted.text)
        return Fault(code="DC602", text="was edited by hand", remedy=remedy, line=line)
    if moved and before in succession.origins:  # that pipeline is made as well, elsewhere
        return Fault(code="DC604", text=other, remedy="rebuild", line=1)
    said = f"{asked} takes the place of {before}" if moved else _changed(text, wanted, asked)
    line = first_difference(text, wanted.text)
    return Fault(code="DC645", text=f"is stale: {said}", remedy=remedy, line=line)


def _changed(text: str, wanted: Artifact, asked: str) -> str:
    if _digest(text) == _digest(wanted.text):
        return f"docs or options of {asked} changed, or dagcompile did"
    return f"{asked} changed"


def _digest(text: str) -> str | None:
    """The digest of the IR that a text was made from, as it says."""
    header = parse_header(text)
    if header is not None:
        return header.ir
    try:
        return str(json.loads(text)["digest"])
    except (ValueError, LookupError, TypeError):
        return None


def _alike(text: str, wanted: str) -> bool:
    """Whether most lines of the artifact stand in the text."""
    here = set(filter(str.strip, text.split("\n")))
    body = list(filter(str.strip, wanted.split("\n")))
    return 2 * sum(line in here for line in body) > len(body)
