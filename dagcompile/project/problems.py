"""What is wrong in a file of settings, told to the one who wrote it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, get_args

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
    given: object,
    under: Keys,
    places: Mapping[Keys, Place],
) -> tuple[Diagnostic, ...]:
    """A diagnostic for each wrong leaf below the table `under`, in the order of the settings.

    Args:
        error: what validating by `model` raised.
        model: the settings that there are.
        code: of the diagnostics.
        given: what was validated.
        under: path of the table that was validated.
        places: where settings stand, by path.
    """
    found = []
    for each in error.errors(include_url=False):
        keys = (*under, *located(each["loc"], model, given))
        place = place_of(keys, places)
        message, fix = setting_said(each, dotted(keys), model, TOML)
        labels = (Label(place=place, text=""),) if place else ()
        found.append(Diagnostic(code=code, message=message, labels=labels, fix=fix))
    return tuple(found)


def dotted(keys: Keys) -> str:
    """The path of a setting as TOML writes it."""
    bare = re.compile(r"[A-Za-z0-9_-]+")
    return ".".join(each if bare.fullmatch(each) else f'"{each}"' for each in keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """How settings are written: what they are called, and what their values are."""

    noun: str
    table: str
    list: str
    bool: str
    header: str

    def kind(self, value: object) -> str:
        """What a value is, for people."""
        match value:
            case bool():
                return json.dumps(value) if self is TOML else repr(value)
            case dict():
                return self.table
            case list():
                return self.list
            case str():
                return "a text"
            case None:
                return "nothing"
            case _:
                return "a number"

    def expected(self, kind: str) -> str | None:
        """What a value has to be, by the kind of the mistake."""
        return {
            "dict_type": self.table,
            "model_type": self.table,
            "tuple_type": self.list,
            "list_type": self.list,
            "string_type": "a text",
            "int_type": "a whole number",
            "float_type": "a number",
            "bool_type": self.bool,
        }.get(kind)


TOML = Tongue(
    noun="setting",
    table="a table",
    list="a list",
    bool="true or false",
    header="a table begins with",
)
PYTHON = Tongue(noun="option", table="a dict", list="a list", bool="True or False", header="")


def setting_said(
    error: "ErrorDetails", name: str, model: type[BaseModel], tongue: Tongue
) -> tuple[str, str]:
    """What is wrong with the setting `name`, and the repair."""
    loc, said = error["loc"], error["msg"]
    if error["type"] == "extra_forbidden":
        known = known_at(model, loc[:-1])
        what = f"{tongue.noun}s are"
        fix = did_you_mean(str(loc[-1]), known, what=what) if known else "remove it"
        fix = _instead_at(model, loc) or fix
        return f"there is no {tongue.noun} {name}", fix
    if error["type"] == "missing":
        return f"the {tongue.noun} {name} is required", "add it"
    if error["type"].startswith("union_tag_"):
        return _of_tag(error, name, list(tags_at(model, loc)))
    if expected := tongue.expected(error["type"]):
        others = set(known_at(model, loc[:-1])).difference(map(str, loc[-1:]))
        given = error["input"]
        return (
            f"{name}: expected {expected}, got {tongue.kind(given)}",
            _as_expected(expected, name, given, others, tongue),
        )
    fix = ""
    if error["type"] == "literal_error":
        fix = nearest(str(error["input"]), re.findall(r"'([^']*)'", said)).strip()
    said = said.removeprefix("Value error, ")
    return f"{name}: {said[:1].lower()}{said[1:]}", fix


def _of_tag(error: "ErrorDetails", name: str, tags: Sequence[str]) -> tuple[str, str]:
    """What is wrong with the setting that tells which of several models others are of."""
    key, given = error["ctx"]["discriminator"].strip("'"), error["ctx"].get("tag")
    if given is None:
        return f"{name}: its {key} is missing", f"add it: {', '.join(tags)}"
    return f"{name}: there is no {key} {given!r}", did_you_mean(given, tags, what="there are")


def known_at(model: type[BaseModel], loc: Sequence[int | str]) -> tuple[str, ...]:
    """The settings that there are at a path of `model`, as they are named; none where it leads to
    no settings.
    """
    found = _model_at(model, loc)
    fields = found.model_fields.items() if found else ()
    return tuple(field.alias or name for name, field in fields)


def _instead_at(model: type[BaseModel], loc: Sequence[int | str]) -> str:
    """What the models say of a setting that is not there, though somebody may look for it."""
    found = _model_at(model, loc[:-1])
    known: Mapping[str, str] = getattr(found, "instead", {})
    return known.get(str(loc[-1]), "")


def _model_at(model: type[BaseModel], loc: Sequence[int | str]) -> type[BaseModel] | None:
    models = [model]
    for part in loc:
        tagged = [each for each in models if str(part) in _tags(each)]
        models = tagged or _models_at(models, str(part))
    return models[0] if models else None


def tags_at(model: type[BaseModel], loc: Sequence[int | str]) -> Iterator[str]:
    """The tags of the models of which one stands at a path of `model`."""
    models = [model]
    for part in loc:
        models = _models_at(models, str(part))
    for each in models:
        yield from _tags(each)


def located(loc: Sequence[int | str], model: type[BaseModel], given: object) -> tuple[str, ...]:
    """A path of pydantic's as people write it: without its words for keys, the tags by which it
    chose among models, and the place of one in a list of one, where `given` has no list.
    """
    models, path = [model], []
    for at in loc:
        part = str(at)
        tagged = [each for each in models if part in _tags(each)] if len(models) > 1 else []
        models = tagged or _models_at(models, part)
        if tagged or part == "[key]" or (isinstance(at, int) and not isinstance(given, list)):
            continue
        path.append(part)
        given = _within(given, at)
    return tuple(path)


def _within(given: object, at: int | str) -> object:
    match given:
        case Mapping():
            return given.get(at)
        case list() if isinstance(at, int) and at < len(given):
            return given[at]
        case _:
            return None


def _models_at(models: Iterable[type[BaseModel]], name: str) -> list[type[BaseModel]]:
    fields = (each.model_fields.get(name) for each in models)
    inner = (each for field in fields if field for each in _classes(field.annotation))
    return [each for each in inner if issubclass(each, BaseModel)]


def _tags(model: type[BaseModel]) -> tuple[str, ...]:
    """What a model is known by among others, if it has a `kind`."""
    kind = model.model_fields.get("kind")
    return tuple(map(str, get_args(kind.annotation))) if kind else ()


def _classes(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type):
        yield annotation
    for each in get_args(annotation):
        yield from _classes(each)


def _as_expected(
    expected: str, name: str, value: object, others: Iterable[str], tongue: Tongue
) -> str:
    """How the setting `name` is written, or which of `others` is meant; nothing if it is plain."""
    last = name.rpartition(".")[2]
    if expected == tongue.table and tongue.header:
        return f"{nearest(last, others)}{tongue.header} [{name}]"
    if expected == tongue.list and isinstance(value, str) and tongue is TOML:
        return f"write {last} = [{json.dumps(value, ensure_ascii=False)}]"
    if expected == "a text" and isinstance(value, float):  # most likely a version
        return f'put it in quotes: "{value}"'
    return ""
