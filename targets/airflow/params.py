"""Params of a pipeline as Airflow params: a JSON schema for the trigger form, and a default.

Airflow keeps params as JSON. A default without a JSON form stays in the code: the param is null
in the form, and the step that reads it fills it in.
"""

import re

from dagcompile.codegen.expr import Call, Expr, Imported
from dagcompile.codegen.literals import literal
from dagcompile.ir.records import Param
from dagcompile.targets.airflow.json_forms import NoJsonForm, Types, json_form
from dagcompile.targets.airflow.schemas import nullable, schema_of

_OFFSET = re.compile(r"Z|[+-][0-9]{2}:[0-9]{2}")


def param_expr(param: Param, types: Types) -> Expr:
    """The `Param(...)` of one param."""
    schema = schema_of(param.type, types)
    args: tuple[Expr, ...] = ()
    if param.default is not None:
        if hidden_default(param, types):
            shown, schema = None, nullable(schema)
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


def _has_offset(shown: object) -> bool:
    return shown is None or (isinstance(shown, str) and bool(_OFFSET.fullmatch(shown[19:][-6:])))
