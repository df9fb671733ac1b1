"""Unions. Members are flattened, merged and sorted, so that equal unions are one.

An optional encodes to null or to the plain form of its other branch; any other union names
the branch: {"type": "int", "value": 1}. The branch is the first that accepts the value, and
rather one that the value fits exactly: 1 in `float | int` is an int.

A value that no branch accepts is judged by the branch of its own class; of several by the one that
it has the fewest violations of, the first of equals. The union as a whole is told where it is of
the class of none, or where another branch holds a secret.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from dagcompile.runtime.types.base import (
    BaseShape,
    Extent,
    Json,
    Violation,
    mismatch,
    undecodable,
    unencodable,
)
from dagcompile.runtime.types.cycles import apart
from dagcompile.runtime.types.nominal import AnyShape, LiteralShape
from dagcompile.runtime.types.scalars import ScalarShape
from dagcompile.runtime.types.secrets import holds_secret

if TYPE_CHECKING:
    from dagcompile.runtime.types.answers import Measured
    from dagcompile.runtime.types.files import FileForm
    from dagcompile.runtime.types.shapes import Shape

NONE = ScalarShape("None")


@dataclass(frozen=True)
class UnionShape(BaseShape):
    """A value of at least one of `members`, which `union_of` flattens and sorts."""

    members: "tuple[Shape, ...]"

    def parts(self) -> tuple["Shape", ...]:
        return self.members

    def _text(self) -> str:
        return " | ".join(member.text for member in self.members)

    @cached_property
    def exact(self) -> frozenset[type]:
        """Classes whose own instances are all accepted."""
        scalars = (member.exact for member in self.members if isinstance(member, ScalarShape))
        return frozenset[type]().union(*scalars)

    def accepts(self, value: object) -> bool:
        return type(value) in self.exact or any(member.accepts(value) for member in self.members)

    def accepts_all(self, values: Iterable[object]) -> bool:
        return self.exact.issuperset(map(type, values)) or all(map(self.accepts, values))

    def exactly(self, value: object) -> bool:
        return any(member.accepts(value) and member.exactly(value) for member in self.members)

    def shallow(self) -> "Shape":
        return union_of(member.shallow() for member in self.members)

    def sampled(self, count: int) -> "Shape":
        return UnionShape(tuple(member.sampled(count) for member in self.members))

    def belongs(self, value: object) -> bool:
        return any(member.belongs(value) for member in self.members)

    def violations(self, value: object, path: str = "") -> Iterator[Violation]:
        if self.accepts(value):
            return
        near = [member for member in self.members if member.belongs(value)]
        nearest = min(near, key=lambda member: _distance(member, value), default=None)
        if nearest is None or any(map(holds_secret, set(self.members) - {nearest})):
            # What another member keeps secret may be what this value holds.
            yield mismatch(self, value, path)
        elif len(near) == 1:
            yield from nearest.violations(value, path)
        else:
            said = f"judged as {nearest.text}, which it is nearest to"
            for each in nearest.violations(value, path):
                yield replace(each, message=each.message or said)

    def extent(self, value: object) -> Extent | None:
        found = (member.extent(value) for member in self.members)
        return next((extent for extent in found if extent is not None), None)

    @property
    def nullable(self) -> bool:
        return NONE in self.members

    @cached_property
    def _plain(self) -> "Shape | None":
        """The other branch of an optional, when it needs no tag."""
        others = [member for member in self.members if member != NONE]
        alone = len(others) == 1 and not others[0].nullable
        return others[0] if alone else None

    def _branch(self, value: object) -> "Shape":
        fitting = [member for member in self.members if member.accepts(value)]
        if not fitting:
            raise unencodable(self, value)
        if len(fitting) == 1:
            return fitting[0]
        return next((member for member in fitting if member.exactly(value)), fitting[0])

    def encode(self, value: Any) -> Json:
        if value is None and NONE in self.members:
            return None
        if self._plain is not None:
            return self._plain.encode(value)
        branch = self._branch(value)
        return {"type": branch.text, "value": branch.encode(value)}

    def decode(self, data: Json) -> Any:
        if data is None and NONE in self.members:
            return None
        if self._plain is not None:
            return self._plain.decode(data)
        if not isinstance(data, dict) or data.keys() != {"type", "value"}:
            raise undecodable(self, data)
        for member in self.members:
            if member.text == data["type"]:
                return member.decode(data["value"])
        raise undecodable(self, data)

    def measured(self, value: object) -> "Mapping[str, Measured]":
        return self._plain.measured(value) if self._plain is not None else {}

    def file_form(self) -> "FileForm | None":
        return self._plain.file_form() if self._plain is not None else None

    def obstacle_beyond(self, seen: frozenset[BaseShape]) -> str | None:
        found = (member.obstacle_beyond(seen) for member in self.members)
        return next((reason for reason in found if reason), None)


_MOST_COUNTED = 100
"""Violations by which members are compared."""


def _distance(member: "Shape", value: object) -> int:
    """How many violations there are of `member`, as far as they are counted."""
    with apart():
        return sum(1 for _ in islice(member.violations(value), _MOST_COUNTED))


def union_of(members: "Iterable[Shape]") -> "Shape":
    """The union of `members`: the same for any order, nesting and repetition of them.

    Literals are merged into one, and a union with Any is Any.
    """
    flat: list[Shape] = []
    literals: list[object] = []
    for member in members:
        for part in member.members if isinstance(member, UnionShape) else (member,):
            if isinstance(part, AnyShape):
                return part
            if isinstance(part, LiteralShape):
                literals += part.values
            elif part not in flat:
                flat.append(part)
    if literals:
        flat.append(LiteralShape(tuple(literals)))
    flat.sort(key=lambda part: (part == NONE, part.text))
    return flat[0] if len(flat) == 1 else UnionShape(tuple(flat))
