"""The params of a generated function: what its signature declares, and whether values fit.

    def daily(run: Run, *, day: date, top: Annotated[int, Bounds(ge=1)] = 5) -> Report: ...

    complete(daily, {"day": date(2013, 1, 1)})    # {"day": date(2013, 1, 1), "top": 5}
    complete(daily, {"top": 0})                   # ParamError: day is missing; top: expected ge=1

A param is a keyword-only parameter. One without an annotation takes anything.
"""

import inspect
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import Any, get_type_hints

from dagcompile.runtime.reading.problems import faults
from dagcompile.runtime.types import CheckCrashed, Shape, Unencodable, shape_of


class ParamError(ValueError):
    """Params that a run was given do not fit. `problems` says for each by name what is wrong."""

    def __init__(self, pipeline: str, problems: Mapping[str, list[str]]) -> None:
        super().__init__(pipeline, problems)
        self.pipeline = pipeline
        self.problems = problems

    def __str__(self) -> str:
        lines = [f"the params of {self.pipeline} do not fit"]
        lines += [f"  {name}: {'; '.join(found)}" for name, found in self.problems.items()]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One param as its function declares it."""

    name: str
    shape: Shape
    default: Any = inspect.Parameter.empty

    @property
    def required(self) -> bool:
        """Whether it has no default."""
        return self.default is inspect.Parameter.empty


def declared_params(function: Callable[..., Any]) -> list[Declared]:
    """The params of `function`, in its order."""
    hints = get_type_hints(function, include_extras=True)
    return [
        Declared(name=each.name, shape=shape_of(hints.get(each.name, Any)), default=each.default)
        for each in inspect.signature(function).parameters.values()
        if each.kind is inspect.Parameter.KEYWORD_ONLY
    ]


def bound(
    pipeline: Callable[..., Any], given: Mapping[str, Any], *, name: str | None = None
) -> tuple[Callable[..., Any], dict[str, Any]]:
    """The function of a generated file, and all of the params to call it with.

    Args:
        pipeline: that function, or a partial of it, which may hold params of any name.
        given: params beside those of the partial.
        name: of the pipeline, for messages.

    Raises:
        ParamError: a param is not of its type, missing, or not one of the pipeline's.
    """
    function, given = parted(pipeline, given)
    return function, complete(function, given, name=name)


def parted(
    pipeline: Callable[..., Any], given: Mapping[str, Any]
) -> tuple[Callable[..., Any], Mapping[str, Any]]:
    """What `pipeline` is where it is no partial, and its params: those of the partial, too."""
    while isinstance(pipeline, partial):
        given = {**pipeline.keywords, **given}
        pipeline = pipeline.func
    return pipeline, given


def complete(
    function: Callable[..., Any], given: Mapping[str, Any], *, name: str | None = None
) -> dict[str, Any]:
    """All params of `function`: those given, and copies of its defaults that are this run's own.

    Raises:
        ParamError: a param is not of its type, missing, or not one of the function's.
    """
    params: dict[str, Any] = {}
    problems: dict[str, list[str]] = {}
    declared = declared_params(function)
    for each in declared:
        if each.name in given:
            params[each.name] = given[each.name]
            found = complaints(given[each.name], each.shape)
        elif each.required:
            found = ["it is missing, and has no default"]
        else:
            params[each.name] = deepcopy(each.default)
            found = []
        if found:
            problems[each.name] = found
    names = [each.name for each in declared]
    known = ", ".join(names) or "none"
    for unknown in (each for each in given if each not in names):
        problems[unknown] = [f"there is no such param; the params are: {known}"]
    if problems:
        raise ParamError(name or function.__name__, problems)
    return params


def written(function: Callable[..., Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """`params` as JSON builtins where they have such a form: equal ones are written the same."""
    forms = dict(params)
    for each in declared_params(function):
        try:
            forms[each.name] = each.shape.encode(params[each.name])
        except (Unencodable, CheckCrashed):
            continue
    return forms


def complaints(value: object, shape: Shape) -> list[str]:
    """What keeps `value` from being of type `shape`, a check that crashes included."""
    return [str(each) for each in faults(value, shape)]
