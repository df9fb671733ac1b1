"""The functions of an author that look at values of a type."""

from collections.abc import Iterator

from dagcompile.runtime.types.base import BaseShape
from dagcompile.runtime.types.checks import FunctionCheck
from dagcompile.runtime.types.frames.shape import FrameShape
from dagcompile.runtime.types.refined import RefinedShape
from dagcompile.runtime.types.secrets import within


def authored_checks(shape: BaseShape) -> tuple[str, ...]:
    """What the author's checks of a type and of its parts are called, each once, in order."""
    return tuple(dict.fromkeys(name for each in within(shape) for name in _own(each)))


def _own(shape: BaseShape) -> Iterator[str]:
    match shape:
        case RefinedShape():
            yield from (each.shown for each in shape.checks if isinstance(each, FunctionCheck))
        case FrameShape():
            contract = shape.contract
            columns = (*contract.columns, *contract.index)
            found = (*contract.checks, *(check for each in columns for check in each.checks))
            # The names of pandera's own have no module.
            yield from (each.name for each in found if "." in each.name)
        case _:
            return
