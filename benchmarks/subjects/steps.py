"""What the steps of `idle` do, without dagcompile."""


def same(value: int, other: int) -> int:
    """What it was given first."""
    return value
