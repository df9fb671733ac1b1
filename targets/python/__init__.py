"""Plain Python scripts: importable, runnable, nothing but Python and the run time needed."""

from dagcompile.targets.python.target import TARGET

__all__ = ["TARGET"]
