"""Steps whose values are big: a chain that hands on as much as it takes."""

from typing import Any

from dagcompile import Pipeline, op, pipeline

MEGABYTE = 1 << 20


@op
def made(megabytes: int) -> bytes:
    """The first value."""
    return b"x" * (megabytes * MEGABYTE)


@op
def changed(data: bytes) -> bytes:
    """Another value of the same size."""
    return b"y" * len(data)


@op
def measured(data: bytes) -> int:
    """Something small."""
    return len(data)


def heavy(steps: int) -> Pipeline[..., Any]:
    """The pipeline of so many big values."""

    def heavy(megabytes: int) -> int:
        data = made(megabytes)
        for number in range(1, steps):
            data = changed.named(f"s{number}")(data)
        return measured(data)

    return pipeline(heavy)


def by_hand(steps: int) -> str:
    """The same as a careful author writes it: a value is dropped when nothing needs it any more."""
    lines = ["    s0 = made(megabytes)"]
    for number in range(1, steps):
        lines += [f"    s{number} = changed(s{number - 1})", f"    del s{number - 1}"]
    head = "def by_hand(made, changed, measured, megabytes):"
    return "\n".join([head, *lines, f"    return measured(s{steps - 1})", ""])
