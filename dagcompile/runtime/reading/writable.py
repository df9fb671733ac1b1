"""Whether anybody can write a value of a type: on a command line, in a file, in a form.

writable(shape_of(list[date]))        # True
writable(shape_of(pl.DataFrame))      # False: a frame is made, not written
"""

from typing import assert_never

from dagcompile.runtime.reading.making import lacking, settable
from dagcompile.runtime.types import (
    AnyShape,
    ClassShape,
    CollectionShape,
    DictShape,
    EnumShape,
    FactShape,
    FrameShape,
    LiteralShape,
    RecordShape,
    RefinedShape,
    ScalarShape,
    Shape,
    TupleShape,
    UnionShape,
)


def writable(shape: Shape, seen: frozenset[Shape] = frozenset()) -> bool:
    """Whether a text or JSON stands for some value of `shape` that is more than empty.

    What travels as a file could be written as that, but not by a person. A model of pydantic says
    itself what it is made of.
    """
    match shape:
        case AnyShape() | ScalarShape() | LiteralShape() | EnumShape():
            return True
        case FrameShape() | FactShape():
            return False
        case ClassShape():
            return shape.secret  # pydantic's, which are made of a text
        case RefinedShape():
            return writable(shape.base, seen)
        case CollectionShape():
            return writable(shape.item, seen)
        case DictShape():
            return writable(shape.key, seen) and writable(shape.value, seen)
        case TupleShape():
            return all(writable(each, seen) for each in shape.items)
        case UnionShape():
            return any(writable(each, seen) for each in shape.members if each.text != "None")
        case RecordShape():
            if shape.form == "model" or shape in seen:
                return True
            types, needed = settable(shape), lacking(shape, ())
            return all(writable(types[name], seen | {shape}) for name in needed)
        case _:
            assert_never(shape)
