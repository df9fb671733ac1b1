"""What is wrong with the code that a cluster has, in words: hosts of which the same holds are told
together.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from dagcompile.runtime.dask.cluster.asking import Answer
from dagcompile.runtime.dask.cluster.hosts import listed, named

H = TypeVar("H", bound=Hashable)

Said = Mapping[str, Answer]
Workers = Mapping[str, Any]

_WAYS = """
install it where the scheduler and the workers run, or put it on their PYTHONPATH; or
  --upload sends your own packages with the run, and dagcompile
  client.register_plugin(distributed.PipInstall([...])) has Dask install it from an index"""


def other_run_time(own: Answer, said: Said, workers: Workers) -> str | None:
    """That some processes have another dagcompile than this one; None where none has."""
    others = _together(
        (_release(*each.run_time), host)
        for host, each in said.items()
        if each.run_time[1] not in ("", own.run_time[1])
    )
    if not others:
        return None
    lines = "".join(f"\n  {each} on {named(on, workers)}" for each, on in others.items())
    return (
        f"has another dagcompile than this process, which has {_release(*own.run_time)}{lines}\n"
        "install the same one there, or send this one: --upload"
    )


def broken_imports(said: Said, workers: Workers) -> str | None:
    """Which modules cannot be imported where, and why; None where all can."""
    hosts = _together(
        ((name, why), host) for host, each in said.items() for name, (why, _) in each.broken.items()
    )
    modules = _together(((why, tuple(on)), name) for (name, why), on in hosts.items())
    if not modules:
        return None
    lines = "".join(
        f"\n  {listed(sorted(names))}: {why} (on {named(on, workers)})"
        for (why, on), names in modules.items()
    )
    return f"cannot import what the run uses{lines}{_WAYS}"


def other_code(own: Answer, said: Said, workers: Workers) -> Iterator[str]:
    """Which modules hold other code elsewhere than here."""
    for on, names in _by_hosts(
        (name, host)
        for name, digest in own.sources.items()
        for host, each in said.items()
        if each.sources.get(name, digest) != digest
    ):
        yield (
            f"{listed(names)} on {named(on, workers)} is not the code that is here, and runs as it "
            "is there; to run yours: --upload"
        )


def outdated_code(said: Said, workers: Workers) -> Iterator[str]:
    """Which modules were changed where they run, after they had been loaded there."""
    for on, names in _by_hosts(
        (name, host) for host, each in said.items() if not each.home for name in each.outdated
    ):
        yield (
            f"{listed(names)} on {named(on, workers)} was changed after it had been loaded there, "
            "and runs as it was; to have it loaded again: client.restart()"
        )


def _release(version: str, digest: str) -> str:
    return f"{version or 'a copy without version'} (code {digest[:8]})"


def _by_hosts(found: Iterable[tuple[str, str]]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Modules by all the hosts where they were found."""
    hosts = _together(found)
    yield from _together((tuple(on), name) for name, on in hosts.items()).items()


def _together(pairs: Iterable[tuple[H, str]]) -> dict[H, list[str]]:
    together: dict[H, list[str]] = {}
    for key, value in pairs:
        together.setdefault(key, []).append(value)
    return together
