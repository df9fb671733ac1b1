"""A module that knows nothing of dagcompile."""

from collections.abc import Callable


def double(number: int) -> int:
    return number * 2


def untyped(value, times=2):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    return value


def make() -> Callable[[int], int]:
    def inner(number: int) -> int:
        return number

    return inner


def renamed(number: int) -> int:
    return number


other_name = renamed
renamed = 3  # type: ignore[assignment]


def lost(number: int) -> int:
    return number


kept = lost
del lost


class Callables:
    """An object that can be called, and a function in a class."""

    def __call__(self, number: int) -> int:
        return number

    @staticmethod
    def triple(number: int) -> int:
        return number * 3
