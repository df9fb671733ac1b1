"""What is expected of values beside their types, and by whom it is judged."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from dagcompile.changes.literals import difference
from dagcompile.changes.pairing import matched
from dagcompile.changes.records import Change, Sides, Subject, Verb
from dagcompile.changes.rules import Rule
from dagcompile.changes.same import same
from dagcompile.changes.texts import HIDDEN, brief
from dagcompile.changes.told_rules import (
    EXPECT_LOOSENED,
    EXPECT_ORDER,
    EXPECT_OTHER,
    EXPECT_OTHER_WARNS,
    EXPECT_RENAMED,
    EXPECT_SAME,
    EXPECT_SECRET,
    EXPECT_TIGHTENED,
    EXPECT_TYPE,
    EXPECTATIONS_FAIL,
    EXPECTATIONS_IGNORED,
    EXPECTATIONS_OWN,
    EXPECTATIONS_WARN,
    EXPECTED,
    EXPECTED_WARNS,
    UNEXPECTED,
    UNEXPECTED_WARNS,
)
from dagcompile.ir.compact import compact
from dagcompile.ir.records import Expect, Expectation, Expectations, OpNode, Symbol, Value
from dagcompile.ir.text import ref_text, value_text

_BUILDS: Mapping[Expectations | None, str] = {
    None: "as each of them says",
    "ignore": "ignored",
    "warn": "told, and failing nothing",
    "fail": "failing what they look at",
}


def expectations(sides: Sides) -> Iterator[Change]:
    """The expectations of op nodes, those that are nodes of their own, and what the build makes
    of them all.
    """
    asked = sides.old_pipeline.build.expectations, sides.new_pipeline.build.expectations
    if asked[0] != asked[1]:
        yield _of_build(*asked)
    for old, new in sides.kept:
        if isinstance(old, OpNode) and isinstance(new, OpNode):
            if not same(old.expectations, new.expectations):
                yield from _of_node(old, new, asked)
        elif isinstance(old, Expect) and isinstance(new, Expect):
            yield from _changed(new.id, old.expectation, new.expectation, asked)


_Asked = tuple[Expectations | None, Expectations | None]


def _of_build(old: Expectations | None, new: Expectations | None) -> Change:
    rules: Mapping[Expectations | None, Rule] = {
        None: EXPECTATIONS_OWN,
        "ignore": EXPECTATIONS_IGNORED,
        "warn": EXPECTATIONS_WARN,
        "fail": EXPECTATIONS_FAIL,
    }
    subject = Subject(part="expectation")
    return rules[new].change(subject, "changed", before=_BUILDS[old], after=_BUILDS[new])


# --- of one node -----------------------------------------------------------------------------


def _of_node(old: OpNode, new: OpNode, asked: _Asked) -> Iterator[Change]:
    quiet = True
    pairs = matched(old.expectations, new.expectations, compact, _named, _judged, _moved, _called)
    for was, now in pairs:
        if was is None or now is None:
            found = list(_alone(new.id, was, now, asked))
        else:
            found = list(_changed(new.id, was, now, asked))
        quiet = quiet and not found
        yield from found
    if quiet and asked[0] == asked[1]:
        yield EXPECT_ORDER.change(Subject(part="expectation", name=new.id), "changed")


def _named(expectation: Expectation) -> object:
    return expectation.name, tuple(_seen(expectation))


def _judged(expectation: Expectation) -> object:
    return expectation.ref, expectation.form, tuple(_seen(expectation))


def _moved(expectation: Expectation) -> object:
    return expectation.ref.name, expectation.form, tuple(_seen(expectation))


def _called(expectation: Expectation) -> object:
    return expectation.name


def _alone(
    node: str, was: Expectation | None, now: Expectation | None, asked: _Asked
) -> Iterator[Change]:
    """One that is new, or gone; nothing if the whole build looks at none on one side."""
    one = now or was
    if one is None or (asked[0] != asked[1] and "ignore" in asked):
        return
    text, fails = _text(one, one), one.severity == "error"
    subject = Subject(part="expectation", name=node, detail=_short(one))
    if now is None:
        rule = UNEXPECTED if fails else UNEXPECTED_WARNS
        yield rule.change(subject, "removed", before=text)
    else:
        rule = EXPECTED if fails else EXPECTED_WARNS
        yield rule.change(subject, "added", after=text)


def _changed(node: str, old: Expectation, new: Expectation, asked: _Asked) -> Iterator[Change]:
    if asked[0] != asked[1]:  # so what became of severities is told of the build
        old = replace(old, severity=new.severity)
    if same(old, new):
        return
    verb, rule = _weighed(old, new)
    yield rule.change(
        Subject(part="expectation", name=node, detail=_short(new)),
        verb,
        before=_text(old, new),
        after=_text(new, old),
        said="no longer told" if new.secret else "told",
    )


def _weighed(old: Expectation, new: Expectation) -> tuple[Verb, Rule]:
    """What became of an expectation that differs."""
    if _other(old, new):
        fails = "error" in (old.severity, new.severity)
        return "changed", EXPECT_OTHER if fails else EXPECT_OTHER_WARNS
    if old.severity != new.severity:
        loosened = new.severity == "warn"
        return ("loosened", EXPECT_LOOSENED) if loosened else ("tightened", EXPECT_TIGHTENED)
    if old.secret != new.secret:
        return "changed", EXPECT_SECRET
    if _types(old) != _types(new):
        return "changed", EXPECT_TYPE
    if old.name != new.name:
        return "renamed", EXPECT_RENAMED
    return "changed", EXPECT_SAME


def _seen(expectation: Expectation) -> list[tuple[str, str]]:
    """The values that it looks at."""
    return sorted((look.side, look.port) for look in expectation.looks)


def _types(expectation: Expectation) -> list[tuple[str, str, str]]:
    return sorted((look.side, look.port, look.type) for look in expectation.looks)


def _other(old: Expectation, new: Expectation) -> bool:
    """Whether something else is expected, or of other values."""
    if old.form != new.form or old.ref != new.ref:
        return True
    if _seen(old) != _seen(new):
        return True
    was, now = dict(old.params), dict(new.params)
    return was.keys() != now.keys() or any(
        difference(value, now[name]) in ("order", "other") for name, value in was.items()
    )


# --- texts -----------------------------------------------------------------------------------


def _short(expectation: Expectation) -> str:
    """Its name, without the module of its function."""
    ref = expectation.ref
    return ref.name if expectation.name == f"{ref.module}.{ref.name}" else expectation.name


def _text(shown: Expectation, other: Expectation) -> str:
    """`within(high=9) of `rows`, warns`; no params where either holds a secret."""
    hidden = shown.secret or other.secret
    params = ", ".join(
        f"{name}={HIDDEN if hidden else _literal(value)}" for name, value in shown.params
    )
    name = _short(shown) if shown.ref == other.ref else ref_text(shown.ref)
    of = _ports(shown, types=_types(shown) != _types(other) and _seen(shown) == _seen(other))
    warns = ", warns" if shown.severity == "warn" else ""
    return brief(f"{name}({params}) of {of}{warns}" if params else f"{name} of {of}{warns}")


def _ports(expectation: Expectation, *, types: bool) -> str:
    """What it looks at: `rows`, with its type if that is what differs."""
    sides = {look.side for look in expectation.looks}
    return " and ".join(
        f"{look.side + ' ' if len(sides) > 1 else ''}`{look.port}`"
        + (f" as {look.type}" if types else "")
        for look in expectation.looks
    )


def _literal(value: Value) -> str:
    return value.ref.name if isinstance(value, Symbol) else value_text(value)
