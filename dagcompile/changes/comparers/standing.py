"""To whom a class matters: who gives its values, who reads them, or steps that hand them on.

Classes(sides).of(Ref(module="app", name="Row"))       Standing("output", ("rows",))
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from dagcompile.changes.comparers.types.roles import CONFIG, PUBLISHED, Role, Roles
from dagcompile.changes.records import Sides
from dagcompile.ir.records import (
    ClassType,
    EnumType,
    FactType,
    FrameType,
    RecordType,
    Ref,
    TypeKey,
)

Kind: TypeAlias = Literal["parts", "param", "read", "config", "inside"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What matters most of a class. That guards know values by their `parts`, whatever the class is
    called; that they are given to params, or `read` from outputs and assets: `names`; or that all
    of them are configs, or go from step to step.
    """

    kind: Kind
    names: tuple[str, ...] = ()


class Classes:
    """The classes of the new version, by their import paths."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self.keys: Mapping[Ref, tuple[TypeKey, ...]] = _keys(sides)

    def of(self, ref: Ref) -> Standing:
        """What matters most of the class at `ref`."""
        types = [self._sides.new.declared[key] for key in self.keys[ref]]
        if all(
            isinstance(each, FrameType)
            or (isinstance(each, RecordType) and each.form == "typeddict")
            for each in types
        ):
            return Standing("parts")
        roles = dict.fromkeys(role for key in self.keys[ref] for role in self.roles.of(key))
        if given := _names(role for role in roles if role.kind == "param"):
            return Standing("param", given)
        if read := _names(role for role in roles if role.kind in PUBLISHED):
            return Standing("read", read)
        return Standing("config" if tuple(roles) == (CONFIG,) else "inside")

    @cached_property
    def roles(self) -> Roles:
        """Who sees the values of each type."""
        return Roles(self._sides)


def _names(roles: Iterable[Role]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(role.name for role in roles))


def _keys(sides: Sides) -> Mapping[Ref, tuple[TypeKey, ...]]:
    found: dict[Ref, list[TypeKey]] = defaultdict(list)
    for entry in sides.new.meaning.types:
        if isinstance(entry.type, RecordType | EnumType | ClassType | FactType | FrameType):
            found[entry.type.ref].append(entry.key)
    return {ref: tuple(keys) for ref, keys in found.items()}
