"""JSON schemas by which Airflow's form and interface check the params of a run.

    int                       type="integer"
    dict[str, int]            type="object"
    Literal["a", "b"]         enum=["a", "b"]

A schema accepts what a person would write, and refuses what looks like no value of the type; the
rest is found by the step that reads the param. So inf and nan, moments in a named zone and text
with NUL have no place in it: they can be defaults, not values that a run is given.
"""

from collections.abc import Mapping as Table
from datetime import timedelta
from typing import TypeAlias, cast

from dagcompile.ir.records import (
    CheckDef,
    Collection,
    DictType,
    EnumType,
    LiteralType,
    Mapping,
    RecordType,
    Refined,
    Scalar,
    Sequence,
    Text,
    TupleType,
    TypeKey,
    Union,
    Value,
)
from dagcompile.ir.texts import from_text
from dagcompile.runtime.reading.durations import duration_text
from dagcompile.targets.airflow.json_forms import (
    NoJsonForm,
    Types,
    alternative,
    has_text_keys,
    json_form,
)

Schema: TypeAlias = dict[str, Value]


def field_schema(key: TypeKey, types: Types) -> Schema:
    """The schema of a field of the form, in the way that its page has an input for: a duration by
    its text, a list of anything but texts by the kind of what is in it.
    """
    schema = schema_of(key, types)
    kind = _kind(key, types)
    if kind == "timedelta":
        kinds = [each for each in kinds_of(schema) if each == "null"]
        return {"type": _listed(*kinds, "string") if kinds else "string", "format": "duration"}
    if "array" in kinds_of(schema):
        items = _items(key, types)
        said: Value = items[0] if len(items) == 1 else _listed(*items)
        return {**schema, "items": Mapping(items=(("type", said),))}
    return schema


def field_form(value: Value, key: TypeKey, types: Types) -> Value:
    """The JSON form of a value in that field.

    Raises:
        NoJsonForm: there is none.
    """
    if isinstance(value, Text) and value.type == "timedelta" and _kind(key, types) == "timedelta":
        return duration_text(cast(timedelta, from_text(value)))
    return json_form(value, key, types)


def _items(key: TypeKey, types: Types) -> tuple[Value, ...]:
    """The kinds of JSON that the elements of an array may be."""
    type_ = types[key]
    match type_:
        case Refined(base=base):
            return _items(base, types)
        case Union() if (other := alternative(type_, types)) is not None:
            return _items(other, types)
        case Collection(item=item):
            schema = schema_of(item, types)
            if "enum" in schema and "type" not in schema:
                listed = schema["enum"]
                assert isinstance(listed, Sequence)
                texts = all(isinstance(each, str) for each in listed.items)
                return ("string",) if texts else _ANYTHING
            return kinds_of(schema) or _ANYTHING
        case DictType():
            return ("array",)
        case _:
            return _ANYTHING


_ANYTHING: tuple[Value, ...] = ("array", "boolean", "null", "number", "object", "string")


def schema_of(key: TypeKey, types: Types) -> Schema:
    """The schema of a type; empty where every JSON may be a value of it."""
    type_ = types[key]
    match type_:
        case Scalar():
            return dict(_SCALARS.get(type_.name, _TEXT))
        case LiteralType():
            return _literal(key, type_, types)
        case EnumType():
            return {"enum": _listed(*type_.members)}
        case TupleType():
            return {**_ARRAY, "minItems": len(type_.items), "maxItems": len(type_.items)}
        case Collection():
            return dict(_ARRAY)
        case DictType():
            return {"type": "object"} if has_text_keys(type_, types) else dict(_ARRAY)
        case RecordType(form="namedtuple"):
            return dict(_ARRAY)
        case RecordType():
            return {"type": "object"}
        case Refined():
            return _refined(type_, types)
        case Union():
            return _union(type_, types)
        case _:
            return {}


