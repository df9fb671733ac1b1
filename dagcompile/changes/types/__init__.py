"""Types that moved between two versions of a pipeline: each definition once, then the places that
name another type than before.

    bounds        which limits follow from others
    both          what became of the values of a type: widened, narrowed, changed
    roles         who sees the values of a type
    weighing      how much it matters to them
    differences   what differs in two definitions of one name: records, enums, names, classes
    frames        likewise in two contracts of frames
    definitions   the changes of definitions
    places        the changes of params, outputs, ports
"""

from collections.abc import Iterator

from dagcompile.changes.records import Change, Sides
from dagcompile.changes.types.definitions import definitions
from dagcompile.changes.types.places import places
from dagcompile.changes.types.sight import Sight

__all__ = ["types"]


def types(sides: Sides) -> Iterator[Change]:
    """What differs in the types of params, outputs, ports and configs, and in what they are."""
    sight = Sight(sides)
    yield from definitions(sight)
    yield from places(sight)
