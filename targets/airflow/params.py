"""Params of a pipeline as Airflow params: a JSON schema for the trigger form, and a default.

    "day": Param(type="string", format="date", description="the day of the flights")

Airflow keeps params as JSON. A default without a JSON form stays in the code: the form shows what
no value of the type is written as, null if it can, and the step that reads it fills it in.
"""

import re
from collections.abc import Mapping as Table

from dagcompile.codegen.expr import Atom, Call, Expr, Imported, name
from dagcompile.codegen.literals import literal
from dagcompile.codegen.strings import quote
from dagcompile.codegen.types import TypeWriter
from dagcompile.ir.clocks import zone_of
from dagcompile.ir.queries import Index
from dagcompile.ir.records import Mapping, Param, Value
from dagcompile.targets.airflow.aspects import SDK
from dagcompile.targets.airflow.exact import is_exact
from dagcompile.targets.airflow.json_forms import NoJsonForm, Types, json_form, takes_none
from dagcompile.targets.airflow.schemas import field_form, field_schema, kinds_of, with_value
from dagcompile.targets.airflow.times import period_of

_OFFSET = re.compile(r"Z|[+-][0-9]{2}:[0-9]{2}")


def param_expr(param: Param, types: Types, *, words: Table[str, str]) -> Expr:
    """The `Param(...)` of one param.

    Args:
        words: what the form says of it, by the keyword, where it says anything: `description`,
            `section`.
    """
    schema = field_schema(param.type, types)
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
            shown = field_form(param.default.value, param.type, types)
        if schema.get("format") == "date-time" and not _has_offset(shown):
            del schema["format"]  # a strict reader of it would refuse the default
        args = (literal(shown),)
    said = {word: text for word, text in words.items() if text}
    named = tuple((word, literal(value)) for word, value in {**schema, **said}.items())
    return Call(Imported(SDK, "Param"), args, named)


def read_param(param: Param, index: Index, types: TypeWriter, *, of: str) -> Expr:
    """How a task reads a param.

    Args:
        of: the variable that has the run: a step, or what looks at all that a run was given.
    """
    given = Atom(quote(param.name)), types.write(param.type)
    if param.partition is not None:
        zone = zone_of(index.meaning)
        tz = () if zone is None else (("tz", Atom(quote(zone))),)
        return Call(name(f"{of}.partition"), (*given, period_of(param.partition)), tz)
    named: list[tuple[str, Expr]] = []
    if param.default is not None and hidden_default(param, index.types):
        named.append(("default", literal(param.default.value)))
        unset = unset_form(param, index.types)
        if unset is not None:
            named.append(("unset", literal(unset)))
    return Call(name(f"{of}.param"), given, tuple(named))


def hidden_default(param: Param, types: Types) -> bool:
    """Whether the param has a default that only code can hold."""
    if param.default is None or param.default.value is None:
        return False
    try:
        json_form(param.default.value, param.type, types)
    except NoJsonForm:
        return True
    return False


def takes_only_values(param: Param, types: Types) -> bool:
    """Whether whatever the form takes for a param is a value of it, or what it shows for a default
    that only code can hold. Beside that one text, or object, such a schema lets any other in.
    """
    if not is_exact(param.type, types):
        return False
    if not hidden_default(param, types) or unset_form(param, types) is None:
        return True
    return "enum" in field_schema(param.type, types)


def unset_form(param: Param, types: Types) -> Value:
    """What stands in the form for a default that only code can hold. No value is written so."""
    if not takes_none(param.type, types):
        return None
    kinds = kinds_of(field_schema(param.type, types))
    # What may be text, of a list of values, or anything at all, is never written as that object.
    return _OBJECT if not kinds or "string" in kinds else "default"


_OBJECT = Mapping(items=(("type", "default"),))


def _has_offset(shown: object) -> bool:
    return not isinstance(shown, str) or bool(_OFFSET.fullmatch(shown[19:][-6:]))
