"""The records of the pipeline IR: plain data, read like a grammar.

    Pipeline
      meaning: params, types, ops, nodes, outputs    what is digested
      docs:    docstrings, descriptions, origin      what a reader is told
      build:   guard placement                       how this build was asked for

Everything is frozen, keyword-only and made of tuples. Nothing here points at a live Python
object: functions, classes and checks are import paths (`Ref`). A field that equals its default
is left out of the JSON, so a later version may add fields without moving a digest. Questions
about these records are in `dagcompile.ir.queries`, rules in `dagcompile.ir.verify`.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias, dataclass_transform

FORMAT = 1
"""Number of the JSON format that this version writes. Outside the digest."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type) -> type:
    """Make `cls` a frozen, slotted, keyword-only dataclass."""
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)


# --- names -----------------------------------------------------------------------------------

TypeKey: TypeAlias = str
"""Name of an entry of the type table: the type's canonical text, e.g. `list[app.ops.Row]`."""

OpKey: TypeAlias = str
"""Name of an entry of the op table: `module:qualified.name`."""


@record
class Ref:
    """An importable object: attribute path `name` of module `module`."""

    module: str
    name: str


# --- literal values --------------------------------------------------------------------------


@record
class Text:
    """A scalar of the standard library that JSON lacks, by its text form.

    `type` is one of float (nan, inf, -inf), str (with lone surrogates, escaped), decimal, date,
    datetime, time, timedelta (seconds), uuid, path, bytes (base64).
    """

    kind: Literal["text"] = "text"
    type: str
    text: str


@record
class Sequence:
    """A list, tuple, set or frozenset of literal values."""

    kind: Literal["sequence"] = "sequence"
    type: Literal["list", "tuple", "set", "frozenset"]
    items: "tuple[Value, ...]" = ()


@record
class Mapping:
    """A dict of literal values, in the author's order."""

    kind: Literal["mapping"] = "mapping"
    items: "tuple[tuple[Value, Value], ...]" = ()


@record
class Member:
    """One member of an enumeration."""

    kind: Literal["member"] = "member"
    enum: Ref
    name: str


@record
class Instance:
    """An instance of a record class (dataclass, NamedTuple, pydantic model), by its fields."""

    kind: Literal["instance"] = "instance"
    cls: Ref
    fields: "tuple[tuple[str, Value], ...]" = ()


@record
class Symbol:
    """An importable object that is passed as it is: a function or a class."""

    kind: Literal["symbol"] = "symbol"
    ref: Ref


Value: TypeAlias = "None | bool | int | float | str | Text | Sequence | Mapping | Member | Instance | Symbol"
"""A literal value. Floats are finite and strings encodable; what is not is a `Text`."""


