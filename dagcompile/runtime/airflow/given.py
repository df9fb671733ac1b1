"""What a run was given, looked at as a whole: by its first task, where the form cannot say it all.

given = Given()
given.param("since", datetime)
given.config("clean", contracts.Cutoff(max_delay=300))
given.check()
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from dagcompile.runtime.airflow.host import Host, final_text
from dagcompile.runtime.airflow.importing import Importing
from dagcompile.runtime.airflow.params import Params
from dagcompile.runtime.partitions import Period
from dagcompile.runtime.reading.problems import near

T = TypeVar("T")

_FIX = "trigger another run with what fits"


class _Unfit(Exception):
    """A param or config does not fit."""


class Given(Params, Importing):
    """The params and configs of the run of the current task: takes the calls that steps make, and
    keeps what is wrong with them.
    """

    node = "params"

    def __init__(self, host: Host) -> None:
        self.host = host
        self.context = host.context
        self.problems = unknown(self.context)

    def param(self, name: str, type_: Any, *, default: Any = None, unset: Any = None) -> Any:
        """Look at a param."""
        try:
            return super().param(name, type_, default=default, unset=unset)
        except _Unfit as unfit:
            self.problems.append(str(unfit))

    def partition(self, name: str, type_: Any, period: Period, *, tz: str | None = None) -> Any:
        """Look at a param that says which stretch of time the run is of."""
        try:
            return super().partition(name, type_, period, tz=tz)
        except _Unfit as unfit:
            self.problems.append(str(unfit))

    def config(self, node: str, default: T) -> T:
        """Look at what changes the config of a node."""
        try:
            return super().config(node, default)
        except _Unfit as unfit:
            self.problems.append(str(unfit))
            return default

    def check(self) -> None:
        """Let the run fail before its first step, where anything is wrong.

        Raises:
            BaseException: for good, with all that is.
        """
        if self.problems:
            raise self.host.final("\n".join([*self.problems, _FIX]))

    def _unfit(self, why: str) -> BaseException:
        return _Unfit(why)

    def _failed(self, error: BaseException, *, again: bool) -> None:
        """No step has failed, so no event tells of it."""

    def _final(self, error: BaseException) -> BaseException:
        return self.host.final(final_text(error))


def unknown(context: Mapping[str, Any]) -> list[str]:
    """What is to be said of the keys that a run was given and its DAG has no param for."""
    dag, run = context.get("dag"), context.get("dag_run")
    conf = getattr(run, "conf", None) or {}
    known = list(getattr(dag, "params", ()))
    return [
        f"this run was given {name!r}, and there is no such param"
        f"{near(str(name), known) or _listed(known)}"
        for name in conf
        if name not in known
    ]


def refuse_unknown(host: Host) -> None:
    """Let a step fail for good where its run was given what nobody reads.

    Raises:
        BaseException: it was.
    """
    if found := unknown(host.context):
        raise host.final("\n".join([*found, _FIX]))


def _listed(known: list[str]) -> str:
    return f"; the params are: {', '.join(known) or 'none'}"
