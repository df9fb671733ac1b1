"""Which parts of two versions of a pipeline are the same."""

from dagcompile.changes.records import Names, Sides
from dagcompile.ir.queries import index_of
from dagcompile.ir.records import Pipeline


def sides_of(old: Pipeline, new: Pipeline) -> Sides:
    """Both versions in the names of the new one."""
    return Sides(
        old=index_of(old.meaning),
        new=index_of(new.meaning),
        old_pipeline=old,
        new_pipeline=new,
        names=Names(),
    )
