"""What is said where `op` or `pipeline` is given something that it cannot make one of.

    @op
    @property
    def total(self) -> int: ...     # TypeError: op takes a function, not property; write ...

They are raised where the module is imported, which tells of them at the author's line.
"""

from dagcompile.authoring.handles import Handle
from dagcompile.runtime.retry import Retry


def not_an_op(fn: object) -> TypeError:
    """Why `fn` cannot be an op, and what to write."""
    cls: type = type(fn)
    if cls is Handle:
        return TypeError("op takes a function, not a handle; write op(function)(handle)")
    if isinstance(fn, classmethod):
        return TypeError(
            "op takes a function, not a classmethod; leave the method as it is,"
            " and write op(Class.method) at module level"
        )
    if isinstance(fn, property):
        return TypeError(
            "op takes a function, not a property; make it a function at module level"
            " that takes the object as an input"
        )
    if isinstance(fn, str):
        return TypeError(f"op takes a function, not text; a node is named by .named({fn!r})")
    if cls.__name__ == "Expectation":
        return TypeError("op takes a function, not an expectation; write @op(expect=[expect(...)])")
    if isinstance(fn, Retry) or cls.__name__ == "Guard":
        return TypeError(
            f"op takes a function, not {cls.__name__};"
            f" write @op({cls.__name__.lower()}={cls.__name__}(...))"
        )
    if cls.__name__ == "Pipeline":
        return TypeError("op takes a function, not a pipeline; pipelines cannot be nested yet")
    return TypeError(f"op takes a function, not {cls.__name__}")


def not_a_pipeline(fn: object) -> TypeError:
    """Why `fn` cannot be a pipeline, and what to write."""
    cls: type = type(fn)
    if isinstance(fn, str):
        return TypeError(f"pipeline takes a function, not text; write @pipeline(name={fn!r})")
    if cls.__name__ == "Op":
        return TypeError(
            "pipeline takes a function, not an op; decorate a function that calls the op"
        )
    if isinstance(fn, staticmethod | classmethod | property):
        return TypeError(
            f"pipeline takes a function, not {cls.__name__}; define it at module level"
        )
    instead = "; write a def that calls the ops" if callable(fn) else ""
    return TypeError(f"pipeline takes a function, not {cls.__name__}{instead}")
