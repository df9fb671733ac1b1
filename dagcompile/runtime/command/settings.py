"""A file that gives a run its params and changes its configs.

    params:
      day: 2013-01-01
    config:
      clean:
        max_delay: 300

YAML, TOML or JSON, by the ending of its name. What is read is made of JSON's types, which say what
is text. A date that stands bare in YAML or TOML is a `Text`, to be read by the type it is for.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from dagcompile.runtime.extras import needs
from dagcompile.runtime.reading.leaves import Text
from dagcompile.runtime.reading.problems import Problem, near

SECTIONS = ("params", "config")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a file says: values of params by name, and changes of configs by node."""

    params: Mapping[str, Any] = field(default_factory=dict)
    config: Mapping[str, Any] = field(default_factory=dict)


class BadFile(ValueError):
    """A file cannot be read, or is not laid out as it should be; `problems` says why.

    `settings` is what it says for all that; None where that cannot be known.
    """

    def __init__(self, *problems: Problem, settings: Settings | None = None) -> None:
        super().__init__(*problems)
        self.problems = problems
        self.settings = settings


def read_settings(path: str) -> Settings:
    """The settings in the file `path`.

    Raises:
        BadFile: it cannot be read, or has other sections than it should have.
        ModuleNotFoundError: it is YAML, and PyYAML is not installed.
    """
    try:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise BadFile(Problem(path, f"cannot be read: {said}")) from None
    data = _parsed(path, text)
    if not text.strip() or data is None:
        raise BadFile(
            Problem(path, f"it is empty; it may have: {', '.join(SECTIONS)}"),
            settings=Settings(),
        )
    if not isinstance(data, dict):
        raise BadFile(Problem(path, f"expected {' and '.join(SECTIONS)}, got {_kind(data)}"))
    sections = _plain(data)
    problems = [
        *(
            Problem(f"{path}: {name}", f"there is no such section{_nearest(name)}")
            for name in sections
            if name not in SECTIONS
        ),
        *(
            Problem(f"{path}: {name}", f"expected names with values, got {_kind(sections[name])}")
            for name in SECTIONS
            if not isinstance(sections.get(name) or {}, dict)
        ),
    ]
    found = {name: each for name in SECTIONS if isinstance(each := sections.get(name), dict)}
    settings = Settings(**found)
    if problems:
        raise BadFile(*problems, settings=settings)
    return settings


def _parsed(path: str, text: str) -> Any:
    ending = os.path.splitext(path)[1].lower()
    try:
        match ending:
            case ".json":
                return json.loads(text, object_pairs_hook=_once) if text.strip() else None
            case ".toml":
                import tomllib

                return tomllib.loads(text)
            case ".yaml" | ".yml":
                return _yaml(text)
            case _:
                pass
    except (ValueError, RecursionError) as error:
        raise BadFile(Problem(path, f"it is not {ending[1:].upper()}: {error}")) from None
    raise BadFile(Problem(path, "a file of .yaml, .yml, .toml or .json is expected"))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"the key {name!r} is there twice")
    return dict(pairs)


def _yaml(text: str) -> Any:
    with needs("yaml"):
        import yaml

    class Loader(yaml.SafeLoader):  # type: ignore[misc]  # yaml has no annotations
        """Refuses a key that is there twice."""

        def flatten_mapping(self, node: Any) -> None:
            seen: set[tuple[str, str]] = set()
            for key, _ in node.value:
                if (said := (key.tag, str(key.value))) in seen:
                    line = key.start_mark.line + 1
                    raise ValueError(f"the key {key.value!r} is there twice, again on line {line}")
                seen.add(said)
            super().flatten_mapping(node)

    loader = Loader(text)
    try:
        if not loader.check_data():
            return None
        data = loader.get_data()
        if loader.check_data():
            raise ValueError("there is more than one document in it")
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from None
    finally:
        loader.dispose()
    return data


def _plain(data: Any) -> Any:
    """`data` with names for keys, and texts for dates and times."""
    match data:
        case dict():
            return {_name(key): _plain(each) for key, each in data.items()}
        case list() | tuple() | set():
            return [_plain(each) for each in data]
        case date() | time():
            return Text(data.isoformat())
        case _:
            return data


def _name(key: Any) -> str:
    plain = _plain(key)
    return plain if isinstance(plain, str) else json.dumps(plain, default=str)


def _kind(data: object) -> str:
    return {"str": "a text", "list": "a list", "NoneType": "nothing"}.get(
        type(data).__name__, "something else"
    )


def _nearest(name: str) -> str:
    return near(name, SECTIONS) or f"; there are: {', '.join(SECTIONS)}"
