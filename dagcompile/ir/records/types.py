"""Types: what may flow through a port. A type names its parts by their keys in the type table."""

from typing import Literal, TypeAlias

from dagcompile.ir.records.base import Ref, TypeKey, record
from dagcompile.ir.records.literals import Value


@record
class AnyType:
    """Every value."""

    kind: Literal["any"] = "any"


@record
class Scalar:
    """A builtin or standard-library scalar.

    `name` is one of None, bool, int, float, str, bytes, date, datetime, time, timedelta,
    Decimal, UUID, Path.
    """

    kind: Literal["scalar"] = "scalar"
    name: str


@record
class LiteralType:
    """One of the listed values."""

    kind: Literal["literal"] = "literal"
    values: tuple[Value, ...]


@record
class EnumType:
    """A member of an enumeration; `mixin` names the scalar its members also are (`str`)."""

    kind: Literal["enum"] = "enum"
    ref: Ref
    members: tuple[str, ...]
    mixin: str = ""


@record
class Union:
    """A value of at least one of `members`, sorted."""

    kind: Literal["union"] = "union"
    members: tuple[TypeKey, ...]


@record
class Collection:
    """A list, set, frozenset or tuple of any length whose elements are of one type."""

    kind: Literal["collection"] = "collection"
    type: Literal["list", "set", "frozenset", "tuple"]
    item: TypeKey


@record
class TupleType:
    """A tuple of fixed length."""

    kind: Literal["tuple"] = "tuple"
    items: tuple[TypeKey, ...] = ()


@record
class DictType:
    """A dict whose keys and values are each of one type."""

    kind: Literal["dict"] = "dict"
    key: TypeKey
    value: TypeKey


@record
class Field:
    """A named field of a record type."""

    name: str
    type: TypeKey
    required: bool = True


@record
class RecordType:
    """An instance of a class with named, typed fields. `bases` are its ancestors, nearest first.

    A TypedDict is structural (a plain dict with these keys); the others are nominal. `checked`:
    the class has a say of its own in what its fields may be, by a validator or a `__post_init__`.
    """

    kind: Literal["record"] = "record"
    form: Literal["dataclass", "namedtuple", "typeddict", "model"]
    ref: Ref
    fields: tuple[Field, ...] = ()
    bases: tuple[Ref, ...] = ()
    checked: bool = False


@record
class ClassType:
    """An instance of a class of which no more is known. `bases`: its ancestors, nearest first."""

    kind: Literal["class"] = "class"
    ref: Ref
    bases: tuple[Ref, ...] = ()


@record
class FactType:
    """An instance of a class that is registered, of which `facts` are known, sorted by name.

    `bases` are its ancestors, nearest first; `checked` tells that its guard looks further than the
    facts; `file` is the suffix of the files that hold its values, empty where there are none.
    """

    kind: Literal["fact"] = "fact"
    ref: Ref
    bases: tuple[Ref, ...] = ()
    facts: tuple[tuple[str, Value], ...] = ()
    checked: bool = False
    file: str = ""


@record
class CheckDef:
    """A check: the function `ref`, or one known by its name alone, a bound or one of a frame."""

    name: str
    ref: Ref | None = None
    params: tuple[tuple[str, Value], ...] = ()


@record
class Column:
    """A column of a frame, or a level of its index, as a contract asks for it.

    `dtype` is empty for any. A `regex` column stands for all columns that its name, a regular
    expression, matches. The name of a level is empty for any. `told` says where it shows whether a
    column is of the dtype: in the header of the frame, or only in its rows.
    """

    name: str
    dtype: str = ""
    told: Literal["header", "rows"] = "header"
    nullable: bool = False
    unique: bool = False
    required: bool = True
    regex: bool = False
    checks: tuple[CheckDef, ...] = ()


@record
class FrameType:
    """A frame that keeps the contract `ref`: a model of pandera, or a schema of pyarrow.

    `strict`: no columns but these. `ordered`: in this order. `unique`: columns whose values
    together are. Only frames of pandas have an `index`. The checks, of the frame and of its
    columns, are those of the contract: none has a `ref`.
    """

    kind: Literal["frame"] = "frame"
    library: Literal["pandas", "polars", "lazy", "arrow"]
    ref: Ref
    columns: tuple[Column, ...] = ()
    checks: tuple[CheckDef, ...] = ()
    strict: bool = False
    ordered: bool = False
    unique: tuple[str, ...] = ()
    index: tuple[Column, ...] = ()


@record
class Refined:
    """A value of `base` that passes every one of `checks`.

    `name` is what the author calls the type; a `secret` is never shown.
    """

    kind: Literal["refined"] = "refined"
    base: TypeKey
    checks: tuple[CheckDef, ...] = ()
    name: str = ""
    secret: bool = False


Type: TypeAlias = (
    AnyType
    | Scalar
    | LiteralType
    | EnumType
    | Union
    | Collection
    | TupleType
    | DictType
    | RecordType
    | ClassType
    | FrameType
    | FactType
    | Refined
)
"""What may flow through a port; it refers to its parts by their keys in the type table."""


@record
class TypeEntry:
    """One entry of the type table, which is sorted by key."""

    key: TypeKey
    type: Type
