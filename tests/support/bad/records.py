"""Fields, defaults and params that are wrong."""

from bad.record import Bad

RECORDS = (
    Bad(
        "an output that cannot flow",
        "DC220",
        "field `bad` of `Split`, which op `split` returns,",
        "list[...]",
        "class Split(NamedTuple):\n    good: list[Row]\n    bad: Iterator[Row]\n"
        "@op\ndef split(day: date) -> Split:  # here\n    raise NotImplementedError\n"
        "@op\ndef tell(found: list[Row]) -> str:\n    return ''\n"
        "@pipeline\ndef daily(day: date) -> str:\n    return tell(split(day).good)\n",
    ),
    Bad(
        "a field that cannot flow",
        "DC220",
        "field `rows` of",
        "list[...]",
        "@dataclass\nclass Sheet:\n    rows: Iterator[Row]\nX = Sheet",
    ),
    Bad(
        "a key that is required and not",
        "DC220",
        "both required and not required",
        "TypedDict",
        "class Entry(TypedDict, total=False):\n    key: Required[NotRequired[str]]\nX = Entry",
    ),
    Bad(
        "an element that is bounded wrongly in a field",
        "DC226",
        "nothing is both ge=1 and le=0",
        "correct the bounds",
        "@dataclass\nclass Share:\n    part: Annotated[float, Bounds(ge=1, le=0)]\nX = list[Share]",
    ),
    Bad(
        "a default of None where there is none",
        "DC121",
        "it is None, expected int",
        "widen the annotation",
        "@op\ndef count(day: date, least: int = None) -> int:  # here\n    return 1\n"
        "@pipeline\ndef daily(day: date) -> int:\n    return count(day)\n",
    ),
    Bad(
        "a default that a bound refuses",
        "DC121",
        "it is 0, expected ge=1",
        "change the default",
        "@op\ndef count(day: date) -> int:\n    return 1\n"
        "@pipeline\ndef daily(day: date, top: Annotated[int, Bounds(ge=1)] = 0) -> int:  # here\n"
        "    return count(day)\n",
    ),
    Bad(
        "a param that is an iterator",
        "DC220",
        "parameter `rows` of pipeline `daily`",
        "list[...]",
        "@op\ndef count(rows: list[Row]) -> int:\n    return 1\n"
        "@pipeline\ndef daily(rows: Iterator[Row]) -> int:  # here\n    return count(rows)\n",
    ),
    Bad(
        "an input that may be withheld",
        "DC222",
        "a step runs only when its inputs are there",
        "Maybe[...] where the value is returned",
        "@op\ndef load(day: date) -> Maybe[int]:\n    return 1\n"
        "@op\ndef tell(found: Maybe[int]) -> str:  # here\n    return ''\n"
        "@pipeline\ndef daily(day: date) -> str:\n    return tell(load(day))\n",
    ),
    Bad(
        "a container without parameters",
        "DC224",
        "`list` in the type of",
        "write list[...]",
        "X = dict[str, list]",
        "warning",
    ),
)
"""Fields, defaults and params."""
