"""The closed union of shapes: match over it and end with `assert_never`."""

from typing import TypeAlias

from dagcompile.runtime.types.containers import CollectionShape, DictShape, TupleShape
from dagcompile.runtime.types.frames.shape import FrameShape
from dagcompile.runtime.types.nominal import AnyShape, ClassShape, EnumShape, LiteralShape
from dagcompile.runtime.types.records import RecordShape
from dagcompile.runtime.types.refined import RefinedShape
from dagcompile.runtime.types.registered import FactShape
from dagcompile.runtime.types.scalars import ScalarShape
from dagcompile.runtime.types.unions import UnionShape

Shape: TypeAlias = (
    AnyShape
    | ScalarShape
    | LiteralShape
    | EnumShape
    | UnionShape
    | CollectionShape
    | TupleShape
    | DictShape
    | RecordShape
    | ClassShape
    | FactShape
    | FrameShape
    | RefinedShape
)
"""What `shape_of` returns."""
