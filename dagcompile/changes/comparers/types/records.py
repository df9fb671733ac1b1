"""What differs in the definitions of records, by their fields.

amount: int  ->  amount: float      widened
(nothing)    ->  note: str          narrowed: a record without it is none by now
note: str    ->  (nothing)          changed: who gives it fails, and who reads it
"""

from collections.abc import Iterator

from dagcompile.changes.comparers.types.both import Both, Effect, joined
from dagcompile.changes.comparers.types.part import Difference, commas, verb_of
from dagcompile.ir.records import Field, RecordType, Ref
from dagcompile.ir.text import ref_text

FORMS = {
    "dataclass": "a dataclass",
    "namedtuple": "a named tuple",
    "typeddict": "a typed dict",
    "model": "a model",
}


def record_parts(old: RecordType, new: RecordType, both: Both) -> Iterator[Difference]:
    """What differs in two versions of a record class."""
    if old.form != new.form:
        before, after = FORMS[old.form], FORMS[new.form]
        yield Difference(verb="changed", effect="changed", before=before, after=after)
    yield from _fields(old, new, both)
    yield from bases_parts(old.bases, new.bases)
    if old.checked != new.checked:
        yield _checked(new)


def _checked(new: RecordType) -> Difference:
    if new.checked:
        reason = "its class has a say of its own by now, and may refuse values that it took"
        return Difference(verb="tightened", effect="changed", most="risky", reason=reason)
    reason = "its class has no say of its own any more: values pass that it refused"
    return Difference(verb="loosened", effect="changed", most="risky", reason=reason)


def _fields(old: RecordType, new: RecordType, both: Both) -> Iterator[Difference]:
    before = {field.name: field for field in old.fields}
    after = {field.name: field for field in new.fields}
    for name, field in after.items():
        if name in before:
            if before[name] != field:
                yield _moved(before[name], field, both)
        else:
            effect = _added(field, new)
            yield Difference(detail=name, verb="added", effect=effect, after=_text(field))
    for name, field in before.items():
        if name not in after:
            effect = _removed(field, old)
            yield Difference(detail=name, verb="removed", effect=effect, before=_text(field))
    kept = [name for name in before if name in after]
    now = [name for name in after if name in before]
    inserted = {old.form, new.form} == {"dataclass"} and [*after][: len(now)] != now
    if kept != now or inserted:
        yield _reordered(old, new)


def _reordered(old: RecordType, new: RecordType) -> Difference:
    """Values are found by the names of fields, but in tuples; a dataclass may be made, and matched,
    by the places of its fields.
    """
    forms = (old.form, new.form)
    positions = "dataclass" in forms and "namedtuple" not in forms
    return Difference(
        verb="changed",
        effect="changed" if positions or "namedtuple" in forms else "same",
        before=commas(each.name for each in old.fields),
        after=commas(each.name for each in new.fields),
        most="risky" if positions else "breaking",
        reason="who makes it, or takes it apart, by position has other values" if positions else "",
    )


def _moved(old: Field, new: Field, both: Both) -> Difference:
    need: Effect = "same"
    if old.required != new.required:
        need = "narrowed" if new.required else "widened"
    effect = joined(both.effect(old.type, new.type), need)
    before, after = _text(old), _text(new)
    return Difference(
        detail=new.name, verb=verb_of(effect), effect=effect, before=before, after=after
    )


def _added(field: Field, record: RecordType) -> Effect:
    match record.form:
        case "dataclass" | "model":
            return "narrowed"
        case "typeddict" if not field.required:
            return "widened"
        case _:
            return "changed"  # a tuple is longer, a dict has a key more than it may have


def _removed(field: Field, record: RecordType) -> Effect:
    return "narrowed" if record.form == "typeddict" and not field.required else "changed"


def _text(field: Field) -> str:
    return f"{field.name}: {field.type}" if field.required else f"{field.name}?: {field.type}"


def bases_parts(old: tuple[Ref, ...], new: tuple[Ref, ...]) -> Iterator[Difference]:
    """What differs in the ancestors of a class. Only where one is asked for does it matter."""
    if old == new:
        return
    gone = [ref_text(each) for each in old if each not in new]
    if gone:
        reason = f"it derives from `{gone[0]}` no more, and may be refused where that is asked for"
    else:
        reason = "all that took it still does"
    yield Difference(
        detail="bases",
        verb="changed",
        effect="changed",
        before=commas(map(ref_text, old)),
        after=commas(map(ref_text, new)),
        most="risky" if gone else "safe" if set(new) != set(old) else "cosmetic",
        reason=reason,
    )
