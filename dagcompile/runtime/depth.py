"""How deep a guard looks into a value.

"full"            all of it: every element, every row, every stored field
"schema"          its class, and the columns and dtypes of a frame: never a scan
sample(1000)      1,000 of its elements or rows, evenly spaced, each in full

Kept light at import: what generated files say of depth is read by those that only look at them.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from dagcompile.runtime.types.shapes import Shape


@dataclass(frozen=True, slots=True)
class Sample:
    """At most `count` elements of a container, or rows of a frame. Made by `sample`."""

    count: int

    def __str__(self) -> str:
        return f"sample({self.count})"

    __repr__ = __str__


Depth: TypeAlias = Literal["full", "schema"] | Sample


def sample(count: int, /) -> Sample:
    """A guard that looks at `count` elements of a large value, evenly spaced.

        @op(guard=Guard(depth=sample(1000)))

    The first and the last are among them, and they are the same on every run and machine. A value
    that has no more than `count` is looked at in full.

    Raises:
        TypeError: `count` is no int.
        ValueError: it is less than 1.
    """
    if type(count) is not int:
        raise TypeError(f"sample() takes how many, not {count!r}; write sample(1000)")
    if count < 1:
        raise ValueError(f"sample({count}) looks at nothing: it takes at least 1")
    return Sample(count)


def at_depth(shape: "Shape", depth: Depth) -> "Shape":
    """The values that a guard of `shape` accepts at `depth`: what it accepts in full, or more."""
    if depth == "full":
        return shape
    found = shape.depths.get(depth)
    if found is None:
        found = shape.depths[depth] = _wider(shape, depth)
    return found


def _wider(shape: "Shape", depth: Depth) -> "Shape":
    if isinstance(depth, Sample):
        return shape.sampled(depth.count)
    from dagcompile.runtime.types.refined import hidden
    from dagcompile.runtime.types.secrets import holds_secret

    shallow = shape.shallow()
    return hidden(shallow) if holds_secret(shape) else shallow
