"""What is wrong in a file of settings, told to the one who wrote it."""

import json
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from dagcompile.diagnostics import CompileError, Diagnostic, Label, Place
from dagcompile.project.places import Keys, place_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


def refused(code: str, message: str, *, fix: str = "") -> CompileError:
    """One diagnostic without a place."""
    return CompileError([Diagnostic(code=code, message=message, fix=fix)])


def did_you_mean(name: str, names: Iterable[str], *, what: str) -> str:
    """A repair that offers the nearest of `names`, and lists them behind `what`."""
    known = sorted(names)
    return f"{nearest(name, known)}{what}: {', '.join(known) or 'none'}"


def nearest(name: str, names: Iterable[str]) -> str:
    """`did you mean x? ` for the nearest of `names`, or nothing."""
    found = get_close_matches(name, list(names), n=1)
    return f"did you mean {found[0]}? " if found else ""


def setting_problems(
    error: ValidationError,
    model: type[BaseModel],
    *,
    code: str,
    under: Keys,
    places: Mapping[Keys, Place],
) -> tuple[Diagnostic, ...]:
    """A diagnostic for each wrong leaf below the table `under`, in the order of the settings.

    Args:
        error: what validating by `model` raised.
        model: the settings that there are.
        code: of the diagnostics.
        under: path of the table that was validated.
        places: where settings stand, by path.
    """
    found = []
    for each in error.errors(include_url=False):
        keys = (*under, *(str(part) for part in each["loc"] if part != "[key]"))
        place = place_of(keys, places)
        message, fix = _said(each, dotted(keys), model)
        labels = (Label(place=place, text=""),) if place else ()
        found.append(Diagnostic(code=code, message=message, labels=labels, fix=fix))
    return tuple(found)


def dotted(keys: Keys) -> str:
    """The path of a setting as TOML writes it."""
    bare = re.compile(r"[A-Za-z0-9_-]+")
    return ".".join(each if bare.fullmatch(each) else f'"{each}"' for each in keys)


def _said(error: "ErrorDetails", name: str, model: type[BaseModel]) -> tuple[str, str]:
    """What is wrong with the setting `name`, and the repair."""
    loc, said = error["loc"], error["msg"]
    if error["type"] == "extra_forbidden":
        known = _known(model) if len(loc) == 1 else ()
        fix = did_you_mean(str(loc[-1]), known, what="settings are") if known else "remove it"
        return f"there is no setting {name}", fix
    if error["type"] == "missing":
        return f"the setting {name} is required", "add it"
    if expected := _EXPECTED.get(error["type"]):
        others = set(_known(model)) - {str(loc[0])} if len(loc) == 1 else set()
        given = error["input"]
        return (
            f"{name}: expected {expected}, got {_kind(given)}",
            _as_expected(expected, name, given, others),
        )
    fix = ""
    if error["type"] == "literal_error":
        fix = nearest(str(error["input"]), re.findall(r"'([^']*)'", said)).strip()
    return f"{name}: {said[:1].lower()}{said[1:]}", fix


def _known(model: type[BaseModel]) -> tuple[str, ...]:
    """The settings that there are, as TOML names them."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


_EXPECTED = {
    "dict_type": "a table",
    "model_type": "a table",
    "tuple_type": "a list",
    "list_type": "a list",
    "string_type": "a text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
}
"""What TOML calls that which a setting has to be, by the kind of the mistake."""


def _kind(value: object) -> str:
    match value:
        case bool():
            return json.dumps(value)
        case dict():
            return "a table"
        case list():
            return "a list"
        case str():
            return "a text"
        case _:
            return "a number"


def _as_expected(expected: str, name: str, value: object, others: Iterable[str]) -> str:
    """How the setting `name` is written, or which of `others` is meant; nothing if it is plain."""
    last = name.rpartition(".")[2]
    match expected, value:
        case "a table", _:
            return f"{nearest(last, others)}a table begins with [{name}]"
        case "a list", str():
            return f"write {last} = [{json.dumps(value, ensure_ascii=False)}]"
        case _:
            return ""
