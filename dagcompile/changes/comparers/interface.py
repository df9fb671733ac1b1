"""What a pipeline is called, is given and gives: what those outside know of it."""

from collections.abc import Iterator

from dagcompile.changes.records import Change, Sides, Subject
from dagcompile.changes.rules import (
    OUTPUT_ADDED,
    OUTPUT_REMOVED,
    OUTPUT_RENAMED,
    OUTPUTS_ORDER,
    PARAM_ADDED,
    PARAM_DUE,
    PARAM_MADE_OPTIONAL,
    PARAM_MADE_REQUIRED,
    PARAM_REMOVED,
    PARAM_RENAMED,
    PARAM_REQUIRED,
    PARAMS_ORDER,
    PIPELINE_RENAMED,
    Rule,
)
from dagcompile.changes.texts import brief
from dagcompile.changes.wires import both
from dagcompile.ir.records import Param
from dagcompile.ir.text import partition_text, value_text


def interface(sides: Sides) -> Iterator[Change]:
    """The name, the params and the outputs: which there are, and which have to be given."""
    old, new = sides.old.meaning, sides.new.meaning
    if old.name != new.name:
        yield PIPELINE_RENAMED.change(
            Subject(part="pipeline"), "renamed", before=old.name, after=new.name
        )
    for was, now in sides.names.params.items():
        subject = Subject(part="param", name=now)
        yield PARAM_RENAMED.change(subject, "renamed", before=was, after=now, old=was)
    for was, now in sides.names.outputs.items():
        subject = Subject(part="output", name=now)
        yield OUTPUT_RENAMED.change(subject, "renamed", before=was, after=now, old=was)
    yield from _params(sides)
    yield from _outputs(sides)


def _params(sides: Sides) -> Iterator[Change]:
    old, new = sides.old.params, sides.new.params
    for name, param in new.items():
        subject = Subject(part="param", name=name)
        was = old.get(name)
        if was is None:
            rule = PARAM_ADDED if _kind(param) else PARAM_REQUIRED
            yield rule.change(subject, "added", after=_text(param), name=name)
        else:
            yield from _stand_in(was, param)
    for name, param in old.items():
        if name not in new:
            subject = Subject(part="param", name=name)
            yield PARAM_REMOVED.change(subject, "removed", before=_text(param), name=name)
    yield from _order("params", PARAMS_ORDER, [*old], [*new])


def _stand_in(old: Param, new: Param) -> Iterator[Change]:
    """What a param is where it is not given: that there is something, or something of another
    kind. One that has only another value is told of that.
    """
    was, now = _kind(old), _kind(new)
    if was == now:
        return
    other = PARAM_MADE_OPTIONAL if now else PARAM_MADE_REQUIRED
    rule = PARAM_DUE if was and now else other
    yield rule.change(
        Subject(part="param", name=new.name, detail=now or was),
        "changed" if was and now else "added" if now else "removed",
        before=_where_missing(old),
        after=_where_missing(new),
        name=new.name,
    )


def _kind(param: Param) -> str:
    """What stands in for it; nothing if it has to be given."""
    return "default" if param.default else "partition" if param.partition else ""


def _where_missing(param: Param) -> str | None:
    if param.default is not None:
        return brief(value_text(param.default.value))
    return None if param.partition is None else partition_text(param.partition)


def _text(param: Param) -> str:
    """`int = 5`, `date, the last day that is over`."""
    text = param.type
    if param.default is not None:
        text += f" = {value_text(param.default.value)}"
    if param.partition is not None:
        text += f", {partition_text(param.partition)}"
    return brief(text)


def _outputs(sides: Sides) -> Iterator[Change]:
    before, after = both(sides)
    old = {each.name: each for each in sides.old.meaning.outputs}
    new = {each.name: each for each in sides.new.meaning.outputs}
    for name, output in new.items():
        if name not in old:
            subject = Subject(part="output", name=name)
            yield OUTPUT_ADDED.change(subject, "added", after=brief(after.text(output.source)))
    for name, output in old.items():
        if name not in new:
            subject = Subject(part="output", name=name)
            text = brief(before.text(output.source))
            yield OUTPUT_REMOVED.change(subject, "removed", before=text, name=name)
    yield from _order("outputs", OUTPUTS_ORDER, [*old], [*new])


def _order(what: str, rule: Rule, old: list[str], new: list[str]) -> Iterator[Change]:
    was, now = [each for each in old if each in new], [each for each in new if each in old]
    if was != now:
        yield rule.change(
            Subject(part="pipeline", detail=f"order of {what}"),
            "changed",
            before=brief(", ".join(was)),
            after=brief(", ".join(now)),
        )
