"""What conflicts, as people read it: in the words that a comparison has for it."""

from typing import Any, assert_never, get_args

from dagcompile.changes.comparers.policy import retry_text
from dagcompile.changes.comparers.schedule import schedule_text
from dagcompile.changes.texts import seconds
from dagcompile.ir import records as ir
from dagcompile.ir.compact import compact
from dagcompile.ir.text import ref_text, type_text, value_text

_TIMES = frozenset({"timeout", "delay", "max_delay"})


def said(value: Any, field: str) -> str:
    """The value of a field of the IR, or of an entry of a table that it is."""
    if field in _TIMES:
        return "no limit" if value is None else seconds(value)
    if isinstance(value, tuple) and len(value) == 2 and not isinstance(value[0], ir.Ref):
        return shown(value[1])  # what belongs to a name, which is told already
    return shown(value)


def shown(value: Any) -> str:
    """A part of the IR."""
    match value:
        case str():
            return value
        case None:
            return "none"
        case ir.Ref():
            return ref_text(value)
        case ir.Retry():
            return retry_text(value)
        case ir.TypeEntry():
            return type_text(value.type)
        case ir.OpNode():
            given = (f"{each.port}={shown(each.source)}" for each in value.inputs)
            return f"{value.op}({', '.join(given)})"
        case tuple():
            return ", ".join(map(shown, value)) or "none"
        case _ if isinstance(value, get_args(ir.Schedule)):
            return schedule_text(value)
        case _ if isinstance(value, get_args(ir.Value)):
            return value_text(value)
        case _ if isinstance(value, get_args(ir.Source)):
            return _source(value)
        case _:
            return compact(value)


def _source(source: ir.Source) -> str:
    match source:
        case ir.FromPort():
            return source.node if source.port == "result" else f"{source.node}.{source.port}"
        case ir.FromParam():
            return f"param {source.name}"
        case ir.Const():
            return value_text(source.value)
        case ir.Gather():
            return f"[{', '.join(map(_source, source.items))}]"
        case _:
            assert_never(source)