# --- types -----------------------------------------------------------------------------------


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

    A TypedDict is structural (a plain dict with these keys); the others are nominal.
    """

    kind: Literal["record"] = "record"
    form: Literal["dataclass", "namedtuple", "typeddict", "model"]
    ref: Ref
    fields: tuple[Field, ...] = ()
    bases: tuple[Ref, ...] = ()


@record
class ClassType:
    """An instance of a class of which no more is known. `bases` are its ancestors, nearest first."""

    kind: Literal["class"] = "class"
    ref: Ref
    bases: tuple[Ref, ...] = ()


@record
class CheckDef:
    """A check laid over a type: the function `ref` (or a builtin bound, without one)."""

    name: str
    ref: Ref | None = None
    params: tuple[tuple[str, Value], ...] = ()


@record
class Refined:
    """A value of `base` that passes every one of `checks`."""

    kind: Literal["refined"] = "refined"
    base: TypeKey
    checks: tuple[CheckDef, ...]


Type: TypeAlias = (
    "AnyType | Scalar | LiteralType | EnumType | Union | Collection | TupleType | DictType"
    " | RecordType | ClassType | Refined"
)
"""What may flow through a port; it refers to its parts by their keys in the type table."""


@record
class TypeEntry:
    """One entry of the type table, which is sorted by key."""

    key: TypeKey
    type: Type


# --- ops -------------------------------------------------------------------------------------


@record
class Const:
    """A literal, given where the pipeline was written."""

    kind: Literal["const"] = "const"
    value: Value = None


@record
class InPort:
    """A typed input of an op. `default` is set when it has one that is a literal."""

    name: str
    type: TypeKey
    required: bool = True
    default: Const | None = None
    keyword_only: bool = False


@record
class OutPort:
    """A typed output of an op; `maybe` marks one that may be withheld."""

    name: str
    type: TypeKey
    maybe: bool = False


@record
class OpDef:
    """What an op consumes, produces and is configured by.

    `fields` tells that the outputs are the fields of a NamedTuple, not the returned value.
    """

    key: OpKey
    ref: Ref
    inputs: tuple[InPort, ...] = ()
    outputs: tuple[OutPort, ...] = ()
    fields: bool = False
    config: TypeKey | None = None


# --- edges -----------------------------------------------------------------------------------


@record
class FromPort:
    """The value of an output port of a node."""

    kind: Literal["port"] = "port"
    node: str
    port: str = "result"


@record
class FromParam:
    """The value of a param of the pipeline."""

    kind: Literal["param"] = "param"
    name: str


@record
class Gather:
    """A container that the pipeline's author wrote around other sources. `keys` are a dict's."""

    kind: Literal["gather"] = "gather"
    type: Literal["list", "tuple", "dict"]
    items: "tuple[Source, ...]"
    keys: tuple[Value, ...] = ()


Source: TypeAlias = "FromPort | FromParam | Const | Gather"
"""Where the value of an input or of a pipeline output comes from."""


@record
class Input:
    """An edge into the input `port` of the node that holds it."""

    port: str
    source: Source


# --- nodes -----------------------------------------------------------------------------------

Severity: TypeAlias = Literal["error", "warn"]
Placement: TypeAlias = Literal["steps", "inline", "off"]


@record
class Retry:
    """How often and when a failed body is tried again. Times in seconds.

    The wait before attempt n + 1 is `delay * backoff ** (n - 1)`, at most `max_delay`, plus a
    random part of up to `jitter` times itself.
    """

    attempts: int
    delay: float = 0.0
    backoff: float = 1.0
    max_delay: float | None = None
    jitter: float = 0.0
    on: tuple[Ref, ...] = ()


@record
class Guard:
    """A check of one value of a node against `type`: of an output, or of an input."""

    side: Literal["input", "output"]
    port: str
    type: TypeKey
    maybe: bool = False
    severity: Severity = "error"


@record
class Policy:
    """How one node is run. `severity` is that of its guards."""

    retry: Retry | None = None
    severity: Severity = "error"


@record
class OpNode:
    """One use of an op. `guards` is filled by the pass that places them."""

    kind: Literal["op"] = "op"
    id: str
    op: OpKey
    inputs: tuple[Input, ...] = ()
    config: Instance | None = None
    after: tuple[str, ...] = ()
    policy: Policy = Policy()
    guards: tuple[Guard, ...] = ()


@record
class FirstOf:
    """The first of `items`, in their order, that is present."""

    kind: Literal["first_of"] = "first_of"
    id: str
    items: tuple[Source, ...]
    type: TypeKey
    after: tuple[str, ...] = ()


Node: TypeAlias = "OpNode | FirstOf"
"""A step of a pipeline. Later kinds (a map, an expectation) join this union."""


# --- the pipeline ----------------------------------------------------------------------------


@record
class Param:
    """A typed run-time input of the whole pipeline."""

    name: str
    type: TypeKey
    default: Const | None = None


@record
class Output:
    """A named value that the pipeline returns. A single one is named `result`."""

    name: str
    source: Source
    type: TypeKey


@record
class Meaning:
    """What the pipeline computes. Nodes are in the order they were written, which is topological."""

    name: str
    params: tuple[Param, ...] = ()
    nodes: tuple[Node, ...] = ()
    outputs: tuple[Output, ...] = ()
    ops: tuple[OpDef, ...] = ()
    types: tuple[TypeEntry, ...] = ()


@record
class Docs:
    """What a reader is told. `origin` is the pipeline function; `aliases` are the names that the
    author gave to types, `(key, where)`; `params` and `ops` are `(name, text)`."""

    origin: Ref
    text: str = ""
    params: tuple[tuple[str, str], ...] = ()
    ops: tuple[tuple[OpKey, str], ...] = ()
    aliases: tuple[tuple[TypeKey, Ref], ...] = ()


@record
class Build:
    """How this build was asked for. `guards` is None where each target's own default holds."""

    guards: Placement | None = None


@record
class Pipeline:
    """A whole pipeline."""

    meaning: Meaning
    docs: Docs
    build: Build = Build()
