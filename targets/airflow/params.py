"""Params of a pipeline as Airflow params: a JSON schema for the trigger form, and a default.

Airflow keeps params as JSON. A default that plain JSON cannot show stays in the code: the param
is then optional in the form, and the step that reads it fills it in.
"""

from collections.abc import Mapping
from typing import TypeAlias

from dagcompile.codegen.expr import Call, Expr, Imported
from dagcompile.codegen.literals import literal
from dagcompile.ir.records import (
    Collection,
    DictType,
    EnumType,
    LiteralType,
    Member,
    Param,
    Refined,
    Scalar,
    Sequence,
    Text,
    TupleType,
    Type,
    TypeKey,
    Union,
    Value,
)

Types: TypeAlias = Mapping[TypeKey, Type]
Schema: TypeAlias = dict[str, Value]

_SCALARS: Mapping[str, Schema] = {
    "None": {"type": "null"},
    "bool": {"type": "boolean"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "time": {"type": "string", "format": "time"},
    "timedelta": {"type": "array"},
}
_TEXT: Schema = {"type": "string"}

_BOUNDS: Mapping[str, Mapping[str, str]] = {
    "integer": {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum",
                "lt": "exclusiveMaximum", "multiple_of": "multipleOf"},
    "string": {"min_length": "minLength", "max_length": "maxLength", "pattern": "pattern"},
    "array": {"min_length": "minItems", "max_length": "maxItems"},
}  # fmt: skip


def param_expr(param: Param, types: Types) -> Expr:
    """The `Param(...)` of one param."""
    schema = schema_of(param.type, types)
    args: tuple[Expr, ...] = ()
    if param.default is not None:
        shown = plain_default(param, types)
        args = (literal(shown),)
        if shown is None and schema:
            schema = _nullable(schema)
    named = tuple((name, literal(value)) for name, value in schema.items())
    return Call(Imported("airflow.sdk", "Param"), args, named)


def plain_default(param: Param, types: Types) -> Value:
    """The default of a param as JSON shows it; None where it cannot."""
    if param.default is None or not _plainly_coded(param.type, types):
        return None
    return _plain(param.default.value)


def hidden_default(param: Param, types: Types) -> bool:
    """Whether the param has a default that only code can hold."""
    if param.default is None or param.default.value is None:
        return False
    return plain_default(param, types) is None


def _plainly_coded(key: TypeKey, types: Types) -> bool:
    """Whether a value of the type travels as the one JSON scalar that a person would write."""
    type_ = types[key]
    match type_:
        case Scalar() | EnumType() | LiteralType():
            return True
        case Refined():
            return _plainly_coded(type_.base, types)
        case Union():
            others = [each for each in type_.members if each != "None"]
            return len(others) == 1 and _plainly_coded(others[0], types)
        case _:
            return False


def schema_of(key: TypeKey, types: Types) -> Schema:
    """A JSON schema that accepts every JSON form of a value of the type; empty for any."""
    type_ = types[key]
    match type_:
        case Scalar():
            return dict(_SCALARS.get(type_.name, _TEXT))
        case LiteralType():
            if all(isinstance(each, str | int) or each is None for each in type_.values):
                return {"enum": Sequence(type="list", items=type_.values)}
            return {}
        case EnumType():
            return {"enum": Sequence(type="list", items=type_.members)}
        case Collection() | TupleType():
            return {"type": "array"}
        case DictType():
            return (
                {"type": "object"}
                if isinstance(types[type_.key], Scalar) and type_.key == "str"
                else {"type": "array"}
            )
        case Refined():
            return _refined(type_, types)
        case Union():
            return _union(type_, types)
        case _:
            return {}


def _refined(type_: Refined, types: Types) -> Schema:
    schema = schema_of(type_.base, types)
    kind = schema.get("type")
    words = _BOUNDS.get("integer" if kind == "number" else str(kind), {})
    for check in type_.checks:
        bound = dict(check.params).get("value")
        if check.ref is None and check.name in words and isinstance(bound, int | float | str):
            schema[words[check.name]] = bound
    return schema


def _union(type_: Union, types: Types) -> Schema:
    others = [each for each in type_.members if each != "None"]
    if len(others) == 1 and len(others) < len(type_.members):
        schema = schema_of(others[0], types)
        return _nullable(schema) if schema else {}
    return {}


def _nullable(schema: Schema) -> Schema:
    if "enum" in schema:
        listed = schema["enum"]
        assert isinstance(listed, Sequence)
        items = listed.items if None in listed.items else (*listed.items, None)
        return {**schema, "enum": Sequence(type="list", items=items)}
    kind = schema["type"]
    kinds = kind.items if isinstance(kind, Sequence) else (kind,)
    if "null" in kinds:
        return schema
    return {**schema, "type": Sequence(type="list", items=("null", *kinds))}


def _plain(value: Value) -> Value:
    match value:
        case bool() | int() | float() | str():
            return value
        case Text(type="date" | "decimal" | "uuid" | "path" | "time"):
            return value.text
        case Member():
            return value.name
        case _:
            return None
