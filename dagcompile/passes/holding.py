"""What values of a type may hold that does not travel by its type: secrets, and what only its own
class knows.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from dagcompile.ir.records import ClassType, FactType, Refined, Type, TypeKey
from dagcompile.ir.uses import parts_of
from dagcompile.passes.relation.layouts import library_of

Asked: TypeAlias = Literal["open classes", "secrets"]
"""The features that are asked for by what values hold."""


def held(
    key: TypeKey, types: Mapping[TypeKey, Type], asks: Mapping[TypeKey, Asked]
) -> Iterator[tuple[Asked, TypeKey]]:
    """What a value of the type holds that a target may lack: the feature, and a type of it."""
    seen, waiting = {key}, [key]
    while waiting:
        found = waiting.pop()
        if found in asks:
            yield asks[found], found
        parts = [each for each in parts_of(types[found]) if each not in seen]
        seen.update(parts)
        waiting += parts


def asking(types: Mapping[TypeKey, Type]) -> Mapping[TypeKey, Asked]:
    """The types that ask for a feature wherever they are held."""
    asks: dict[TypeKey, Asked] = {}
    for key, type_ in types.items():
        if isinstance(type_, ClassType) and (type_.ref.module, type_.ref.name) in _HIDING:
            asks[key] = "secrets"
        elif (isinstance(type_, ClassType) and not library_of((type_.ref,))) or (
            isinstance(type_, FactType) and not type_.file
        ):  # frames are files
            asks[key] = "open classes"
        elif isinstance(type_, Refined) and type_.secret:
            asks[key] = "secrets"
    return asks


_HIDING = {("pydantic.types", "SecretStr"), ("pydantic.types", "SecretBytes")}
"""Classes of secrets, which are secrets without being declared as such."""
