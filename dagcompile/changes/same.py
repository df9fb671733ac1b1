"""Whether parts of two pipelines are the same: as their JSON is, whatever Python says of values."""

from dagcompile.ir.compact import compact


def same(old: object, new: object) -> bool:
    """Whether two records, tuples of them, or values are written alike.

    So 1, True and 1.0 are three values where any literal may stand, and one where a number of
    seconds does.
    """
    if old is new:
        return True
    return type(old) is type(new) and old == new and compact(old) == compact(new)
