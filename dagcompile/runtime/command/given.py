"""What a command was given, complete: params and configs from a file, and above it the flags."""

from collections.abc import Mapping
from typing import Any

from dagcompile.runtime.command.flags import Asked, Flags
from dagcompile.runtime.reading.problems import Problem, near
from dagcompile.runtime.reading.wording import words
from dagcompile.runtime.types import shape_of
from dagcompile.runtime.types.secrets import holds_secret


def complete(flags: Flags, asked: Asked) -> dict[str, Any]:
    """Add to `asked` what its file says and its flags do not; gives the configs that change.

    Whatever is wrong joins `asked.problems`.

    Raises:
        ModuleNotFoundError: the file is YAML, and PyYAML is not installed.
    """
    path = asked.options.get("config")
    filed = {} if path is None else _take_file(flags, asked, path)
    layers = [filed or {}, _assignments(flags, asked)]
    for name, flag in flags.params.items():
        missing = flag.required and name not in asked.params and name not in asked.wrong
        if missing and filed is not None:  # else it may be in the file
            asked.problems.append(Problem(flag.name, f"it is required: {words(flag.of.shape)}"))
    if not any(layers):
        return {}
    from dagcompile.runtime.config import resolved
    from dagcompile.runtime.wiring import wiring_of

    configs, problems = resolved(wiring_of(flags.function), layers)
    asked.problems += problems
    return configs


def _take_file(flags: Flags, asked: Asked, path: str) -> Mapping[str, Any] | None:
    """Add the params in the file; gives its config, None where it is not known what it says."""
    from dagcompile.runtime.command.settings import BadFile, Settings, read_settings

    settings: Settings | None
    try:
        settings = read_settings(path)
    except BadFile as error:
        asked.problems += error.problems
        settings = error.settings
    if settings is None:
        return None
    _take_params(flags, asked, settings.params, file=path)
    return settings.config


def _take_params(flags: Flags, asked: Asked, params: Mapping[str, Any], *, file: str) -> None:
    from dagcompile.runtime.reading.reader import Reader

    reader = Reader()
    for name, data in params.items():
        place = f"{file}: params.{name}"
        if name not in flags.params:
            hint = near(name, flags.params) or f"; there are: {', '.join(flags.params) or 'none'}"
            reader.problems.append(Problem(place, f"there is no such param{hint}"))
        elif name not in asked.params and name not in asked.wrong:
            value = reader.read(flags.params[name].of.shape, data, place)
            asked.params[name] = value
    asked.problems += reader.problems


def _may_be_secret(flags: Flags) -> bool:
    from dagcompile.runtime.wiring import wiring_of

    shapes = [shape_of(type(each)) for each in wiring_of(flags.function).configs.values()]
    return flags.secret or any(map(holds_secret, shapes))


def _assignments(flags: Flags, asked: Asked) -> dict[str, Any]:
    pairs = []
    for each in asked.options.get("set", ()):
        path, equals, text = each.partition("=")
        if equals and path:
            pairs.append((path, text))
        else:
            flag = flags.options["set"].name
            got = "" if _may_be_secret(flags) else f", got {each!r}"
            asked.problems.append(Problem(flag, f"expected KEY=VALUE{got}"))
    if not pairs:
        return {}
    from dagcompile.runtime.config import assigned

    return assigned(pairs)
