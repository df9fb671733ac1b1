"""Types that moved, from both ends: what they are, and where they are named."""

from collections.abc import Iterator

from dagcompile.changes.comparers.types.definitions import definitions
from dagcompile.changes.comparers.types.places import places
from dagcompile.changes.comparers.types.sight import Sight
from dagcompile.changes.records import Change, Sides


def types(sides: Sides) -> Iterator[Change]:
    """What differs in the types of params, outputs, ports and configs, and in what they are."""
    sight = Sight(sides)
    yield from definitions(sight)
    yield from places(sight)
