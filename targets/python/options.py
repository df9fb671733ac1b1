"""Options of the script target, and the block by which a script says what it needs (PEP 723).

    # /// script
    # requires-python = ">=3.11"
    # dependencies = ["flights"]
    #
    # [tool.uv.sources]
    # flights = { path = "../..", editable = true }
    # ///

With it `uv run generated/python/daily_delays_script.py` runs a script in a fresh clone. What is
not set follows from the project's own `[project]` table.
"""

import json
import posixpath
import re
from typing import TypeAlias

from pydantic import Field

from dagcompile.codegen.code import Code
from dagcompile.target import Home, Options

Source: TypeAlias = dict[str, str | bool]


class PythonOptions(Options):
    """What a script says that it needs. Without dependencies it says nothing."""

    dependencies: tuple[str, ...] | None = Field(
        default=None,
        description="the distributions that a script says it needs; by default that of the project",
    )
    requires_python: str | None = Field(
        default=None,
        description="the versions of Python that it says it runs on; by default the project's",
    )
    uv_sources: dict[str, Source] | None = Field(
        default=None,
        description="where uv finds the dependencies, as in `[tool.uv.sources]`, paths relative to"
        " the script; by default the project's folder for itself",
    )


def complete(options: PythonOptions, home: Home) -> PythonOptions:
    """`options`, and for what they leave open the project itself, found from the script."""
    if home.name is None or home.path is None:
        return options
    found: Source = {"path": posixpath.normpath(posixpath.join("..", home.path)), "editable": True}
    needed = (home.name,) if options.dependencies is None else options.dependencies
    own = any(_distribution(each) == _distribution(home.name) for each in needed)
    sources = options.uv_sources
    if sources is None:
        sources = {home.name: found} if own else {}
    return options.model_copy(
        update={
            "dependencies": needed,
            "requires_python": options.requires_python or home.requires_python,
            "uv_sources": sources,
        }
    )


def metadata(options: PythonOptions) -> tuple[Code, ...]:
    """The lines of the block, and empty ones around it; none where nothing is needed."""
    if not options.dependencies:
        return ()
    lines = ["/// script"]
    if options.requires_python:
        lines.append(f"requires-python = {_toml(options.requires_python)}")
    lines.append(f"dependencies = [{', '.join(map(_toml, options.dependencies))}]")
    if options.uv_sources:
        lines += ["", "[tool.uv.sources]"]
        lines += [f"{_key(name)} = {_table(each)}" for name, each in options.uv_sources.items()]
    lines.append("///")
    return (Code(""), *(Code(f"# {line}".rstrip()) for line in lines), Code(""))


def _distribution(requirement: str) -> str:
    """The distribution that a requirement asks for, as one of several spellings of its name."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement, maxsplit=1)[0]).lower()


def _table(source: Source) -> str:
    return f"{{ {', '.join(f'{_key(name)} = {_toml(each)}' for name, each in source.items())} }}"


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _toml(name)


def _toml(value: str | bool) -> str:  # noqa: FBT001  (it picks no behaviour)
    # JSON has TOML's strings and bools, but for one character that TOML wants escaped.
    return json.dumps(value).replace("\x7f", "\\u007f")
