"""What is wrong with what a run on Dask is asked for: alike for flags and for arguments."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

from dagcompile.runtime.dask import placing
from dagcompile.runtime.dask.values.sizes import bytes_of
from dagcompile.runtime.reading.problems import Problem

_SIZES = ("max_graph", "max_result")


def problems(options: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with `options` of a command line, which are called by `names`."""
    yield from placing.problems(options, names)
    for name, text in _wrong(options):
        yield Problem(names[name], text)


def check(**options: Any) -> None:
    """Do nothing where the arguments `options` of a run can be meant.

    Raises:
        ValueError: one cannot.
    """
    for name, text in _wrong(options):
        raise ValueError(f"{name}: {text}")


def _wrong(options: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    wait = options.get("wait")
    if wait is not None and not _is_duration(wait):
        yield "wait", f"expected seconds, at least 0, got {wait!r}"
    for name in _SIZES:
        if options.get(name) is not None:
            try:
                bytes_of(options[name])
            except ValueError as error:
                yield name, str(error)


def _is_duration(wait: object) -> bool:
    if isinstance(wait, bool) or not isinstance(wait, int | float):
        return False
    return wait >= 0 and not math.isnan(wait)
