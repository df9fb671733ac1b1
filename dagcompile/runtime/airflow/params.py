"""The params of a run, as a task of it reads them.

    day = step.partition("day", date, Daily(), tz="America/New_York")
    top = step.param("top", int)

Airflow keeps them as JSON, and each task decodes those that it takes.
"""

import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Annotated, Any, TypeVar

from dagcompile.runtime.airflow.host import Host
from dagcompile.runtime.airflow.values import param_value
from dagcompile.runtime.params import complaints
from dagcompile.runtime.partitions import Daily, Hourly, Period
from dagcompile.runtime.types import Undecodable, shape_of

T = TypeVar("T")


class Params:
    """What a run was given, and what follows from when it was due."""

    host: Host
    context: Mapping[str, Any]

    def param(self, name: str, type_: Any, *, default: Any = None, unset: Any = None) -> Any:
        """The value of a param of the pipeline, decoded and validated.

        Args:
            default: of the param, where it has one that JSON cannot show.
            unset: the JSON that stands for `default` in the form, and for no value of the type.

        Raises:
            BaseException: for good: the run was given a value that does not fit.
        """
        given = self.context["params"][name]
        if default is not None and given == unset:
            return deepcopy(default)  # which an op may change
        try:
            return param_value(given, type_)
        except Undecodable as error:
            raise self._unfit(f"param {name} of this run is not {error}") from None

    def config(self, node: str, default: T) -> T:
        """The config of `node`: `default`, but for what the run was given of it.

        Raises:
            BaseException: for good: what it was given does not fit.
        """
        from dagcompile.runtime.airflow.settings import configured

        config, problems = configured(node, default, self.context["params"])
        if problems:
            lines = "\n".join(map(str, problems))
            raise self._unfit(f"the config of {node} of this run does not fit\n{lines}")
        return config

    def partition(self, name: str, type_: Any, period: Period, *, tz: str | None = None) -> Any:
        """The value of a param that says which stretch of time the run is of.

        It is what the run was given; else the stretch that its partition key names; else the one
        that `period` tells of the end of its data interval.

        Args:
            tz: zone of the schedule; None where the pipeline has none.

        Raises:
            BaseException: for good: none of these says it, or it does not fit.
        """
        if self.context["params"].get(name) is not None:
            return self.param(name, _whole(type_, period, tz))
        key = self.context.get("partition_key")
        if key is not None:
            value: date = self._named(name, str(key), period, tz)
        elif tz is not None and (end := self.context.get("data_interval_end")) is not None:
            value = period.before(end, tz=tz)
        else:
            raise self._unfit(_untold(name, period, tz))
        if found := complaints(value, shape_of(type_)):
            raise self._unfit(f"param {name} of this run is {value}: {'; '.join(found)}")
        return value

    def _unfit(self, why: str) -> BaseException:
        """What says that the run was given what does not fit."""
        return self.host.final(why)

    def _named(self, name: str, key: str, period: Period, tz: str | None) -> date:
        try:
            return period.named(key, tz=tz)
        except ValueError:
            raise self._unfit(
                f"param {name} of this run is not given, and its partition key {key!r} names no"
                f" {period.noun}; give such a key as {_example(period)!r}, or the param:"
                f" {_conf(name, period)}"
            ) from None


def _whole(type_: Any, period: Period, tz: str | None) -> Any:
    """The type of a value that names a stretch by its beginning."""
    if isinstance(period, Daily):
        return type_
    from dagcompile.runtime.beginnings import begins

    return Annotated[type_, begins(period.noun, tz=tz)]


def _untold(name: str, period: Period, tz: str | None) -> str:
    why = "has no logical date" if tz is not None else "is of no schedule, and has no partition key"
    return (
        f"param {name} of this run is not given, and does not follow from its time: the run {why};"
        f" give the {period.noun} in the form or the conf of a run: {_conf(name, period)}"
    )


def _conf(name: str, period: Period) -> str:
    return json.dumps({name: _example(period)})


def _example(period: Period) -> str:
    return "2026-01-01T05:00:00+00:00" if isinstance(period, Hourly) else "2026-01-01"
