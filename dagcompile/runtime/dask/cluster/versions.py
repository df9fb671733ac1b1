"""Whether the processes of a cluster have the versions that this one has.

Tasks, and what Dask says of them, travel by pickle: between two releases of Dask, or two minor
versions of Python, one may not read what the other wrote. Other libraries often can.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dagcompile.runtime.dask.cluster.hosts import SCHEDULER, named

_DASK = ("dask", "distributed")
_EVERYWHERE = ("cloudpickle", "msgpack")
"""What every process of a cluster reads and writes with, beside Dask itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Differing:
    """A package that is of another version elsewhere.

    Args:
        here: its version in this process.
        there: the hosts that have another, by their version.
        breaks: whether a run is not to be tried so.
    """

    package: str
    here: str
    there: Mapping[str, Collection[str]]
    breaks: bool

    def line(self, workers: Mapping[str, Any]) -> str:
        """In words; `workers` is what the scheduler knows of each."""
        others = (f"{each} on {named(hosts, workers)}" for each, hosts in self.there.items())
        return f"{self.package} is {self.here} here, {', '.join(others)}"


def differing(versions: Mapping[str, Any], libraries: Collection[str]) -> Iterator[Differing]:
    """The packages of which a host has another version than this process.

    Args:
        versions: as `Client.get_versions` gives them.
        libraries: further packages, whose values travel from worker to worker.
    """
    here = _packages(versions["client"])
    workers = {address: _packages(each) for address, each in versions["workers"].items()}
    everyone = {SCHEDULER: _packages(versions["scheduler"]), **workers}
    for package in ("python", *_DASK):
        yield from _compared(package, here, everyone, breaks=_release)
    for package in _EVERYWHERE:
        yield from _compared(package, here, everyone)
    for package in sorted(libraries):
        yield from _compared(package, here, workers)


def remedy(broken: Collection[Differing]) -> str:
    """What to do about versions that differ."""
    pinned = [f'"{each.package}=={each.here}"' for each in broken if each.package in _DASK]
    ways = []
    if len(pinned) < len(broken):
        ways.append("run both with the same minor version of Python")
    if pinned:
        ways.append(
            f"run `pip install {' '.join(pinned)}` where the others run, or install their version "
            "here"
        )
    return "; ".join(ways)


def _compared(
    package: str,
    here: Mapping[str, str],
    hosts: Mapping[str, Mapping[str, str]],
    *,
    breaks: Any = None,
) -> Iterator[Differing]:
    own = here.get(package)
    if own is None:
        return
    there: dict[str, list[str]] = {}
    for host, packages in hosts.items():
        if package in packages and packages[package] != own:
            there.setdefault(packages[package], []).append(host)
    grave = {each: on for each, on in there.items() if breaks and breaks(each) != breaks(own)}
    if package == "python":
        there = grave  # whoever has the same minor version reads and writes alike
    if grave or there:
        yield Differing(package=package, here=own, there=grave or there, breaks=bool(grave))


def _release(version: str) -> tuple[str, ...]:
    """The year and month of Dask, the minor version of Python: within it nothing is to break."""
    return tuple(version.split(".")[:2])


def _packages(asked: Mapping[str, Any]) -> dict[str, str]:
    found = {name: str(each) for name, each in asked["packages"].items() if each is not None}
    return {**found, "python": ".".join(found["python"].split(".")[:3])}
