"""Text that is already Python source.

Code("ops.clean(flights)")     may be written into an artifact
"ops.clean(flights)"           may not: it is somebody's text, and goes through `quote` first
"""


class Code(str):
    """Python source. Only layout, literals and names make it; only it reaches an artifact."""

    __slots__ = ()
