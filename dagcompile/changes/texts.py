"""Facts of a pipeline as people read them beside one another, before and after.

Shown(index).hides(value, type)     whether a literal is not to be told
apart(before, after)                two long texts, cut down to where they differ
listed(["a", "b"])                  "`a` and `b`"
seconds(30.0)                       "30 s"
"""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from dagcompile.ir.queries import Index
from dagcompile.ir.records import Const, TypeKey, Value
from dagcompile.passes.secrets import Secrecy

T = TypeVar("T")

LONGEST = 160
"""Characters of a text that are shown whole."""

AROUND = 40
"""Characters that stay on either side of where two long texts differ."""

HIDDEN = "a secret"


class Shown:
    """Literals of one version of a pipeline; those that stand for secrets are not told."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.secrecy = Secrecy(index.types)

    def hides(self, value: Value, key: TypeKey | None) -> bool:
        """Whether `value`, of the type `key`, is or holds a secret."""
        if key is None or value is None or not self.secrecy.any:
            return False
        return any(True for _ in self.secrecy.written(Const(value=value), key))


def apart(before: str, after: str) -> tuple[str, str]:
    """Both texts; where one is long, without most of what they have in common at their ends."""
    if max(len(before), len(after)) <= LONGEST:
        return before, after
    start = _common(before, after)
    end = min(_common(before[::-1], after[::-1]), min(len(before), len(after)) - start)
    return _cut(before, start, end), _cut(after, start, end)


def brief(text: str) -> str:
    """`text`, its end left out if it is long."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _common(one: Sequence[object], other: Sequence[object]) -> int:
    """How many items both begin with."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _cut(text: str, start: int, end: int) -> str:
    head = text[:start] if start <= AROUND else f"…{text[start - AROUND : start]}"
    tail = text[len(text) - end :] if end <= AROUND else f"{text[len(text) - end :][:AROUND]}…"
    return head + brief(text[start : len(text) - end]) + tail


def inner(old: Sequence[T], new: Sequence[T]) -> tuple[Sequence[T], Sequence[T]]:
    """Both, without what they begin with and end with alike."""
    start = _common(old, new)
    end = min(_common(old[::-1], new[::-1]), min(len(old), len(new)) - start)
    return old[start : len(old) - end], new[start : len(new) - end]


def listed(names: Iterable[str]) -> str:
    """`a`, `b` and `c`; `nothing` where there are none."""
    quoted = [f"`{each}`" for each in names]
    if not quoted:
        return "nothing"
    return " and ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))


def seconds(time: float) -> str:
    """`30 s`, `0.5 s`."""
    return f"{time:.15g} s"
