"""The command line of a generated file, read off the signature of its function.

    def daily(run: Run, *, day: date, top: Annotated[int, Bounds(ge=1)] = 5) -> Report: ...
    # python daily_script.py --day 2013-01-01 --top 3 --events events.jsonl

argparse finds the flags. What it finds is read here, so that all that is wrong is told at once.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from dagcompile.runtime.params import Declared, declared_params
from dagcompile.runtime.reading.leaves import Text
from dagcompile.runtime.reading.problems import Problem, near
from dagcompile.runtime.reading.reader import Reader
from dagcompile.runtime.reading.wording import words
from dagcompile.runtime.types import ScalarShape, Shape
from dagcompile.runtime.types.records import MISSING
from dagcompile.runtime.types.secrets import holds_secret

USAGE = 2
"""Exit status for a command line that is wrong."""

TEXT, SWITCH = ScalarShape("str"), ScalarShape("bool")

_NOTHING: Any = object()
"""In place of the value of a flag that was given none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A flag of the run itself. The values of one that may be repeated are a list."""

    name: str
    help: str
    metavar: str = ""
    shape: Shape = TEXT
    short: str = ""
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A flag by what it is for. `spellings` turn a switch on and off, and are one for another."""

    of: Declared | Option
    spellings: tuple[str, ...]
    switch: bool

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return next(each for each in self.spellings if each.startswith("--"))

    @property
    def required(self) -> bool:
        """Whether a run needs it: a param without a default."""
        return isinstance(self.of, Declared) and self.of.required


@dataclass(slots=True, kw_only=True)
class Asked:
    """What a command line says. `wrong` are the params whose flags are there, but wrong."""

    params: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    wrong: set[str] = field(default_factory=set)


class Flags:
    """The flags of the function of a generated file: its params, and the options of a run."""

    def __init__(
        self, function: Callable[..., Any], *, name: str, options: Iterable[Option]
    ) -> None:
        while isinstance(function, partial):
            function = function.func
        self.function = function
        self.name = name
        declared = {each.name: each for each in declared_params(function)}
        self.params = {each: _of_param(one, declared) for each, one in declared.items()}
        taken = {spelling for each in self.params.values() for spelling in each.spellings}
        self.options = {each.name: _of_option(each, taken) for each in options}

    @cached_property
    def secret(self) -> bool:
        """Whether a param is or holds a secret, so that what is typed may be one."""
        return any(holds_secret(each.of.shape) for each in self.params.values())

    def read(self, argv: Sequence[str]) -> Asked:
        """What `argv` says. Nothing raises: see `Asked.problems`."""
        every = {
            **{("params", name): flag for name, flag in self.params.items()},
            **{("options", name): flag for name, flag in self.options.items()},
        }
        parser = argparse.ArgumentParser(prog=self.name, add_help=False, allow_abbrev=False)
        for flag in every.values():
            parser.add_argument(
                *flag.spellings, dest=flag.name, action=_Collect, nargs="?", const=_NOTHING
            )
        found, rest = parser.parse_known_args(argv, argparse.Namespace(given=[]))
        asked = Asked(problems=list(self._strangers(rest)))
        for (kind, name), flag in every.items():
            given = [(spelling, text) for dest, spelling, text in found.given if dest == flag.name]
            if given:
                before = len(asked.problems)
                value = self._value(flag, given, asked.problems)
                if len(asked.problems) == before:
                    getattr(asked, kind)[name] = value
                elif kind == "params":
                    asked.wrong.add(name)
        return asked

    def _strangers(self, rest: Sequence[str]) -> Iterable[Problem]:
        known = [
            spelling
            for flag in (*self.params.values(), *self.options.values())
            for spelling in flag.spellings
        ]
        flagged = False
        for each in rest:
            name = each.partition("=")[0]
            if self.secret and not each.startswith("--"):
                if not flagged or each.startswith("-"):  # it may be one, in the wrong place
                    yield Problem("an argument", "belongs to no flag")
            elif each.startswith("-") and each != "--":
                yield Problem(name, f"there is no such flag{near(name, known)}")
            elif not flagged:  # else it is the value of what there is not
                yield Problem(repr(each), "belongs to no flag")
            flagged = each.startswith("-")

    def _value(self, flag: Flag, given: list[tuple[str, Any]], problems: list[Problem]) -> Any:
        repeated = isinstance(flag.of, Option) and flag.of.repeated
        if len(given) > 1 and not repeated:
            problems.append(Problem(flag.name, "it is given more than once"))
        values = [_one(flag, spelling, text, problems) for spelling, text in given]
        return values if repeated else values[-1]


def _one(flag: Flag, spelling: str, text: Any, problems: list[Problem]) -> Any:
    shape = flag.of.shape
    if flag.switch and text is _NOTHING:
        return isinstance(flag.of, Option) or spelling == flag.spellings[0]
    if text is _NOTHING:
        hint = f"; one that begins with a dash is given as {spelling}=VALUE"
        problems.append(Problem(spelling, f"a value is expected: {words(shape)}{hint}"))
        return MISSING
    if flag.switch and (isinstance(flag.of, Option) or spelling != flag.spellings[0]):
        problems.append(Problem(spelling, f"it takes no value, got {text!r}"))
        return MISSING
    reader = Reader()
    value = reader.read(shape, Text(text), spelling)
    problems += reader.problems
    return value


def _of_param(param: Declared, declared: Iterable[str]) -> Flag:
    spelling = _spelled(param.name)
    if param.shape != SWITCH or f"no_{param.name}" in declared:
        return Flag(of=param, spellings=(spelling,), switch=False)
    return Flag(of=param, spellings=(spelling, f"--no{spelling[1:]}"), switch=True)


def _of_option(option: Option, taken: Iterable[str]) -> Flag:
    spelling = _spelled(option.name)
    if spelling in taken:
        spelling = f"--dagcompile{spelling[1:]}"
    spellings = (option.short, spelling) if option.short else (spelling,)
    return Flag(of=option, spellings=spellings, switch=option.shape == SWITCH)


def _spelled(name: str) -> str:
    return "--" + name.replace("_", "-")


class _Collect(argparse.Action):
    """Notes each flag as it is given, with its text."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        namespace.given.append((self.dest, option_string, values))


def read_param(text: str, shape: Shape) -> Any:
    """The value that `text` means as a param of type `shape`: plain text for scalars, else JSON.

    Raises:
        ValueError: `text` is not a value of that type; says what is wrong where.
    """
    reader = Reader()
    value = reader.read(shape, Text(text), "")
    if reader.problems:
        raise ValueError("; ".join(map(str, reader.problems)))
    return value
