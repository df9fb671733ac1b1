"""Sends the packages of a run to the processes of a cluster that lack them.

Dask's own `upload_file` loads the top of a package again and leaves its modules as they were; here
a package that has changed is forgotten as a whole, and imported from a folder named by its digest.
"""

import io
import sys
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagcompile.runtime.dask.cluster import probe
from dagcompile.runtime.dask.cluster.asking import Answer, answers, bounded, here
from dagcompile.runtime.dask.cluster.hosts import listed
from dagcompile.runtime.dask.cluster.imports import OWN, imports_of, is_installed
from dagcompile.runtime.dask.cluster.warned import tell, warn
from dagcompile.runtime.dask.running.counted import Counted

if TYPE_CHECKING:
    from dagcompile.runtime.dask.cluster.shipped import Parcel

LARGEST = 100_000_000
"""Bytes of a package that are sent."""


class CannotUpload(OSError):
    """A package is not to be sent to the cluster."""


def uploaded(
    client: Any, modules: Sequence[str], *, others: Sequence[str] = ()
) -> dict[str, Answer]:
    """What each process of the cluster has, after it got what of `modules`, and of what they
    import, is not as it is here. What is installed here as a distribution is not sent, but for
    dagcompile.

    Args:
        others: modules that are asked for too; see `answers`.

    Raises:
        CannotUpload: a package is too large, or is to change while tasks run that may use it.
        NoAnswer: a process of the cluster does not say what it has.
    """
    roots = list(local({OWN, *map(_root, modules)}))
    sent: set[str] = set()
    while True:
        said = answers(client, modules, others=others, roots=roots)
        roots = list(local({*roots, *_missing(said)}))
        own = here((), roots=roots)
        states = {root: _states(root, said) for root in roots}
        wanted = {root for root in roots if states[root] - {_state(root, own)}} - sent
        if not wanted:
            return said
        replaced = sorted(root for root in wanted if states[root] - {_state(root, own), ""})
        if replaced and any(client.processing().values()):
            raise CannotUpload(
                f"{listed(replaced)} would change under tasks that are running there; run this "
                "again when they have ended, or on another cluster"
            )
        _send(client, [parcel(root) for root in sorted(wanted)])
        sent |= wanted


def local(roots: Iterable[str]) -> Iterator[str]:
    """Those of `roots`, and of what their files import, that can be sent."""
    seen: set[str] = set()
    queue = sorted(roots)
    while queue:
        root = queue.pop()
        if root in seen:
            continue
        seen.add(root)
        if root == OWN or _is_local(root):
            yield root
            for name, path in probe.files_of(root) if root != OWN else ():
                if name.endswith(".py"):
                    package = ".".join(Path(name).parent.parts)
                    queue.extend(map(_root, imports_of(path, package=package)))


def parcel(root: str) -> "Parcel":
    """The files of `root`, packed. Warns of those that are left out.

    Raises:
        CannotUpload: they are too large.
    """
    from dagcompile.runtime.dask.cluster.shipped import Parcel

    every = dict(probe.files_of(root))
    files = {name: path for name, path in every.items() if not name.endswith(probe.COMPILED)}
    if left := sorted(set(every) - set(files)):
        warn(f"{listed(left)} of {root} is compiled, and not sent to the cluster")
    sizes = {name: Path(path).stat().st_size for name, path in files.items()}
    if sum(sizes.values()) > LARGEST:
        largest = sorted(sizes, key=lambda each: -sizes[each])
        raise CannotUpload(
            f"{root} has {sum(sizes.values()) / 1e6:.0f} MB, and at most {LARGEST / 1e6:.0f} MB of "
            f"a package are sent; its largest files are {listed(largest)}; put data where the "
            "workers can read it, or install the package there"
        )
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, path in files.items():
            zipped.write(path, name)
    return Parcel(root, probe.digest_of(root), archive.getvalue(), probe.process())


def _send(client: Any, parcels: Sequence["Parcel"]) -> None:
    from dagcompile.runtime.dask.cluster import shipped

    with _SHIPPED_BY_VALUE():
        for each in parcels:
            for plugin in (shipped.ToScheduler(each), shipped.ToWorkers(each)):
                bounded(client, partial(client.register_plugin, plugin))
            tell(f"sent {each.root} to the cluster ({len(each.archive) / 1e3:.0f} kB)")


@contextmanager
def _by_value() -> Iterator[None]:
    import cloudpickle  # type: ignore[import-untyped]  # without annotations and stubs

    from dagcompile.runtime.dask.cluster import shipped

    cloudpickle.register_pickle_by_value(shipped)
    try:
        yield
    finally:
        cloudpickle.unregister_pickle_by_value(shipped)


_SHIPPED_BY_VALUE = Counted(_by_value)
"""Inside of which what `shipped` defines is pickled as it is, and not by its name."""


def _states(root: str, said: Mapping[str, Answer]) -> set[str]:
    """In which states the processes have it, this one left out; "" where one lacks it."""
    return {_state(root, each) for each in said.values() if not each.home}


def _state(root: str, answer: Answer) -> str:
    if root == OWN:
        return answer.run_time[1]
    changed = any(_root(each) == root for each in answer.outdated)
    return "outdated" if changed else answer.roots.get(root, "")


def _missing(said: Mapping[str, Answer]) -> set[str]:
    """What some process could not import, as far as it has a name."""
    broken = (each for answer in said.values() for each in answer.broken.values())
    return {_root(name) for _, name in broken if name}


def _root(module: str) -> str:
    return module.partition(".")[0]


def _is_local(root: str) -> bool:
    """Whether it is here, and neither part of Python nor installed as a distribution."""
    if root in sys.stdlib_module_names or root == "__main__":
        return False
    paths = [path for _, path in probe.files_of(root)]
    return bool(paths) and not any(map(is_installed, paths))
