"""Categories of a column of pandas, as a person reads them.

expected category['x', 'y'], got category['x', 'z']: it lacks 'y', it has 'z'
"""

from heapq import nsmallest
from typing import Any

_SHOWN = 6
"""How many categories are shown of one dtype."""
_TOLD = 3
"""How many are shown of those that only one of two dtypes has."""


def category_text(dtype: Any) -> str:
    """A dtype of categories, by the first of them: as the order of an ordered one has it, else in
    that of the alphabet.
    """
    held = dtype.categories
    texts = list(map(repr, held[:_SHOWN])) if dtype.ordered else nsmallest(_SHOWN, map(repr, held))
    if len(held) > _SHOWN:
        texts.append(f"… {len(held) - _SHOWN:,} more")
    return f"category[{', '.join([*texts, *(['ordered'] if dtype.ordered else [])])}]"


def categories_apart(wanted: Any, dtype: Any) -> str:
    """What tells `dtype` from the dtype `wanted` of pandera; "" where one has no categories."""
    if getattr(wanted, "categories", None) is None or getattr(dtype, "categories", None) is None:
        return ""
    ours, theirs = set(map(repr, wanted.categories)), set(map(repr, dtype.categories))
    told = [
        f"it {verb} {', '.join(nsmallest(_TOLD, texts))}"
        f"{f' and {len(texts) - _TOLD:,} more' if len(texts) > _TOLD else ''}"
        for verb, texts in (("lacks", ours - theirs), ("has", theirs - ours))
        if texts
    ]
    if not told and bool(wanted.ordered) != bool(dtype.ordered):
        told.append(f"it is {'' if dtype.ordered else 'not '}ordered")
    elif not told and dtype.ordered:
        told.append("they are in another order")
    return ", ".join(told)
