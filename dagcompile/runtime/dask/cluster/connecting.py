"""The client of the cluster that a run happens on.

with connected(place_of("tcp://10.0.0.1:8786")) as client:
    client.submit(...)
"""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, assert_never

import dask

from dagcompile.runtime.dask.cluster.embedded import embedded
from dagcompile.runtime.dask.cluster.environment import ClusterError
from dagcompile.runtime.dask.cluster.leaving import attended
from dagcompile.runtime.dask.cluster.places import Given, Listening, Processes, Tls
from dagcompile.runtime.dask.cluster.reaching import Unreachable, greet
from dagcompile.runtime.dask.shim import versions_unwarned

if TYPE_CHECKING:
    from distributed import Client, Security

CONNECT = 10.0
"""Seconds in which a scheduler has to answer."""


@contextmanager
def connected(
    place: Listening | Given | Processes, *, resources: Mapping[str, float] | None = None
) -> "Iterator[Client]":
    """A client of the cluster at `place`, which is current for nobody.

    What the caller has made is left open.

    Args:
        resources: what each worker has that is started here.

    Raises:
        ClusterError: no scheduler answers there, or the object that was given cannot be used; or
            the scheduler goes before the client is left.
    """
    from distributed import Client

    match place:
        case Processes(workers=workers):
            cluster = embedded(workers=workers, resources=resources)
            with cluster as made, attended(_client(made)) as own:
                yield own
        case Given(object=Client() as client):
            with attended(nullcontext(_usable(client))) as own:
                yield own
        case Given(object=cluster):
            with attended(_client(_usable(cluster))) as own:
                yield own
        case Listening():
            address, security = _listening(place)
            with attended(_client(address, security=security)) as own:
                yield own
        case _:
            assert_never(place)


def cluster_of(client: "Client") -> dict[str, Any]:
    """What there is to say of the cluster of `client`: the message `cluster` of a `Listener`."""
    try:
        dashboard = client.dashboard_link
    except LookupError:  # it has none
        dashboard = None
    return {**_sizes(client.scheduler_info(n_workers=0)), "dashboard": dashboard or None}


async def sizes_of(client: Any) -> dict[str, Any]:
    """What the message says anew when workers have come or gone. To be awaited where `client` is at
    work itself.
    """
    return _sizes(await client.scheduler.identity(n_workers=0))


def _sizes(known: Mapping[str, Any]) -> dict[str, Any]:
    return {"event": "cluster", "workers": known["n_workers"], "threads": known["total_threads"]}


def security_of(address: str, *, tls: Tls) -> "Security":
    """How to speak to the scheduler at `address`: by what `tls` names, else by Dask's settings."""
    from distributed import Security
    from distributed.utils import import_term

    files = {"tls_ca_file": tls.ca_file, "tls_client_cert": tls.cert, "tls_client_key": tls.key}
    given = {name: file for name, file in files.items() if file is not None}
    loader = dask.config.get("distributed.client.security-loader", None)
    loaded = import_term(loader)({"address": address}) if loader and not given else None
    return loaded or Security(**given)


def _client(where: Any, **options: Any) -> "Client":
    from distributed import Client

    with versions_unwarned():  # they are compared, and told by host, before a run
        return Client(where, timeout=CONNECT, set_as_default=False, **options)


def _usable(given: Any) -> Any:
    """A client or cluster of the caller's, if a run can wait for it.

    Raises:
        ClusterError: it is closed, or asynchronous.
    """
    kind = type(given).__name__
    if given.asynchronous:
        raise ClusterError(
            f"the {kind} that was given is asynchronous, and a run is waited for; make it without "
            f"asynchronous=True, or give the address of its scheduler"
        )
    status = getattr(given.status, "name", given.status)
    if status != "running":
        raise ClusterError(f"the {kind} that was given is {status}; make a new one")
    return given


def _listening(place: Listening) -> "tuple[str, Security]":
    """The address of a scheduler that answers, and how to speak to it.

    Raises:
        ClusterError: none does.
    """
    address = _written(Path(place.file)) if place.file is not None else str(place.address)
    named = f", which {place.file} names" if place.file is not None else ""
    try:
        security = security_of(address, tls=place.tls)
        arguments = security.get_connection_args("client")
    except Exception as error:  # of files that are no certificates, or a loader of the user's
        raise ClusterError(
            f"how to connect to {address}{named} cannot be read: {type(error).__name__}: {error}"
        ) from error
    try:
        greet(address, arguments=arguments, seconds=CONNECT)
    except Unreachable as error:
        raise ClusterError(f"no scheduler can be reached at {address}{named}: {error}") from error
    return address, security


def _written(file: Path) -> str:
    """The address that a scheduler has written to `file`, or will in the time it has to answer.

    Raises:
        ClusterError: it is not there.
    """
    give_up = time.monotonic() + CONNECT
    while True:
        try:
            return str(json.loads(file.read_text())["address"])
        except (OSError, ValueError, LookupError, TypeError) as error:
            if time.monotonic() > give_up:
                raise ClusterError(
                    f"{file} does not name a scheduler: {type(error).__name__}: {error}; "
                    f"it is what `dask scheduler --scheduler-file {file}` writes"
                ) from error
        time.sleep(0.1)
