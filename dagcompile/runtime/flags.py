"""The command line of a generated script, read off the signature of its function.

def daily(run: Run, *, day: date, top: Annotated[int, Bounds(ge=1)] = 5) -> Report: ...
# python daily.py --day 2013-01-01 --top 3 --events events.jsonl
"""

import argparse
import inspect
import json
from collections.abc import Callable, Mapping
from typing import Any, get_type_hints

from dagcompile.runtime.types import (
    EnumShape,
    LiteralShape,
    RefinedShape,
    ScalarShape,
    Shape,
    Undecodable,
    Violation,
    shape_of,
)

USAGE = 2
"""Exit status for a command line that is wrong."""


def parser_for(
    function: Callable[..., Any], *, name: str
) -> tuple[argparse.ArgumentParser, dict[str, Shape]]:
    """A parser with a typed flag for each keyword-only parameter of `function`; their shapes."""
    parser = argparse.ArgumentParser(
        prog=name,
        description=inspect.getdoc(inspect.getmodule(function)),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    hints = get_type_hints(function, include_extras=True)
    shapes: dict[str, Shape] = {}
    params = parser.add_argument_group("params of the pipeline")
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY:
            shape = shape_of(hints[parameter.name])
            shapes[parameter.name] = shape
            _add(params, parameter, shape)
    run = parser.add_argument_group("the run")
    run.add_argument(
        "--events", metavar="FILE", help="append events to FILE, one JSON object a line"
    )
    run.add_argument("--run-id", metavar="ID", help="name of this run (default: made up)")
    return parser, shapes


def _add(group: Any, parameter: inspect.Parameter, shape: Shape) -> None:
    required = parameter.default is inspect.Parameter.empty
    help_ = _help(shape)
    help_ += "" if required else f" (default: {_shown(parameter.default)})"
    flag = "--" + parameter.name.replace("_", "-")
    settings: dict[str, Any] = {
        "dest": f"param_{parameter.name}",
        "required": required,
        "default": argparse.SUPPRESS,
        "help": help_.replace("%", "%%"),
    }
    if isinstance(shape, ScalarShape) and shape.name == "bool":
        group.add_argument(flag, action=argparse.BooleanOptionalAction, **settings)
    else:
        settings["metavar"] = _metavar(shape)
        group.add_argument(flag, type=_reader(shape), **settings)


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
            return "{" + ",".join(shape.cls.__members__) + "}"
        case LiteralShape():
            return "{" + ",".join(str(each) for each in shape.values) + "}"
        case ScalarShape():
            return shape.name.upper()
        case _:
            return "VALUE"


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
    for data in _readings(text):
        try:
            value = shape.decode(data)
        except Undecodable:
            continue
        found = list(shape.violations(value))
        if not found:
            return value
        raise ValueError("; ".join(_complaint(each) for each in found))
    raise ValueError(f"{text!r} is not {shape.text}")


def _readings(text: str) -> list[Any]:
    """`text` as JSON where it is some, and as it stands."""
    try:
        return [json.loads(text), text]
    except ValueError:
        return [text]


def _complaint(violation: Violation) -> str:
    where = f"{violation.path}: " if violation.path else ""
    return f"{where}expected {violation.expected}, got {violation.value}"


def params_from(arguments: Mapping[str, Any], shapes: Mapping[str, Shape]) -> dict[str, Any]:
    """The params among the parsed `arguments`."""
    return {name: arguments[f"param_{name}"] for name in shapes if f"param_{name}" in arguments}
