"""Two versions of a pipeline and the one that both come from, to one with the changes of both.

merged = merge(base, ours, theirs)
merged.pipeline       the pipeline that a build of the merged sources would give
merged.conflicts      what both sides changed, each in its own way
"""

from dagcompile.changes.merging.merge import merge
from dagcompile.changes.merging.records import Conflict, Merged

__all__ = ["Conflict", "Merged", "merge"]
