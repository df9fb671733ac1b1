"""The command line of a generated script, read off the signature of its function.

def daily(run: Run, *, day: date, top: Annotated[int, Bounds(ge=1)] = 5) -> Report: ...
# python daily.py --day 2013-01-01 --top 3 --events events.jsonl
"""

import argparse
import inspect
import json
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from dagcompile.runtime.params import Declared, complaints, declared_params
from dagcompile.runtime.types import (
    EnumShape,
    LiteralShape,
    RefinedShape,
    ScalarShape,
    Shape,
    Undecodable,
)

USAGE = 2
"""Exit status for a command line that is wrong."""

_JSON_ONLY = frozenset({"None", "bool", "timedelta"})
"""Scalars without a plain text."""
_TEXT_ONLY = frozenset({"str", "Path"})
"""Scalars of which every text is one: what looks like JSON is not read as such."""


def parser_for(
    function: Callable[..., Any], *, name: str
) -> tuple[argparse.ArgumentParser, dict[str, Shape]]:
    """A parser with a typed flag for each keyword-only parameter of `function`; their shapes."""
    parser = argparse.ArgumentParser(
        prog=name,
        description=inspect.getdoc(inspect.getmodule(function)),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        add_help=False,
    )
    declared = declared_params(function)
    shapes = {each.name: each.shape for each in declared}
    params = parser.add_argument_group("params of the pipeline")
    for each in declared:
        _add(params, each, shapes)
    run = parser.add_argument_group("the run")
    run.add_argument(
        free("--events", shapes),
        dest="events",
        metavar="FILE",
        help="append events to FILE, one JSON object a line",
    )
    run.add_argument(
        free("--run-id", shapes),
        dest="run_id",
        metavar="ID",
        help="name of this run (default: made up)",
    )
    run.add_argument("-h", free("--help", shapes), action="help", help="show this and end")
    return parser, shapes


def free(flag: str, params: Collection[str]) -> str:
    """`flag`, or a longer one where a param of the pipeline has it."""
    taken = flag in {_flag(name) for name in params}
    return f"--dagcompile{flag[1:]}" if taken else flag


def _flag(name: str) -> str:
    return "--" + name.replace("_", "-")


def _add(group: Any, parameter: Declared, shapes: Mapping[str, Shape]) -> None:
    shape = parameter.shape
    required = parameter.required
    help_ = _help(shape)
    help_ += "" if required else f" (default: {_shown(parameter.default)})"
    flag = _flag(parameter.name)
    switch = isinstance(shape, ScalarShape) and shape.name == "bool"
    settings: dict[str, Any] = {
        "dest": f"param_{parameter.name}",
        "required": required,
        "default": argparse.SUPPRESS,
        "help": help_.replace("%", "%%"),
    }
    if switch and f"no_{parameter.name}" not in shapes:
        group.add_argument(flag, action=_Switch, **settings)
    else:
        settings["metavar"] = _metavar(shape)
        group.add_argument(flag, type=_reader(shape), **settings)


class _Switch(argparse.BooleanOptionalAction):
    """`--x` and `--no-x`, also where the param itself is called `no_cache`."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        setattr(namespace, self.dest, option_string == self.option_strings[0])


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else repr(value)


def _help(shape: Shape) -> str:
    """The type of a param in words: its base, then what is asked of it."""
    if isinstance(shape, RefinedShape):
        return ", ".join([_help(shape.base), *(check.text for check in shape.checks)])
    return shape.text


def _metavar(shape: Shape) -> str:
    match shape:
        case RefinedShape():
            return _metavar(shape.base)
        case EnumShape():
            return _choices(list(shape.cls.__members__))
        case LiteralShape():
            return _choices([_typed(shape.encode(each)) for each in shape.values])
        case ScalarShape():
            return shape.name.upper()
        case _:
            return "VALUE"


def _choices(words: list[str]) -> str:
    # argparse breaks its usage into words, and fails where one has a bracket in it
    plain = all(re.fullmatch(r"[\w.,:+-]+", word) for word in words)
    return "{" + ",".join(words) + "}" if plain else "VALUE"


def _typed(data: Any) -> str:
    """What is typed to mean `data`."""
    return data if isinstance(data, str) else json.dumps(data)


def _reader(shape: Shape) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        try:
            return read_param(text, shape)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return read


def read_param(text: str, shape: Shape) -> Any:
    """The value that `text` means as a param of type `shape`: plain text for scalars, else JSON.

    Raises:
        ValueError: `text` is not a value of that type; says what is wrong where.
    """
    for data in _readings(text, shape):
        try:
            value = shape.decode(data)
        except Undecodable:
            continue
        found = complaints(value, shape)
        if not found:
            return value
        raise ValueError("; ".join(found))
    raise ValueError(f"{text!r} is not {shape.text}")


def _readings(text: str, shape: Shape) -> list[Any]:
    """What `text` may stand for, first the likelier."""
    while isinstance(shape, RefinedShape):
        shape = shape.base
    scalar = shape.name if isinstance(shape, ScalarShape) else None
    if scalar in _TEXT_ONLY:
        return [text]
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return [text]
    return [data, text] if scalar is None or scalar in _JSON_ONLY else [text, data]


def params_from(arguments: Mapping[str, Any], shapes: Mapping[str, Shape]) -> dict[str, Any]:
    """The params among the parsed `arguments`."""
    return {name: arguments[f"param_{name}"] for name in shapes if f"param_{name}" in arguments}
