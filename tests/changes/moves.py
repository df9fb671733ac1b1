"""How definitions of types may move, one thing at a time, and pipelines that hold such types."""

from dataclasses import replace
from typing import Any, NamedTuple, TypeAlias

from irs import node, op, pipeline

from dagcompile.changes import Change, Weight
from dagcompile.ir.records import (
    Asset,
    CheckDef,
    Collection,
    Column,
    Field,
    FrameType,
    Kept,
    OpNode,
    Pipeline,
    RecordType,
    Ref,
    Type,
    TypeKey,
)
from dagcompile.ir.text import type_text


def ref(name: str) -> Ref:
    return Ref(module="app", name=name)


def row(*fields: Field, **given: Any) -> RecordType:
    return RecordType(**{"form": "dataclass", "ref": ref("Row"), "fields": fields, **given})


def field(name: str, type: str = "int", **given: Any) -> Field:
    return Field(name=name, type=type, **given)


def frame(*columns: Column, **given: Any) -> FrameType:
    return FrameType(**{"library": "pandas", "ref": ref("Flight"), "columns": columns, **given})


def column(name: str, dtype: str = "int64", **given: Any) -> Column:
    return Column(name=name, dtype=dtype, **given)


def bound(name: str, value: int) -> CheckDef:
    return CheckDef(name=name, params=(("value", value),))


def limit(name: str, **params: int) -> CheckDef:
    return CheckDef(name=name, params=tuple(sorted(params.items())))


class Move(NamedTuple):
    """One thing that differs in a definition: which, what is said of it, and what it weighs where
    its values are given to a param, come from an output, or go from step to step.
    """

    text: str
    old: Type
    new: Type
    said: str
    weights: tuple[Weight, Weight, Weight]


def said(change: Change) -> str:
    """`a widened | a: int -> a: float`."""
    first = " ".join(filter(None, (change.subject.detail, change.verb)))
    texts = " ".join(filter(None, (change.before, "->", change.after)))
    return first if texts == "->" else f"{first} | {texts}"


Weights: TypeAlias = tuple[Weight, Weight, Weight]

WIDER: Weights = ("safe", "breaking", "risky")
NARROWER: Weights = ("breaking", "safe", "risky")
OTHER: Weights = ("breaking", "breaking", "risky")
UNSURE: Weights = ("risky", "safe", "risky")
RISKY: Weights = ("risky", "risky", "risky")
SAFE: Weights = ("safe", "safe", "safe")
ALIKE: Weights = ("cosmetic", "cosmetic", "cosmetic")


def of(base: Any, /, **given: Any) -> Any:
    """The same type, but for what is given."""
    return replace(base, **given)


def table(*types: Type) -> dict[TypeKey, Type]:
    """A table of some types, and of the builtins that they are made of."""
    builtins = pipeline(*(op("x", out=each) for each in ("int | None", "float", "str"))).meaning
    return {
        **{each.key: each.type for each in builtins.types},
        **{type_text(each): each for each in types},
    }


def holding(type_: Type, *, at: str) -> Pipeline:
    """A pipeline in which lists of values of a type are given to the param `rows`, come from the
    output `rows`, are kept as the asset `lake`, or only go from one step to another (`inside`).
    """
    key = type_text(type_)
    many = Collection(type="list", item=key)
    held = type_text(many)
    rows = held if at == "inside" else "int"
    published = held if at in ("param", "output", "asset") else "int"
    made = pipeline(
        op("make", out=published if at == "asset" else rows),
        op("take", {"rows": rows}, out="int"),
        nodes=[node("make"), node("take", {"rows": "make"} if at == "inside" else {"rows": "$n"})],
        params={"n": "int", **({"rows": held} if at == "param" else {})},
        outputs={
            "result": ("take", "int"),
            **({"rows": ("$n", held)} if at == "output" else {}),
        },
        types=table(type_, many),
    )
    if at != "asset":
        return made
    nodes = [
        replace(each, keeps=(Kept(asset="lake"),)) if each.id == "make" else each
        for each in made.meaning.nodes
        if isinstance(each, OpNode)
    ]
    assets = (Asset(name="lake"),)
    return replace(made, meaning=replace(made.meaning, nodes=tuple(nodes), assets=assets))
