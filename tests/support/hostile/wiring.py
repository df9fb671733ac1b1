"""Pipelines with a text in every place that an author has for one, and what they return.

made = values(7)            every literal, and the docstrings
made = names(7)             the ids of pipeline and nodes
made = identifiers(7)       the names of params, inputs and outputs
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from dagcompile import first_of, pipeline
from dagcompile.authoring.pipelines import Pipeline
from hostile import ops
from hostile.corpus import IDENTIFIERS, TEXTS
from hostile.ops import keyword, member_name, valid


@dataclass(frozen=True)
class Made:
    """A pipeline around one text, and what it returns when it is run without params."""

    name: str
    text: str
    pipeline: Pipeline[..., Any]
    expected: dict[str, Any]


def values(number: int) -> Made:
    """Every literal, and the docstrings."""
    text = TEXTS[number]
    op: Any = vars(ops)[f"echo{number}"]
    odd: Any = vars(ops)[f"odd{number}"]
    kind, aliased = vars(ops)[f"Kind{number}"], vars(ops)[f"Aliased{number}"]
    data = text.encode("utf-8", "surrogatepass")
    moment = datetime(2024, 2, 29, 12, tzinfo=timezone(timedelta(hours=1), valid(text)))
    rest = [text, (text, {text}), Path(valid(text)), moment, {1: [text]}]
    config = ops.Words(text=valid(text), by_key={valid(text): valid(text)})
    alias = aliased(**{keyword(text): valid(text)})

    def wired(given: Any, choice: Any, path: Any) -> Any:
        return {
            "echo": op(
                text,
                data,
                {text: text},
                text,
                kind[member_name(text)],
                text,
                {text: text},
                rest,
                config=config,
            ),
            "keys": ops.join({text: ops.same(given), "other": given}),
            "odd": odd(text, config=alias),
            "path": path,
            text or "empty": choice,
        }

    choices: Any = Literal.__getitem__((text, b"\x00"))
    wired.__annotations__ = {
        "given": Annotated[str, Field(description=text)],
        "choice": choices,
        "path": Path,
        "return": dict[str, Any],
    }
    wired.__defaults__ = (text, text, Path(valid(text)))
    wired.__doc__ = text
    given_back = [text, data, {text: text}, text, kind[member_name(text)], text, {text: text}, rest]
    expected = {
        "echo": [*given_back, valid(text), {valid(text): valid(text)}],
        "keys": [(text, text), ("other", text)],
        "odd": f"{text}{valid(text)}",
        "path": Path(valid(text)),
        text or "empty": text,
    }
    name = f"values{number}"
    return Made(name, text, pipeline(name=name)(wired), {"result": expected})


def names(number: int) -> Made:
    """The ids of the pipeline and of nodes; two ids are those of guards beside one another."""
    text = TEXTS[number]

    def wired(given: str = "v") -> list[str]:
        first = ops.same.named(text)(given)
        pick = first_of.named(f"pick {text}")(ops.maybe(first), first)
        last = ops.twice.named(f"{text}.last").after(pick)(first, pick)
        return [first, pick, last]

    wired.__doc__ = f"{text}\n\n    {text}"
    made = pipeline(name=text)(wired)
    return Made(f"names{number}", text, made, {"result": ["v", "v", "vv"]})


def identifiers(number: int) -> Made:
    """The names of params, inputs and outputs; a node is called like the param."""
    name = IDENTIFIERS[number]
    # An op's own `self` is in the way of an input of that name.
    given = name if name == "self" else f"{name}={name}"
    source = f"""
def wired({name}: str = "v") -> list[str]:
    first = H.takes{number}({given}, other="1")
    again = H.takes{number}.named({name!r})({name}, other="2")
    last = {f"H.gives{number}(again).{name}" if not name.startswith("_") else f"H.same({name})"}
    return [first, again, last, {name}]
"""
    made: dict[str, Callable[..., Any]] = {"H": ops}  # type: ignore[dict-item]
    exec(source, made)
    wired = made["wired"]
    wired.__module__ = __name__
    last = "v" if name.startswith("_") else "v2"
    called = f"identifiers{number}"
    expected = {"result": ["v1", "v2", last, "v"]}
    return Made(called, name, pipeline(name=called)(wired), expected)
