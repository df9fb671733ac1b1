"""Options of targets that a pipeline holds, read by the models of the targets that are named.

Every target that is named is asked, built for or not: a mistyped option would have no effect, and
nobody would notice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from dagcompile.diagnostics import CompileError, Diagnostic, Label, Place
from dagcompile.ir.options import node_options_of, option_place, options_of, targets_named
from dagcompile.ir.records import Pipeline
from dagcompile.project.config import as_json
from dagcompile.project.problems import PYTHON, known_at, located, setting_said
from dagcompile.target import Target, find_target


def option_problems(pipeline: Pipeline, places: Mapping[str, Place]) -> tuple[Diagnostic, ...]:
    """What is wrong with what `pipeline` asks of targets: one that is not there (DC186), options
    that it does not have or values that they do not take (DC188).
    """
    found: list[Diagnostic] = []
    for name, nodes in _named(pipeline).items():
        try:
            target = find_target(name)
        except CompileError as error:
            found += [_missing(each, name, nodes, places) for each in error.diagnostics]
        else:
            found += _wrong(target, pipeline, places)
    return tuple(found)


def _named(pipeline: Pipeline) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for target, node in targets_named(pipeline):
        found.setdefault(target, []).append(node)
    return found


def _missing(
    said: Diagnostic, target: str, nodes: list[str], places: Mapping[str, Place]
) -> Diagnostic:
    """That there is no such target, where it is named first."""
    key = option_place(nodes[0], target)
    labels = (Label(place=places[key], text="named here"),) if key in places else ()
    if said.code != "DC502":
        return Diagnostic(code=said.code, message=said.message, labels=labels, fix=said.fix)
    whose = f"`{nodes[0]}`" if nodes[0] else "the pipeline"
    return Diagnostic(
        code="DC186",
        message=f"{whose} has options for the target {target!r}, and there is none of that name",
        labels=labels,
        fix=f"{said.fix}; or install the package that brings it",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whose:
    """Of what the options are: of the pipeline, or of `node`."""

    target: Target
    node: str

    @property
    def text(self) -> str:
        return f"`{self.node}`" if self.node else "the pipeline"


def _wrong(target: Target, pipeline: Pipeline, places: Mapping[str, Place]) -> Iterator[Diagnostic]:
    own = options_of(pipeline, target.name)
    if own:
        whose = _Whose(target=target, node="")
        yield from _problems(own, target.options, target.node_options, whose, places)
        for option in sorted(target.options.of_projects & own.keys()):
            yield _diagnostic(
                f"{target.name}.{option} is an option of projects, not of a single pipeline",
                f"set it in pyproject.toml, in [tool.dagcompile.target.{target.name}]",
                (target.name, option),
                whose,
                places,
            )
    for node, options in node_options_of(pipeline, target.name).items():
        whose = _Whose(target=target, node=node)
        if target.node_options is None:
            yield _none_of_nodes(options, whose, places)
        else:
            yield from _problems(options, target.node_options, target.options, whose, places)


def _none_of_nodes(
    options: Mapping[str, Any], whose: _Whose, places: Mapping[str, Place]
) -> Diagnostic:
    name = whose.target.name
    return _diagnostic(
        f"{whose.text} has the option {name}.{next(iter(options))}, and the {name} target has no"
        " options for nodes",
        "remove it",
        (name, next(iter(options))),
        whose,
        places,
    )


def _problems(
    options: Mapping[str, Any],
    model: type[BaseModel],
    other: type[BaseModel] | None,
    whose: _Whose,
    places: Mapping[str, Place],
) -> Iterator[Diagnostic]:
    """What the model says of options. `other` has those of nodes where these are a pipeline's, and
    the other way round.
    """
    try:
        model.model_validate_json(as_json(options))
    except ValidationError as error:
        for each in error.errors(include_url=False):
            loc = located(each["loc"], model, options)
            path = (whose.target.name, *loc)
            said, fix = setting_said(each, f"{'.'.join(path)} of {whose.text}", model, PYTHON)
            if each["type"] == "extra_forbidden" and other is not None:
                fix = _moved(loc, other, whose) or fix
            yield _diagnostic(said, fix, path, whose, places)


def _moved(loc: tuple[str, ...], other: type[BaseModel], whose: _Whose) -> str:
    """Where an option belongs that stands where it does not, if that is known."""
    name, target = loc[-1], whose.target.name
    if len(loc) == 1 and name in known_at(other, ()):
        if whose.node:
            return f'it is one of pipelines: @pipeline(targets={{"{target}": {{"{name}": ...}}}})'
        return (
            f'it is one of nodes: @op(targets={{"{target}": {{"{name}": ...}}}}), or for all of'
            f' them "nodes": {{"{name}": ...}} here'
        )
    return ""


def _diagnostic(
    message: str, fix: str, path: tuple[str, ...], whose: _Whose, places: Mapping[str, Place]
) -> Diagnostic:
    keys = [option_place(whose.node, *path[:end]) for end in range(len(path), 0, -1)]
    place = next((places[key] for key in keys if key in places), None)
    labels = (Label(place=place, text="said here"),) if place else ()
    return Diagnostic(code="DC188", message=message, labels=labels, fix=fix)
