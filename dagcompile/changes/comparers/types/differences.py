"""What differs in two definitions that one name has had, part by part."""

from collections.abc import Iterator

from dagcompile.changes.comparers.types.both import Both, Effect
from dagcompile.changes.comparers.types.bounds import implies
from dagcompile.changes.comparers.types.frames import frame_parts
from dagcompile.changes.comparers.types.part import Difference, commas, verb_of
from dagcompile.changes.comparers.types.records import bases_parts, record_parts
from dagcompile.ir.records import (
    CheckDef,
    ClassType,
    EnumType,
    FactType,
    FrameType,
    RecordType,
    Refined,
    Type,
)
from dagcompile.ir.text import check_text, type_text

_KINDS = {
    RecordType: "a record",
    ClassType: "a class",
    EnumType: "an enumeration",
    FactType: "a registered class",
    FrameType: "a frame",
    Refined: "a named type",
}


def differences(old: Type, new: Type, both: Both) -> Iterator[Difference]:
    """What differs in `old` and `new`, which do: at least one."""
    found = list(_parts(old, new, both))
    yield from found or [_wholly(old, new)]


def _parts(old: Type, new: Type, both: Both) -> Iterator[Difference]:
    match old, new:
        case RecordType(), RecordType():
            yield from record_parts(old, new, both)
        case FrameType(), FrameType() if old.library == new.library:
            yield from frame_parts(old, new)
        case EnumType(), EnumType():
            yield from _enum(old, new)
        case Refined(), Refined():
            yield from _refined(old, new, both)
        case ClassType(), ClassType():
            yield from bases_parts(old.bases, new.bases)
        case FactType(), FactType():
            yield from _fact(old, new)
        case _:
            return


def _wholly(old: Type, new: Type) -> Difference:
    before, after = _KINDS.get(type(old)), _KINDS.get(type(new))
    if before == after:
        before, after = type_text(old), type_text(new)
    return Difference(verb="changed", effect="changed", before=before, after=after)


def _enum(old: EnumType, new: EnumType) -> Iterator[Difference]:
    for name in new.members:
        if name not in old.members:
            yield Difference(detail=name, verb="added", effect="widened", after=name)
    for name in old.members:
        if name not in new.members:
            yield Difference(detail=name, verb="removed", effect="narrowed", before=name)
    if old.mixin != new.mixin:
        before, after = commas(filter(None, [old.mixin])), commas(filter(None, [new.mixin]))
        yield Difference(
            detail="bases", verb="changed", effect="changed", before=before, after=after
        )
    if old.members != new.members and set(old.members) == set(new.members):
        yield Difference(
            verb="changed",
            effect="same",
            before=commas(old.members),
            after=commas(new.members),
        )


def _fact(old: FactType, new: FactType) -> Iterator[Difference]:
    yield from bases_parts(old.bases, new.bases)
    if old.checked != new.checked:
        effect: Effect = "narrowed" if new.checked else "widened"
        reason = "more is asked of it by now" if new.checked else "less is asked of it by now"
        yield Difference(verb=verb_of(effect), effect=effect, most="risky", reason=reason)
    if old.file != new.file:
        yield Difference(
            detail="file",
            verb="changed",
            effect="changed",
            before=old.file or "none",
            after=new.file or "none",
            most="risky",
            reason="files that were kept of its values are not read as before",
        )


# --- names for types -----------------------------------------------------------------------------


def _refined(old: Refined, new: Refined, both: Both) -> Iterator[Difference]:
    if old.base != new.base:
        effect = both.effect(old.base, new.base)
        yield Difference(verb=verb_of(effect), effect=effect, before=old.base, after=new.base)
    if old.secret != new.secret:
        yield secrecy(now=new.secret)
    yield from _checks(old.checks, new.checks)


def secrecy(*, now: bool) -> Difference:
    """That a type became a secret, or is one no more."""
    if now:
        return Difference(
            detail="secret",
            verb="added",
            effect="same",
            after="a secret",
            most="safe",
            reason="its values are shown no more",
        )
    return Difference(
        detail="secret",
        verb="removed",
        effect="same",
        before="a secret",
        most="risky",
        reason="its values are shown from now on, in logs and in what is kept",
    )


def _checks(old: tuple[CheckDef, ...], new: tuple[CheckDef, ...]) -> Iterator[Difference]:
    known = set(map(check_text, old)) & set(map(check_text, new))
    gone = [each for each in old if check_text(each) not in known]
    for check in new:
        if check_text(check) in known:
            continue
        before = next((each for each in gone if (each.name, each.ref) == _who(check)), None)
        if before is not None:
            gone.remove(before)
        yield _check(before, check)
    for check in gone:
        yield _check(check, None)
    if old != new and set(map(check_text, old)) == set(map(check_text, new)):
        texts = (commas(map(check_text, old)), commas(map(check_text, new)))
        yield Difference(
            detail="checks", verb="changed", effect="same", before=texts[0], after=texts[1]
        )


def _who(check: CheckDef) -> tuple[object, ...]:
    return check.name, check.ref


def _check(old: CheckDef | None, new: CheckDef | None) -> Difference:
    if old is None or (new is not None and implies(new, old)):
        effect: Effect = "narrowed"
    else:
        effect = "widened" if new is None or implies(old, new) else "changed"
    named = new or old
    assert named is not None
    return Difference(
        detail=named.name,
        verb=verb_of(effect),
        effect=effect,
        before=None if old is None else check_text(old),
        after=None if new is None else check_text(new),
    )
