"""What a reader is told, and the order in which a pipeline is written: no run can tell."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from dagcompile.changes.pairing import keyed
from dagcompile.changes.records import Change, Sides, Subject, Verb
from dagcompile.changes.rules import Rule
from dagcompile.changes.same import same
from dagcompile.changes.texts import brief, inner
from dagcompile.changes.told_rules import ALIAS, DOCS, ORIGIN, WRITING_ORDER
from dagcompile.ir.queries import Index
from dagcompile.ir.records import Docs, RecordType
from dagcompile.ir.text import ref_text

_Told = Mapping[str, str]


def docs(sides: Sides) -> Iterator[Change]:
    """Docstrings, descriptions, tags, the owner, the names of types, and where the pipeline is.

    What is told of a part that only one version has is no change of its own.
    """
    old, new = sides.old_pipeline.docs, sides.new_pipeline.docs
    if same(old, new):
        return
    yield from _text(Subject(part="docs"), old.text, new.text)
    yield from _text(Subject(part="docs", detail="tags"), ", ".join(old.tags), ", ".join(new.tags))
    yield from _text(Subject(part="docs", detail="owner"), old.owner, new.owner)
    for kind, was, now in (
        ("param", _params(old, sides), _params(new, sides)),
        ("op", _ops(old, sides), _ops(new, sides)),
        ("config", _configs(old, sides), _configs(new, sides)),
        ("alias", _aliases(old, sides), _aliases(new, sides)),
    ):
        yield from _texts(kind, was, now)
    if old.origin != new.origin:
        yield _moved(old, new)


def _moved(old: Docs, new: Docs) -> Change:
    return ORIGIN.change(
        Subject(part="pipeline", detail="origin"),
        "moved" if old.origin.name == new.origin.name else "renamed",
        before=ref_text(old.origin),
        after=ref_text(new.origin),
    )


# --- what is told of which part --------------------------------------------------------------


def _params(docs: Docs, sides: Sides) -> _Told:
    both = sides.old.params.keys() & sides.new.params.keys()
    return {name: text for name, text in docs.params if name in both}


def _ops(docs: Docs, sides: Sides) -> _Told:
    both = sides.old.ops.keys() & sides.new.ops.keys()
    return {key: text for key, text in docs.ops if key in both}


def _configs(docs: Docs, sides: Sides) -> _Told:
    return {
        place: text
        for place, text in docs.configs
        if _has_field(sides.old, place) and _has_field(sides.new, place)
    }


def _has_field(index: Index, place: str) -> bool:
    """Whether the op of `app.ops:clean.max_delay` has such a setting, as far as is known."""
    key, _, field = place.rpartition(".")
    if key not in index.ops:
        return False
    config = index.declared.get(index.ops[key].config or "")
    return not isinstance(config, RecordType) or any(each.name == field for each in config.fields)


def _aliases(docs: Docs, sides: Sides) -> _Told:
    both = sides.old.types.keys() & sides.new.types.keys()
    return {key: ref_text(ref) for key, ref in docs.aliases if key in both}


def _texts(kind: str, old: _Told, new: _Told) -> Iterator[Change]:
    for name, was, now in keyed(old, new):
        subject = Subject(part="docs", name=name, detail=kind)
        yield from _text(subject, was or "", now or "", rule=ALIAS if kind == "alias" else DOCS)


def _text(subject: Subject, was: str, now: str, *, rule: Rule = DOCS) -> Iterator[Change]:
    if was == now:
        return
    verb: Verb = "changed" if was and now else "added" if now else "removed"
    before, after = _lines(was, now)
    yield rule.change(subject, verb, before=brief(before) or None, after=brief(after) or None)


def _lines(was: str, now: str) -> tuple[str, str]:
    """The lines of two texts, without those that both begin and end with."""
    before, after = inner(was.splitlines(), now.splitlines())
    return "\n".join(before), "\n".join(after)


# --- the order of writing --------------------------------------------------------------------


def order(sides: Sides) -> Iterator[Change]:
    """That nodes, or stages, of both versions are written in another order."""
    old, new = sides.old.meaning, sides.new.meaning
    for what, was, now in (
        ("nodes", [each.id for each in old.nodes], [each.id for each in new.nodes]),
        ("stages", [each.id for each in old.stages], [each.id for each in new.stages]),
    ):
        both = set(was) & set(now)
        before, after = inner(_kept(was, both), _kept(now, both))
        if before != after:
            yield WRITING_ORDER.change(
                Subject(part="pipeline", detail=f"order of {what}"),
                "changed",
                before=brief(", ".join(before)),
                after=brief(", ".join(after)),
            )


def _kept(names: Iterable[str], both: AbstractSet[str]) -> list[str]:
    return [each for each in names if each in both]
