"""Bounds that cannot be put to the values that they stand beside, or leave none of them.

refuse_inapplicable(shape_of(Annotated[str, Bounds(ge=1)]), ...)     # no text is compared with 1
refuse_empty(shape_of(Annotated[int, Bounds(ge=5, le=1)]), ...)      # nothing is both
"""

import math
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from dagcompile.authoring.contracts import BadContract
from dagcompile.runtime.types import (
    ClassShape,
    CollectionShape,
    DictShape,
    EnumShape,
    FrameShape,
    LiteralShape,
    RecordShape,
    RefinedShape,
    ScalarShape,
    Shape,
    TupleShape,
    UnionShape,
)
from dagcompile.runtime.types.base import CheckCrashed
from dagcompile.runtime.types.checks import BoundCheck

_SAMPLES: dict[str, tuple[object, ...]] = {
    "bool": (True, False),
    "int": (1,),
    "float": (1.0,),
    "str": ("a",),
    "bytes": (b"a",),
    "date": (date(2000, 1, 1),),
    "datetime": (datetime(2000, 1, 1), datetime(2000, 1, 1, tzinfo=UTC)),  # noqa: DTZ001
    "time": (time(1), time(1, tzinfo=UTC)),
    "timedelta": (timedelta(1),),
    "Decimal": (Decimal(1),),
    "UUID": (UUID(int=1),),
    "Path": (Path("a"),),
}
"""Values of each scalar but None, which passes every bound."""

_EMPTY: dict[str, object] = {"list": [], "set": set(), "frozenset": frozenset(), "tuple": ()}
_LENGTHS = ("min_length", "max_length")
_ELEMENTWISE = ("numpy", "pandas", "polars", "pyarrow")
"""Libraries whose values answer a comparison with one of every element, and not with yes or no."""
_METHODS = {
    "gt": "__gt__",
    "ge": "__ge__",
    "lt": "__lt__",
    "le": "__le__",
    "multiple_of": "__mod__",
    "min_length": "__len__",
    "max_length": "__len__",
}
_LACKS = {
    "gt": "cannot be compared with it",
    "ge": "cannot be compared with it",
    "lt": "cannot be compared with it",
    "le": "cannot be compared with it",
    "multiple_of": "cannot be divided by it",
    "min_length": "have no length",
    "max_length": "have no length",
    "pattern": "are no text",
}


# --- bounds that cannot be put to a value ----------------------------------------------------


def refuse_inapplicable(shape: RefinedShape, bound: BoundCheck) -> None:
    """Nothing, if `bound` can be put to every value of the base of `shape`, or that is not known.

    Raises:
        BadContract: DC227.
    """
    if bound.op in _LENGTHS and not _is_whole(bound.value):
        reason = f"`{bound.text}` is no length: that is a whole number"
        raise BadContract("DC227", reason, "write a whole number")
    wrong = _first_without(shape.base, bound)
    if wrong is not None:
        lacks = _LACKS[bound.op]
        reason = f"`{bound.text}` cannot be put to values of `{wrong.text}`: they {lacks}"
        raise BadContract("DC227", reason, _other(shape, bound, wrong))


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _other(shape: RefinedShape, bound: BoundCheck, wrong: Shape) -> str:
    if wrong is not shape.base and isinstance(shape.base, UnionShape):
        return f"lay it over the members that it is meant for: Annotated[..., Bounds({bound.text})]"
    if bound.op in _LENGTHS and isinstance(wrong, ScalarShape):
        sign = "ge" if bound.op == "min_length" else "le"
        return f"bound the value itself with {sign}=..., or lay it over a text or a container"
    if isinstance(shape.base, CollectionShape):
        inner = f"Annotated[{shape.base.item.text}, Bounds({bound.text})]"
        return f"lay it over the elements: {shape.base.type}[{inner}]; or bound min_length=..."
    return "use a bound that the values have, or a Check of your own"


def _first_without(shape: Shape, bound: BoundCheck) -> Shape | None:
    """The first part of `shape` whose values the bound cannot be put to."""
    match shape:
        case UnionShape():
            found = (_first_without(each, bound) for each in shape.members)
            return next((each for each in found if each is not None), None)
        case RefinedShape():
            return _first_without(shape.base, bound)
        case ClassShape() | RecordShape():
            return None if _class_has(shape.cls, bound.op) else shape
        case FrameShape():
            return None if bound.op in _LENGTHS and shape.library != "lazy" else shape
        case _:
            samples = _sample_of(shape)
            fits = not samples or any(can_be_put(bound, each) for each in samples)
            return None if fits else shape


