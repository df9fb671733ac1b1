"""Depths of guards as texts: what a verdict, a setting and the command line say.

read_depth("sample(1000)")      Sample(count=1000)
"""

import re
from typing import assert_never

from dagcompile.ir.records import Depth, Sample

_WORDS: dict[str, Depth] = {"full": "full", "schema": "schema"}
_SAMPLE = re.compile(r"sample\(([1-9][0-9]{0,17})\)")


def depth_text(depth: Depth) -> str:
    """`full`, `schema`, `sample(1000)`."""
    match depth:
        case "full" | "schema":
            return depth
        case Sample(count=count):
            return f"sample({count})"
        case _:
            assert_never(depth)


def read_depth(text: str) -> Depth:
    """The depth of which `text` is the text.

    Raises:
        ValueError: it is of none; says what would be.
    """
    if text in _WORDS:
        return _WORDS[text]
    found = _SAMPLE.fullmatch(text)
    if found is None:
        raise ValueError(f"expected full, schema or sample(1000), got {text!r}")
    return Sample(count=int(found[1]))
