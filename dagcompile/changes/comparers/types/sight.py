"""What all that is told of types looks at: both versions, their types, who sees them."""

from functools import cached_property

from dagcompile.changes.comparers.types.both import Both
from dagcompile.changes.comparers.types.roles import Roles
from dagcompile.changes.records import Sides


class Sight:
    """Two versions as their types are seen. What is asked for first is made then."""

    def __init__(self, sides: Sides) -> None:
        self.sides = sides
        self.both = Both(sides.old.declared, sides.new.declared)

    @cached_property
    def roles(self) -> Roles:
        """Who sees the values of each type."""
        return Roles(self.sides)
