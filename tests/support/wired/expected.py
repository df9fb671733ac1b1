"""Functions that say what is expected of the ops beside them."""

from collections.abc import Iterator

from dagcompile import Secret, Verdict, op


def kept(rows: list[int], result: list[int], *, least: float = 0.5) -> Verdict:
    """Looks at what comes in and what comes out."""
    return Verdict(ok=len(result) >= least * len(rows))


def some(value: list[int]) -> bool:
    """Looks at any list."""
    return len(value) > 0


def small(rows: list[int], /) -> bool:
    """Takes its value by position only."""
    return len(rows) < 10


def text(result: str) -> bool:
    """Looks at a text."""
    return bool(result)


def alike(left: list[int], right: list[int], *, by: int = 0) -> bool:
    """Looks at two values."""
    return abs(len(left) - len(right)) <= by


def starred(*result: list[int]) -> bool:
    """Takes as many as it is given."""
    return bool(result)


def nothing(result: list[int]) -> None:
    """Gives nothing."""


def walks(result: list[int]) -> Iterator[bool]:
    """Gives one answer after another."""
    yield bool(result)


async def waits(result: list[int]) -> bool:
    """Waits."""
    return bool(result)


def hushed(token: str) -> bool:
    """Looks at a secret."""
    return bool(token)


@op
def load(number: int) -> list[int]:
    """Numbers."""
    return list(range(number))


@op
def clean(rows: list[int], *, by: object = object()) -> list[int]:
    """Fewer numbers."""
    return rows[1:]


@op
def opened(token: Secret[str]) -> int:
    """Takes a secret."""
    return len(token)
