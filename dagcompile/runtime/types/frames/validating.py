"""Whether a frame keeps its contract: pandera's own word, whatever the environment says of it."""

import copy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from dagcompile.runtime.types.base import CheckCrashed
from dagcompile.runtime.types.frames.contract import Library

_LEAST_COPYING_PANDAS = 3
"""The major version of pandas from which a shallow copy protects what it is a copy of."""

_kept = threading.local()


def valid(frame: Any, model: Any, *, library: Library) -> bool:
    """Whether pandera finds nothing wrong with `frame`, which stays as it is.

    A lazy frame is collected, for pandera looks at the rows of eager ones only.

    Raises:
        CheckCrashed: a check raised.
    """
    from pandera.errors import SchemaError, SchemaErrorReason, SchemaErrors

    schema = bounded(model)
    try:
        with at_full_depth():
            if library == "pandas":
                schema.validate(*_copied(frame))
            else:
                schema.validate(frame)
    except SchemaError as error:
        if error.reason_code is SchemaErrorReason.CHECK_ERROR:
            raise CheckCrashed(name_of(error.check)) from (error.__cause__ or error)
        return False
    except SchemaErrors:
        return False
    return True


def bounded(model: Any) -> Any:
    """The schema of `model`, whose checks show a few of the rows that fail and not all of them.

    One for each thread, for pandera changes a schema while it uses it.
    """
    made: dict[Any, Any] = _kept.__dict__.setdefault("schemas", {})
    if model not in made:
        made[model] = copy.deepcopy(model.to_schema())
        for check in _checks(made[model]):
            check.n_failure_cases = check.n_failure_cases or 1
    return made[model]


def _checks(schema: Any) -> Iterator[Any]:
    index = getattr(schema, "index", None)
    levels = getattr(index, "indexes", (index,)) if index is not None else ()
    for part in (schema, *schema.columns.values(), *levels):
        yield from part.checks


@contextmanager
def at_full_depth() -> Iterator[None]:
    """Within, pandera looks at schema and rows, whatever its variables of the environment say."""
    from pandera.config import ValidationDepth, config_context

    with config_context(validation_enabled=True, validation_depth=ValidationDepth.SCHEMA_AND_DATA):
        yield


def name_of(check: Any) -> str:
    """How a check of pandera is called."""
    return str(getattr(check, "name", None) or check)


def _copied(frame: Any) -> tuple[Any, ...]:
    """The arguments that keep pandera from changing `frame`, at the least cost."""
    import pandas as pd

    if int(pd.__version__.partition(".")[0]) < _LEAST_COPYING_PANDAS:
        return (frame,)  # which pandera copies whole
    in_place = (None, None, None, None, False, True)
    return (frame.copy(deep=False), *in_place)
