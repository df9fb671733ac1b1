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
    comparer      both, as one comparer
"""

from dagcompile.changes.comparers.types.comparer import types

__all__ = ["types"]
