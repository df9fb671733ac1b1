"""Params that are the partition of a run, as the IR has them; what is wrong is recorded."""

from typing import Any

from dagcompile.authoring.problems import closest
from dagcompile.authoring.signatures import Slot
from dagcompile.authoring.sites import Site
from dagcompile.ir import records as ir
from dagcompile.runtime import partitions

_LENGTHS: dict[type, ir.Length] = {
    partitions.Hourly: "hour",
    partitions.Daily: "day",
    partitions.Weekly: "week",
    partitions.Monthly: "month",
    partitions.Yearly: "year",
}
_NAMES = {each.__name__.lower(): each.__name__ for each in _LENGTHS}


def partition_of(site: Site, slot: Slot, period: Any) -> ir.Partition:
    """The partition that param `slot` is; a mistake is recorded, and one of days goes on."""
    what = f"param `{slot.name}` of pipeline `{site.tracer.name}`"
    length = _LENGTHS.get(type(period))
    if length is None:
        site.refuse("DC175", f"{what} is a partition by {_said(period)}", fix=_fix(period))
        return ir.Partition(length="day")
    wanted = type_of(length)
    if slot.annotated and _scalar(slot.type, site.tracer.types) != wanted:
        site.refuse(
            "DC175",
            f"{what} is a partition by {length}, named by a {wanted}, and of type `{slot.type}`",
            fix=f"annotate it {wanted}; what else is wanted can be made of it in an op",
        )
    return ir.Partition(length=length, offset=period.offset)


def type_of(length: ir.Length) -> str:
    """The scalar type of what names such a stretch of time."""
    return "datetime" if length == "hour" else "date"


def _scalar(key: ir.TypeKey, types: dict[ir.TypeKey, ir.Type]) -> str:
    """The scalar that a type is, checks left out; empty where it is none."""
    type_ = types[key]
    while isinstance(type_, ir.Refined):
        type_ = types[type_.base]
    return type_.name if isinstance(type_, ir.Scalar) else ""


def _said(period: Any) -> str:
    if isinstance(period, type):
        return f"class {period.__qualname__}"
    return repr(period) if isinstance(period, str) else f"an object of {type(period).__qualname__}"


def _fix(period: Any) -> str:
    name = period.__name__ if isinstance(period, type) else period
    near = closest(name.lower(), _NAMES) if isinstance(name, str) else ""
    if near:
        return f"write partition({_NAMES[near]}())"
    return f"write one of {', '.join(f'partition({each}())' for each in _NAMES.values())}"
