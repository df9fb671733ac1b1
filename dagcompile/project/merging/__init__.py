"""Two branches that both changed a generated file, to the file of both changes.

    versions = read_versions(base, ours, theirs)
    merged_file(versions, "generated/daily.ir.json")

What is merged is the IR; from it artifacts are emitted anew. No code of any branch is run.
"""

from dagcompile.project.merging.files import Versions, merged_file, read_versions

__all__ = ["Versions", "merged_file", "read_versions"]
