"""What a generated file says to `--help`."""

import inspect
import shutil
import textwrap
from collections.abc import Iterable, Iterator

from dagcompile.runtime.command.arguments import documented
from dagcompile.runtime.command.flags import Flag, Flags, Option
from dagcompile.runtime.config import settings_of
from dagcompile.runtime.params import Declared
from dagcompile.runtime.reading.wording import asked, placeholder, shown
from dagcompile.runtime.wiring import Wiring

_LEFT = 22
"""Characters of a flag beside which its text begins; that of a longer one begins below it."""


def help_text(flags: Flags, wiring: Wiring) -> str:
    """Usage, what the pipeline says of itself, its params, the options, the keys of configs."""
    width = max(40, min(shutil.get_terminal_size().columns - 2, 100))
    text, described = documented(inspect.getdoc(inspect.getmodule(flags.function)) or "")
    params = [
        (_left(flag), _param(flag.of, described.get(name, "")))
        for name, flag in flags.params.items()
        if isinstance(flag.of, Declared)
    ]
    options = [
        (_left(flag), flag.of.help)
        for flag in flags.options.values()
        if isinstance(flag.of, Option)
    ]
    keys = [
        (
            f"{path}={placeholder(shape)}",
            _joined(said, asked(shape), f"(default: {shown(value, shape)})"),
        )
        for path, said, shape, value in settings_of(wiring)
    ]
    parts = [
        _usage(flags, width),
        text,
        *_section("params of the pipeline", params, width),
        *_section("the run", options, width),
        *_section("config keys, for --set or a file", keys, width),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _usage(flags: Flags, width: int) -> str:
    needed = [
        _left(flag)
        for flag in flags.params.values()
        if isinstance(flag.of, Declared) and flag.of.required
    ]
    start = f"usage: {flags.name}"
    # A flag is not parted from its value, so its space is none until the lines are broken.
    words = " ".join([start, *(each.replace(" ", "\0") for each in needed), "[options]"])
    indent = " " * min(len(start) + 1, 24)
    lines = textwrap.wrap(
        words, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines).replace("\0", " ")


def _left(flag: Flag) -> str:
    spelled = ", ".join(flag.spellings)
    if flag.switch:
        return spelled
    metavar = flag.of.metavar if isinstance(flag.of, Option) else ""
    return f"{spelled} {metavar or placeholder(flag.of.shape)}"


def _param(param: Declared, description: str) -> str:
    ending = "(required)" if param.required else f"(default: {shown(param.default, param.shape)})"
    return _joined(description, asked(param.shape), ending)


def _joined(description: str, type_: str, ending: str) -> str:
    """Description, type and ending, of which the first two may be empty."""
    said = description.rstrip(".")
    return " ".join(filter(None, ["; ".join(filter(None, [said, type_])), ending]))


def _section(title: str, rows: Iterable[tuple[str, str]], width: int) -> Iterator[str]:
    lines: list[str] = []
    for left, right in rows:
        wrapped = textwrap.wrap(right, width - _LEFT - 4, break_on_hyphens=False)
        if len(left) <= _LEFT and wrapped:
            lines.append(f"  {left:<{_LEFT}}  {wrapped.pop(0)}")
        else:
            lines.append(f"  {left}")
        lines += [f"{'':{_LEFT + 4}}{each}" for each in wrapped]
    if lines:
        yield "\n".join([f"{title}:", *lines])
