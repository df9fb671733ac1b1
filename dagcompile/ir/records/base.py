"""How a record is made, and the names by which records refer to one another."""

from dataclasses import dataclass
from typing import TypeAlias, dataclass_transform


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(cls: type) -> type:
    """Make `cls` a frozen, slotted, keyword-only dataclass."""
    return dataclass(frozen=True, slots=True, kw_only=True)(cls)


TypeKey: TypeAlias = str
"""Name of an entry of the type table: the type's canonical text, e.g. `list[app.ops.Row]`."""

OpKey: TypeAlias = str
"""Name of an entry of the op table: `module:qualified.name`, for native work with `#` and a digest
of how it is used.
"""


@record
class Ref:
    """An importable object: attribute path `name` of module `module`."""

    module: str
    name: str
