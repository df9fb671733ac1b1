"""The template environment: templates place code, they do not make it.

{{ signature }}          signature is Code: printed
{{ pipeline.name }}      a str: refused, it has not been through `quote` or `identifiers`
"""

from collections.abc import Iterable
from linecache import getline
from pathlib import Path
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
        autoescape=False,  # noqa: S701 escaping is for HTML; code is made by `quote`
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
        raise InternalError(f"{_place(template, error)}: {error}") from error


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


def _place(template: str, error: Exception) -> str:
    """The innermost line of a template that `error` passed, and what stands there."""
    place = f"template {template!r}"
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if "__jinja_exception__" in trace.tb_frame.f_globals:  # a frame that jinja2 made up
            name = template if code.co_filename == "<template>" else Path(code.co_filename).name
            line = getline(code.co_filename, trace.tb_lineno).strip()
            place = f"line {trace.tb_lineno} of template {name!r}" + (f", `{line}`" if line else "")
        trace = trace.tb_next
    return place
