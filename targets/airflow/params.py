"""Params of a pipeline as Airflow params: a JSON schema for the trigger form, and a default.

Airflow keeps params as JSON. A default without a JSON form stays in the code: the form shows what
no value of the type is written as, null if it can, and the step that reads it fills it in.
"""

import re

from dagcompile.codegen.expr import Call, Expr, Imported, name
from dagcompile.codegen.literals import literal
from dagcompile.ir.records import Mapping, Param, Value
from dagcompile.targets.airflow.json_forms import NoJsonForm, Types, json_form, takes_none
from dagcompile.targets.airflow.schemas import kinds_of, schema_of, with_value

_OFFSET = re.compile(r"Z|[+-][0-9]{2}:[0-9]{2}")


def param_expr(param: Param, types: Types) -> Expr:
    """The `Param(...)` of one param."""
    schema = schema_of(param.type, types)
    args: tuple[Expr, ...] = ()
    if param.partition is not None:
        schema, args = with_value(schema, None), (name("None"),)
    elif param.default is not None:
        if hidden_default(param, types):
            shown = unset_form(param, types)
            schema = with_value(schema, shown)
        elif param.default.value is None:
            shown = None
        else:
            shown = json_form(param.default.value, param.type, types)
        if schema.get("format") == "date-time" and not _has_offset(shown):
            del schema["format"]  # a strict reader of it would refuse the default
        args = (literal(shown),)
    named = tuple((name, literal(value)) for name, value in schema.items())
    return Call(Imported("airflow.sdk", "Param"), args, named)


def hidden_default(param: Param, types: Types) -> bool:
    """Whether the param has a default that only code can hold."""
    if param.default is None or param.default.value is None:
        return False
    try:
        json_form(param.default.value, param.type, types)
    except NoJsonForm:
        return True
    return False


def unset_form(param: Param, types: Types) -> Value:
    """What stands in the form for a default that only code can hold. No value is written so."""
    if not takes_none(param.type, types):
        return None
    kinds = kinds_of(schema_of(param.type, types))
    # What may be text, of a list of values, or anything at all, is never written as that object.
    return _OBJECT if not kinds or "string" in kinds else "default"


_OBJECT = Mapping(items=(("type", "default"),))


def _has_offset(shown: object) -> bool:
    return not isinstance(shown, str) or bool(_OFFSET.fullmatch(shown[19:][-6:]))
