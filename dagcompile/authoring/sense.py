"""Whether a type can have values at all, and whether what is laid over it applies to them.

make_sense(shape_of(dict[list[int], str]))                  # BadContract: DC226
make_sense(shape_of(Annotated[int, Bounds(ge=5, le=1)]))    # BadContract: DC226
make_sense(shape_of(Annotated[int, Bounds(pattern="a")]))   # BadContract: DC227

A guard would say it too, of every value that it meets. Here it is said before any does. What is
not known for certain is left to the guard.
"""

from dagcompile.authoring.columns import refuse_columns
from dagcompile.authoring.contracts import BadContract
from dagcompile.authoring.limits import refuse_empty, refuse_inapplicable
from dagcompile.runtime.types import (
    ClassShape,
    CollectionShape,
    DictShape,
    FrameShape,
    RecordShape,
    RefinedShape,
    Shape,
    UnionShape,
)
from dagcompile.runtime.types.checks import BoundCheck


def make_sense(shape: Shape) -> None:
    """Nothing, if `shape` by itself can have values. Its parts are not looked at.

    Raises:
        BadContract: it has none, none but the empty one (DC226), or has a bound that cannot be put
            to its values (DC227).
    """
    match shape:
        case RefinedShape():
            bounds = [each for each in shape.checks if isinstance(each, BoundCheck)]
            for each in bounds:
                refuse_inapplicable(shape, each)
            refuse_empty(shape, bounds)
        case CollectionShape(type="set" | "frozenset"):
            _refuse_unhashable(shape, shape.item, "an element")
        case DictShape():
            _refuse_unhashable(shape, shape.key, "a key")
        case FrameShape():
            refuse_columns(shape)
        case _:
            return


def _refuse_unhashable(shape: Shape, part: Shape, place: str) -> None:
    if not _unhashable(part):
        return
    raise BadContract(
        "DC226",
        f"`{shape.text}` holds nothing: `{part.text}` cannot be hashed, and so is never {place};"
        " only an empty one would pass",
        f"write a type for {place} that can be hashed: a tuple, a frozenset,"
        " a dataclass(frozen=True)",
    )


def _unhashable(shape: Shape) -> bool:
    match shape:
        case CollectionShape():
            return shape.type in ("list", "set")
        case DictShape():
            return True
        case RecordShape():
            return shape.form == "typeddict" or _without_hash(shape.cls)
        case ClassShape():
            return _without_hash(shape.cls)
        case RefinedShape():
            return _unhashable(shape.base)
        case UnionShape():
            return all(map(_unhashable, shape.members))
        case _:
            return False


def _without_hash(cls: type) -> bool:
    return getattr(cls, "__hash__", None) is None