def _sample_of(shape: Shape) -> tuple[object, ...]:
    """Values of `shape` that show what may be asked of all; none where they do not."""
    match shape:
        case ScalarShape():
            return _SAMPLES.get(shape.name, ())
        case LiteralShape():
            return shape.values
        case EnumShape():
            return tuple(shape.cls)
        case CollectionShape():
            return (_EMPTY[shape.type],)
        case TupleShape():
            return ((),)
        case DictShape():
            return ({},)
        case _:
            return ()


def can_be_put(bound: BoundCheck, value: object) -> bool:
    """Whether `bound` says something of `value`, be it yes or no."""
    try:
        bound.passes(value)
    except CheckCrashed as crash:
        return not isinstance(crash.__cause__, TypeError)
    return True


def _class_has(cls: type, op: str) -> bool:
    if op == "pattern":
        return issubclass(cls, str)
    if op not in _LENGTHS and cls.__module__.partition(".")[0] in _ELEMENTWISE:
        return False
    method = getattr(cls, _METHODS[op], None)
    return method is not None and method is not getattr(object, _METHODS[op], None)


# --- bounds that leave nothing ---------------------------------------------------------------


def refuse_empty(shape: RefinedShape, bounds: list[BoundCheck]) -> None:
    """Nothing, if a value of the base of `shape` other than None may keep to all `bounds`.

    Raises:
        BadContract: DC226.
    """
    why = _emptied(shape.base, bounds)
    if why:
        left = "; only None would pass" if shape.nullable else ""
        reason = f"`{shape.text}` holds nothing: {why}{left}"
        raise BadContract("DC226", reason, "correct the bounds, so that a value can keep to all")


def _emptied(base: Shape, bounds: list[BoundCheck]) -> str:
    """Why no value of `base` but None keeps to all `bounds`; empty where one may."""
    core = _without_none(base)
    if values := _all_of(core):
        left = [each for each in values if all(bound.passes(each) for bound in bounds)]
        return "" if left else f"no value of `{core.text}` keeps to {_listed(bounds)}"
    whole = isinstance(core, ScalarShape) and core.name == "int"
    return between(bounds, whole=whole) or _long(bounds, core)


def _without_none(shape: Shape) -> Shape:
    if isinstance(shape, UnionShape):
        left = [each for each in shape.members if each.text != "None"]
        return left[0] if len(left) == 1 else shape
    return shape


def _all_of(shape: Shape) -> tuple[object, ...]:
    """All values of a type that has few; none of others."""
    if isinstance(shape, LiteralShape | EnumShape) or shape.text == "bool":
        return _sample_of(shape)
    return ()


def between(bounds: list[BoundCheck], *, whole: bool) -> str:
    """Why nothing lies between the limits, of whole numbers or of all; empty if something may."""
    if broken := [each for each in bounds if each.value != each.value]:
        return f"nothing keeps to {_listed(broken)}: it is not a number"
    for low in (each for each in bounds if each.op in ("gt", "ge")):
        for high in (each for each in bounds if each.op in ("lt", "le")):
            strict = low.op == "gt" or high.op == "lt"
            try:
                crossed = low.value > high.value or (strict and low.value == high.value)
                crossed = crossed or (whole and _no_whole(low, high))
            except TypeError:  # of a union, whose members are bounded one by one
                continue
            if crossed:
                return f"nothing is both {low.text} and {high.text}"
    return ""


def _no_whole(low: BoundCheck, high: BoundCheck) -> bool:
    """Whether no whole number lies between two limits."""
    if not (math.isfinite(low.value) and math.isfinite(high.value)):
        return False
    least = math.floor(low.value) + 1 if low.op == "gt" else math.ceil(low.value)
    most = math.ceil(high.value) - 1 if high.op == "lt" else math.floor(high.value)
    return bool(least > most)


def _long(bounds: list[BoundCheck], base: Shape) -> str:
    """Why nothing is of the length that is asked for."""
    least = [each for each in bounds if each.op == "min_length"]
    most = [each for each in bounds if each.op == "max_length"]
    if below := [each for each in most if each.value < 0]:
        return f"nothing has {_listed(below)}"
    if crossed := [(a, b) for a in least for b in most if a.value > b.value]:
        return f"nothing has both {_listed(list(crossed[0]))}"
    if isinstance(base, TupleShape):
        number = len(base.items)
        wrong = [each for each in (*least, *most) if not each.passes((None,) * number)]
        return f"`{base.text}` is of length {number}, not {_listed(wrong)}" if wrong else ""
    return ""


def _listed(bounds: list[BoundCheck]) -> str:
    return " and ".join(each.text for each in bounds)
