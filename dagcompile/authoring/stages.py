"""Stages: steps that begin, succeed and fail as one.

    with stage("prepare"):
        flights = clean(load(day))
    return report(flights)

What is outside waits for the whole stage, which Airflow runs as one task.
"""

import sys
from types import TracebackType
from typing import TYPE_CHECKING

from dagcompile.authoring.scope import CURRENT

if TYPE_CHECKING:
    from dagcompile.authoring.staging import Opened


class Stage:
    """A block of the body of a pipeline: the steps that are called in it are one stage."""

    def __init__(self, opened: "Opened") -> None:
        self._opened = opened

    def __enter__(self) -> None:
        self._opened.begin()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._opened.end(raised=error is not None)

    def __repr__(self) -> str:
        return f"<stage {self._opened.name}>"


def stage(name: str, /) -> Stage:
    """A block of a pipeline whose steps are one stage, of that name.

    It begins when all is there that its steps need from outside, and what needs something of it is
    run if no step of it failed. Where each step would be run on its own, the stage is run in one go
    and hands values on in memory: in Airflow it is one task, called `name`.

    Args:
        name: unlike that of any other stage or step of the pipeline.

    Raises:
        CompileError: called outside the body of a pipeline.
    """
    tracer = CURRENT.get()
    if tracer is not None:
        return Stage(tracer.open_stage(name, sys._getframe(1)))
    from dagcompile.authoring.problems import called_stage

    raise called_stage(sys._getframe(1))
