"""Texts that only a run meets: what is raised, and what a guard has to tell of."""

from typing import Annotated, Any

from dagcompile import Check, op, pipeline


@op
def raises(text: str) -> int:
    """Raises the text."""
    raise RuntimeError(text)


@op
def lies(text: str) -> int:
    """Gives the text for a number."""
    return text  # type: ignore[return-value]


@op
def lies_inside(text: str) -> dict[str, int]:
    """Gives a table in which the value at the text is wrong."""
    return {text: 0.5}  # type: ignore[dict-item]


def crashes(value: str) -> bool:
    """A check that raises what it is to check."""
    raise LookupError(value)


@op
def crashing(text: str) -> Annotated[str, Check(crashes)]:
    """Gives the text to a check that raises it."""
    return text


def told(text: str) -> Any:
    """A pipeline in which the text is told of in each way."""

    def wired(text: str = text) -> dict[str, Any]:
        raises.named("raises")(text)
        lies.named("lies")(text)
        lies_inside.named("inside")(text)
        crashing.named("crashing")(text)
        return {}

    return pipeline(name="told")(wired)
