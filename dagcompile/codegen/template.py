"""The template environment: templates place code, they do not make it.

    {{ signature }}          signature is Code: printed
    {{ pipeline.name }}      a str: refused, it has not been through `quote` or `identifiers`
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dagcompile.codegen.code import Code
from dagcompile.codegen.errors import InternalError

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment


class NotCode(TypeError):
    """A template printed something that is not `Code`."""


def environment(loader: "BaseLoader") -> "Environment":
    """An environment for the templates of `loader`. Loads jinja2."""
    from jinja2 import Environment, StrictUndefined

    made = Environment(
        loader=loader,
        autoescape=False,  # escaping is for HTML; code is made by `quote`
        undefined=StrictUndefined,
        finalize=_only_code,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["lines"] = lines
    return made


def render(env: "Environment", template: str, **context: object) -> Code:
    """The text of a template.

    Raises:
        InternalError: it printed something that is not `Code`, or names something unknown.
    """
    from jinja2 import TemplateError

    try:
        return Code(env.get_template(template).render(**context))
    except (NotCode, TemplateError) as error:
        raise InternalError(f"{_place(env, template, error)}: {error}") from error


def lines(codes: Iterable[Code]) -> Code:
    """Pieces of code, one below the other. Also a filter: `{{ imports | lines }}`."""
    found = list(codes)
    for each in found:
        _only_code(each)
    return Code("\n".join(found))


def _only_code(value: object) -> object:
    from jinja2 import Undefined

    if isinstance(value, Undefined):
        str(value)  # raises, and names the variable
    if type(value) is not Code:
        raise NotCode(f"it prints a {type(value).__name__}, not Code")
    return value


def _place(env: "Environment", template: str, error: Exception) -> str:
    """The innermost template line that `error` passed, and what stands there."""
    place = f"template {template!r}"
    trace = error.__traceback__
    names = set(env.list_templates())
    while trace is not None:
        frame = trace.tb_frame
        name = frame.f_globals.get("name")
        if "__jinja_template__" in frame.f_globals or name in names:
            place = _line_of(env, str(name), trace.tb_lineno) or place
        trace = trace.tb_next
    return place


def _line_of(env: "Environment", name: str, number: int) -> str:
    if env.loader is None:
        return ""
    source = env.loader.get_source(env, name)[0].split("\n")
    return f"line {number} of template {name!r}, `{source[number - 1].strip()}`"
