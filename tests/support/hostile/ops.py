"""Ops, types and checks that hold the texts. All are made when this module is imported, so that
generated code finds each under its name.
"""

from collections.abc import Callable
from enum import Enum
from typing import Annotated, Any, Literal, NamedTuple, TypedDict

from pydantic import Field, create_model

from dagcompile import Check, Config, Maybe, op
from hostile.corpus import IDENTIFIERS, TEXTS


class Words(Config):
    """A text in a config."""

    text: str = ""
    by_key: dict[str, str] = {}


def holds(value: str, **params: str) -> bool:
    """A check that any text passes, whatever it is told."""
    return all(type(each) is str for each in (value, *params.values()))


@op
def join(table: dict[str, str]) -> list[tuple[str, str]]:
    """The keys and values of a gathered dict."""
    return list(table.items())


@op
def same(text: str) -> str:
    """The text."""
    return text


@op
def twice(text: str, again: str) -> str:
    """Both texts."""
    return text + again


@op
def table(first: str, second: str, third: str) -> dict[str, str]:
    """Three texts by number."""
    return {"1": first, "2": second, "3": third}


@op
def maybe(text: str) -> Maybe[str]:
    """The text, which might have been withheld."""
    return text


def valid(text: str) -> str:
    """`text` without lone surrogates, of which pydantic takes none."""
    return text.encode(errors="replace").decode()


def keyword(text: str) -> str:
    """`text` where it becomes the name of an argument, of which some are spoken for."""
    return f"the {text}" if text in ("", "self", "__debug__") else valid(text)


def _here(thing: Any, name: str) -> Any:
    """Give `thing` a name in this module."""
    thing.__module__, thing.__name__, thing.__qualname__ = __name__, name, name
    globals()[name] = thing
    return thing


def _kind(number: int, text: str) -> type[Enum]:
    return _here(Enum(f"Kind{number}", {member_name(text): text, "other_": 1}), f"Kind{number}")  # type: ignore[no-any-return]


def member_name(text: str) -> str:
    """`text` where an enumeration takes it as the name of a member."""
    private = text.startswith("_") or text in ("", "mro")
    return f"text {text}" if private else text


def _aliased(number: int, text: str) -> type[Config]:
    model = create_model(
        f"Aliased{number}", __base__=Config, value=(str, Field(default="", alias=keyword(text)))
    )
    return _here(model, f"Aliased{number}")  # type: ignore[no-any-return]


def _keys(number: int, text: str) -> Any:
    """A dict with one known key."""
    make: Any = TypedDict  # called with a name that a checker cannot know
    return _here(make(f"Keys{number}", {text: str}), f"Keys{number}")


def _echo(number: int, text: str) -> Any:
    """An op whose types hold `text` and whose literals are to come back."""
    kind, aliased, keys = _kind(number, text), _aliased(number, text), _keys(number, text)

    def echo(
        text: Any,
        data: Any,
        table: Any,
        choice: Any,
        member: Any,
        checked: Any,
        keyed: Any,
        rest: Any,
        config: Any,
    ) -> list[Any]:
        given = [text, data, table, choice, member, checked, keyed, rest]
        return [*given, config.text, config.by_key]

    checked = Annotated[
        str, Check(holds, text or "unnamed", said=text), Check(holds, None, **{keyword(text): text})
    ]
    echo.__annotations__ = {
        "text": str,
        "data": bytes,
        "table": dict[str, str],
        "choice": Literal[text, b"\x00"],
        "member": kind,
        "checked": checked,
        "keyed": keys,
        "rest": list[Any],
        "config": Words,
        "return": list[Any],
    }
    echo.__doc__ = text

    def odd(text: Any, config: Any) -> str:
        return f"{text}{config.value}"

    odd.__annotations__ = {"text": str, "config": aliased, "return": str}
    odd.__doc__ = f"{text}\n\nMore: {text}"
    globals()[f"odd{number}"] = op(_here(odd, f"odd{number}"))
    globals()[f"echo{number}"] = op(_here(echo, f"echo{number}"))


def _takes(number: int, name: str) -> None:
    """An op with an input `name`, and one with an output of that name where it may have one."""
    source = f"def takes({name}: str, other: str = 'o') -> str:\n    return {name} + other\n"
    made: dict[str, Callable[..., Any]] = {}
    exec(source, made)
    globals()[f"takes{number}"] = op(_here(made["takes"], f"takes{number}"))
    if name.startswith("_"):
        return
    make: Any = NamedTuple  # called with names that a checker cannot know
    record = make(f"Ports{number}", [(name, str), ("other_port", Maybe[str])])
    _here(record, f"Ports{number}")

    def gives(text: Any) -> Any:
        return record(text, text)

    gives.__annotations__ = {"text": str, "return": record}
    globals()[f"gives{number}"] = op(_here(gives, f"gives{number}"))


for _number, _text in enumerate(TEXTS):
    _echo(_number, _text)
for _number, _name in enumerate(IDENTIFIERS):
    _takes(_number, _name)