def with_value(schema: Schema, value: Value) -> Schema:
    """`schema`, but `value` (null, a text or an object) is accepted as well."""
    if "enum" in schema:
        listed = schema["enum"]
        assert isinstance(listed, Sequence)
        return {
            **schema,
            "enum": listed if value in listed.items else _listed(*listed.items, value),
        }
    kinds = kinds_of(schema)
    kind = {type(None): "null", str: "string"}.get(type(value), "object")
    if not kinds or kind in kinds:
        return schema
    named = (kind, *kinds) if value is None else (*kinds, kind)
    return {**schema, "type": _listed(*named)}


def kinds_of(schema: Schema) -> tuple[Value, ...]:
    """The kinds of JSON that a schema names; none where it names none."""
    kind = schema.get("type", _listed())
    return kind.items if isinstance(kind, Sequence) else (kind,)


def _listed(*values: Value) -> Sequence:
    return Sequence(type="list", items=values)


_ARRAY: Schema = {"type": "array"}
_TEXT: Schema = {"type": "string"}

_SCALARS: Table[str, Schema] = {
    "None": {"type": "null"},
    "bool": {"type": "boolean"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "Decimal": {"type": "string", "pattern": r"^[+-]?[0-9]+(\.[0-9]+)?([Ee][+-]?[0-9]+)?$"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    # Airflow's own format "time" knows neither microseconds nor zones.
    "time": {"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}"},
    "timedelta": {"type": "array", "minItems": 3, "maxItems": 3},
}


def _literal(key: TypeKey, type_: LiteralType, types: Types) -> Schema:
    try:
        return {"enum": _listed(*(json_form(each, key, types) for each in type_.values))}
    except NoJsonForm:
        return {}


def _union(type_: Union, types: Types) -> Schema:
    other = alternative(type_, types)
    if other is not None:
        return with_value(schema_of(other, types), None)
    tagged: Schema = {"type": "object", "required": _listed("type", "value")}
    return with_value(tagged, None) if "None" in type_.members else tagged


# --- bounds ----------------------------------------------------------------------------------

_ORDER = {
    "ge": "minimum",
    "gt": "exclusiveMinimum",
    "le": "maximum",
    "lt": "exclusiveMaximum",
}
_LENGTH = {"min_length": "minItems", "max_length": "maxItems"}
_WORDS: Table[str, Table[str, str]] = {
    "int": {**_ORDER, "multiple_of": "multipleOf"},
    "float": _ORDER,  # Airflow knows no tolerance: 0.3 would be no multiple of 0.1
    "str": {"min_length": "minLength", "max_length": "maxLength", "pattern": "pattern"},
    "list": _LENGTH,
    "set": {"min_length": "minItems"},  # of a longer list some elements may be equal
}


def _refined(type_: Refined, types: Types) -> Schema:
    schema = schema_of(type_.base, types)
    for check in type_.checks:
        word = _word(type_, check, types)
        if word is not None:
            schema[word] = dict(check.params)["value"]
    return schema


def says(type_: Refined, check: CheckDef, types: Types) -> bool:
    """Whether the schema of a type holds its values to one of its checks."""
    return _word(type_, check, types) is not None


def _word(type_: Refined, check: CheckDef, types: Types) -> str | None:
    if check.ref is not None:
        return None
    word = _WORDS.get(_kind(type_.base, types), {}).get(check.name)
    value = dict(check.params).get("value")
    return word if word is not None and _sayable(word, value) else None


def _kind(key: TypeKey, types: Types) -> str:
    """Which bounds a JSON value of the type can be held to."""
    type_ = types[key]
    match type_:
        case Scalar(name=name):
            return name
        case Collection():
            return "list" if type_.type in ("list", "tuple") else "set"
        case DictType() if not has_text_keys(type_, types):
            return "set"
        case Refined(base=base):
            return _kind(base, types)
        case Union():
            other = alternative(type_, types)
            return "" if other is None else _kind(other, types)
        case _:
            return ""


def _sayable(word: str, value: Value) -> bool:
    if word == "multipleOf":
        return isinstance(value, int) and value > 0
    return isinstance(value, str if word == "pattern" else int | float)
