"""What pydantic found wrong in a file of settings, told to the one who wrote it."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from dagcompile.diagnostics import CompileError, Diagnostic, Label
from dagcompile.project.places import Keys, place_of

Places = Mapping[Keys, Any]


def refused(code: str, message: str, *, fix: str = "") -> CompileError:
    """One diagnostic without a place."""
    return CompileError([Diagnostic(code=code, message=message, fix=fix)])


def did_you_mean(name: str, names: Iterable[str], *, what: str) -> str:
    """A repair that offers the nearest of `names`, and lists them."""
    known = sorted(names)
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}? " if near else ""
    return f"{hint}{what}: {', '.join(known) or 'none'}"


def setting_problems(
    error: ValidationError, model: type[BaseModel], *, code: str, under: Keys, places: Any
) -> tuple[Diagnostic, ...]:
    """A diagnostic for each wrong leaf below the table `under`, in the order of the settings.

    Args:
        error: what validating by `model` raised.
        model: the settings that there are.
        code: of the diagnostics.
        under: path of the table that was validated.
        places: where settings stand, by path.
    """
    found = [
        _problem(
            each["type"], each["msg"], each["loc"], model, code=code, under=under, places=places
        )
        for each in error.errors(include_url=False)
    ]
    return tuple(found)


def _problem(
    kind: str,
    said: str,
    loc: Sequence[str | int],
    model: type[BaseModel],
    *,
    code: str,
    under: Keys,
    places: Any,
) -> Diagnostic:
    keys = (*under, *(str(each) for each in loc))
    name, place = dotted(keys), place_of(keys, places)
    labels = (Label(place=place, text=""),) if place else ()
    if kind == "extra_forbidden":
        fix = did_you_mean(str(loc[-1]), model.model_fields, what="settings are")
        message = f"there is no setting {name}"
    elif kind == "missing":
        fix, message = "", f"the setting {name} is required"
    else:
        fix, message = "", f"{name}: {said[:1].lower()}{said[1:]}"
    return Diagnostic(code=code, message=message, labels=labels, fix=fix)


def dotted(keys: Keys) -> str:
    """The path of a setting as TOML writes it."""
    plain = (each if each.replace("-", "_").isidentifier() else f'"{each}"' for each in keys)
    return ".".join(plain)
