r"""Docstrings without their indentation, the same whichever Python reads them.

    dedented("Load.\n\n      All.\n    Of it.\n    ")    "Load.\n\n  All.\nOf it."

The compiler of Python 3.13 and later removes the common indentation itself, and `inspect.cleandoc`
changed with it; what is left to do here gives one text for both.
"""

import sys

from dagcompile.authoring.callables import under


def whole_text(fn: object) -> str:
    """The docstring of a function, without its indentation."""
    own = fn if hasattr(fn, "__qualname__") else under(fn)  # not that of the class of an object
    text = getattr(own, "__doc__", None)
    return dedented(text) if isinstance(text, str) else ""


def first_paragraph(fn: object) -> str:
    """The first paragraph of the docstring of a function.

    Nothing for one of the standard library: each Python has its own words for those.
    """
    package = str(getattr(fn, "__module__", None)).partition(".")[0]
    return "" if package in sys.stdlib_module_names else whole_text(fn).partition("\n\n")[0]


def dedented(text: str) -> str:
    """`text` without the margin of its lines after the first, and without empty lines around it.

    Only spaces count as indentation, after tabs have become spaces.
    """
    first, *rest = text.expandtabs().split("\n")
    margin = min((len(line) - len(line.lstrip(" ")) for line in rest if line.strip(" ")), default=0)
    lines = [first.lstrip(" "), *(line[margin:] for line in rest)]
    filled = [number for number, line in enumerate(lines) if line.strip(" ")]
    return "\n".join(lines[filled[0] : filled[-1] + 1]) if filled else ""
