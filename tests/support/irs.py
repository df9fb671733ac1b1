"""Pipelines of the IR, written by hand in a few words, and random ones.

pipeline(
    op("load", out="list[int]"),
    op("clean", {"rows": "list[int]"}, out="list[int]"),
    nodes=[node("load"), node("clean", {"rows": "load"})],
    outputs={"result": ("clean", "list[int]")},
)
"""

from collections.abc import Sequence as Items
from dataclasses import MISSING, fields, replace
from functools import cache
from itertools import pairwise
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from dagcompile.authoring.types import describe
from dagcompile.ir.records import (
    Const,
    Docs,
    FirstOf,
    FromParam,
    FromPort,
    InPort,
    Input,
    Meaning,
    Node,
    OpDef,
    OpNode,
    OutPort,
    Output,
    Param,
    Pipeline,
    Policy,
    Ref,
    Source,
    Type,
    TypeEntry,
    TypeKey,
    Value,
)
from dagcompile.ir.uses import uses_of_types
from dagcompile.runtime.types import shape_of

ORIGIN = Ref(module="app.pipelines", name="daily")


def op(
    name: str,
    inputs: dict[str, TypeKey] | None = None,
    *,
    out: TypeKey | dict[str, TypeKey] = "int",
    maybe: Items[str] = (),
    optional: Items[str] = (),
) -> OpDef:
    """An op of module `app.ops`. `out` is a type, or the types of several outputs."""
    outputs = {"result": out} if isinstance(out, str) else out
    return OpDef(
        key=f"app.ops:{name}",
        ref=Ref(module="app.ops", name=name),
        inputs=tuple(
            InPort(name=port, type=key, required=port not in optional)
            for port, key in (inputs or {}).items()
        ),
        outputs=tuple(
            OutPort(name=port, type=key, maybe=port in maybe) for port, key in outputs.items()
        ),
        fields=not isinstance(out, str),
    )


def source(text: "str | Source") -> Source:
    """`load`, `split.left`, `$day` (a param); or a source as it is."""
    if not isinstance(text, str):
        return text
    if text.startswith("$"):
        return FromParam(name=text[1:])
    name, _, port = text.partition(".")
    return FromPort(node=name, port=port or "result")


def node(
    op: str,
    inputs: "dict[str, str | Source] | None" = None,
    *,
    id: str = "",
    after: Items[str] = (),
    policy: Policy | None = None,
) -> OpNode:
    """A use of op `app.ops:<op>`, named like it if no id is given."""
    return OpNode(
        id=id or op,
        op=f"app.ops:{op}",
        inputs=tuple(
            Input(port=port, source=source(each)) for port, each in (inputs or {}).items()
        ),
        after=tuple(after),
        policy=policy or Policy(),
    )


def first_of(
    id: str, items: "Items[str | Source]", type: TypeKey, *, after: Items[str] = ()
) -> FirstOf:
    """The first of some sources that is present."""
    return FirstOf(id=id, items=tuple(map(source, items)), type=type, after=tuple(after))


def pipeline(
    *ops: OpDef,
    nodes: Items[Node] = (),
    outputs: "dict[str, tuple[str | Source, TypeKey]] | None" = None,
    params: dict[str, TypeKey] | None = None,
    defaults: dict[str, Value] | None = None,
    types: dict[TypeKey, Type] | None = None,
) -> Pipeline:
    """A pipeline whose type table is `types` and what else it uses of builtins."""
    defaults = defaults or {}
    meaning = Meaning(
        name="daily",
        params=tuple(
            Param(
                name=name,
                type=key,
                default=Const(value=defaults[name]) if name in defaults else None,
            )
            for name, key in (params or {}).items()
        ),
        nodes=tuple(nodes),
        outputs=tuple(
            Output(name=name, source=source(each), type=key)
            for name, (each, key) in (outputs or {}).items()
        ),
        ops=ops,
    )
    table = dict(types or {})
    for _, key in uses_of_types(meaning):
        if key not in table:
            table |= described(key)
    entries = tuple(TypeEntry(key=key, type=table[key]) for key in sorted(table))
    return Pipeline(meaning=replace(meaning, types=entries), docs=Docs(origin=ORIGIN))


def described(text: str) -> dict[TypeKey, Type]:
    """The table of a type that is written with names of Python's builtins."""
    table: dict[TypeKey, Type] = {}
    describe(shape_of(eval(text, {"Any": Any, "Literal": Literal})), table)
    return table


# --- random ones -----------------------------------------------------------------------------

_CHARACTERS = st.characters(exclude_categories=()) | st.sampled_from('\0\u2028\u2029\ud800\x7f"\\')
TEXT = st.text(_CHARACTERS, max_size=6).filter(lambda text: not _split_pair(text))
_SCALARS: dict[type, st.SearchStrategy[Any]] = {
    NoneType: st.none(),
    bool: st.booleans(),
    int: st.integers(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    str: TEXT,
}


def _split_pair(text: str) -> bool:
    pairs = pairwise(text)
    return any("\ud800" <= a <= "\udbff" and "\udc00" <= b <= "\udfff" for a, b in pairs)


def records(cls: type) -> st.SearchStrategy[Any]:
    """Any instance of a record class, of whatever sense; every field is sometimes its default."""
    return st.deferred(lambda: _record(cls))


@cache
def _record(cls: type) -> st.SearchStrategy[Any]:
    hints = get_type_hints(cls)
    given: dict[str, st.SearchStrategy[Any]] = {}
    for each in fields(cls):
        strategy = _any_of(hints[each.name])
        given[each.name] = strategy if each.default is MISSING else st.just(each.default) | strategy
    return st.builds(cls, **given)


def _any_of(hint: Any) -> st.SearchStrategy[Any]:
    if get_origin(hint) in (Union, UnionType):
        return st.one_of([_any_of(each) for each in get_args(hint)])
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if get_origin(hint) is tuple:
        args = get_args(hint)
        if args[-1] is Ellipsis:
            return st.lists(_any_of(args[0]), max_size=2).map(tuple)
        return st.tuples(*map(_any_of, args))
    return _SCALARS[hint] if hint in _SCALARS else records(hint)
