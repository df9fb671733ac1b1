"""The graph of `idle` as names, for what is not compiled. Standard library only: peers read it."""


def needs(nodes: int) -> dict[str, tuple[str, str]]:
    """The two values that each step takes; `start` is the param."""
    found = {"s0": ("start", "start")}
    for number in range(1, nodes):
        found[f"s{number}"] = (f"s{number - 1}", f"s{number // 2}")
    return found
