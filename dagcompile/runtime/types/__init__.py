"""Types of values: one reading of annotations, for guards, for transport and for the compiler.

    shape = shape_of(dict[str, Decimal])
    shape.text                                     # 'dict[str, Decimal]'
    shape.accepts({"a": Decimal("1.50")})          # True
    shape.encode({"a": Decimal("1.50")})           # {'a': '1.50'}, which is JSON
    next(shape.violations({"a": 1}))               # Violation('["a"]', 'Decimal', 'int', '1')

Where a shape differs from what a type checker thinks: a bool is not an int, an int is accepted
for a float and stays one, a datetime is not a date, a TypedDict knows its keys exactly.
"""

from dagcompile.runtime.types.base import (
    CheckCrashed,
    CodecError,
    Json,
    Undecodable,
    Unencodable,
    UnsupportedType,
    Violation,
)
from dagcompile.runtime.types.checks import BoundCheck, CheckSpec, FunctionCheck
from dagcompile.runtime.types.containers import CollectionShape, DictShape, TupleShape
from dagcompile.runtime.types.facts import WrongFacts
from dagcompile.runtime.types.files import FileForm
from dagcompile.runtime.types.frames import (
    CheckFact,
    ColumnContract,
    FrameContract,
    FrameShape,
)
from dagcompile.runtime.types.hints import is_maybe
from dagcompile.runtime.types.markers import SKIP, Bounds, Check, Maybe
from dagcompile.runtime.types.names import class_text, unimportable
from dagcompile.runtime.types.nominal import AnyShape, ClassShape, EnumShape, LiteralShape
from dagcompile.runtime.types.parse import shape_of
from dagcompile.runtime.types.records import FieldShape, RecordShape
from dagcompile.runtime.types.refined import RefinedShape
from dagcompile.runtime.types.registered import FactShape
from dagcompile.runtime.types.registry import BrokenSupport
from dagcompile.runtime.types.scalars import ScalarShape
from dagcompile.runtime.types.shapes import Shape
from dagcompile.runtime.types.support import Facts, TypeSupport
from dagcompile.runtime.types.unions import UnionShape

__all__ = [
    "SKIP",
    "AnyShape",
    "BoundCheck",
    "Bounds",
    "BrokenSupport",
    "Check",
    "CheckCrashed",
    "CheckFact",
    "CheckSpec",
    "ClassShape",
    "CodecError",
    "CollectionShape",
    "ColumnContract",
    "DictShape",
    "EnumShape",
    "FactShape",
    "Facts",
    "FieldShape",
    "FileForm",
    "FrameContract",
    "FrameShape",
    "FunctionCheck",
    "Json",
    "LiteralShape",
    "Maybe",
    "RecordShape",
    "RefinedShape",
    "ScalarShape",
    "Shape",
    "TupleShape",
    "TypeSupport",
    "Undecodable",
    "Unencodable",
    "UnionShape",
    "UnsupportedType",
    "Violation",
    "WrongFacts",
    "class_text",
    "is_maybe",
    "shape_of",
    "unimportable",
]
