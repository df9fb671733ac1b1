"""What is said where no scheduler answers: soon, and what to do."""

import asyncio
import gc
import socket
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import dask
import pytest
from clusters import Cluster, Command
from distributed import LocalCluster, Security
from tornado.ioloop import IOLoop

from dagcompile.runtime.dask.cluster import connecting
from tests.runtime import bodies

FORM = "an address is what `dask scheduler` prints when it starts, such as tcp://127.0.0.1:8786"


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What answers may do so late."""
    monkeypatch.setattr(connecting, "CONNECT", 30.0)
    yield
    with warnings.catch_warnings():  # Dask leaves sockets open that could not be encrypted
        warnings.simplefilter("ignore", ResourceWarning)
        asyncio.run(_loop())
        gc.collect()


@pytest.fixture
def _soon(_patient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing ever does."""
    monkeypatch.setattr(connecting, "CONNECT", 1.0)


async def _loop() -> None:
    """Tornado forgets the loops that are closed when it has a new one."""
    IOLoop.current()


@pytest.fixture(scope="module")
def security() -> Any:
    return Security.temporary()


def reason(command: Command, address: str) -> str:
    """Why a run at `address` did not begin."""
    said = command(bodies.process, "--scheduler", address)
    assert said.status == 4
    (line,) = said.lines
    return line.removeprefix(f"daily: no scheduler can be reached at {address}: ")


@pytest.mark.usefixtures("_soon")
@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("nonsense", f"missing port number in address 'nonsense'; {FORM}"),
        ("127.0.0.1", f"missing port number in address '127.0.0.1'; {FORM}"),
        ("tcp://127.0.0.1:99999", f"there is no such port: they end at 65535; {FORM}"),
        ("http://127.0.0.1:8787/status",
         f"that is the address of a page, as of its dashboard; {FORM}"),
        ("127.0.0.1:1", f"nothing listens there; is it running, and is that its port? {FORM}"),
    ],
)  # fmt: skip
def test_what_is_no_address_or_where_nothing_listens(
    address: str, why: str, command: Command
) -> None:
    assert reason(command, address) == why


def test_what_refuses_is_told_when_there_was_no_time_to_try(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "CONNECT", 1e-9)
    said = reason(command, "tcp://127.0.0.1:1")
    assert said == f"nothing listens there; is it running, and is that its port? {FORM}"


@pytest.mark.usefixtures("_soon")
def test_an_unknown_host_and_scheme(command: Command) -> None:
    assert reason(command, "odd://x:1").startswith("unknown address scheme 'odd' (known schemes: ")
    said = reason(command, "tcp://no-such-host.invalid:8786")
    assert said.endswith(", as seen from here?")


@pytest.mark.usefixtures("_soon")
def test_what_listens_and_is_no_scheduler(command: Command) -> None:
    silent = f"what listens there does not answer as a scheduler does; {FORM}"
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert reason(command, f"tcp://127.0.0.1:{server.getsockname()[1]}") == silent
    with pages() as port:
        assert reason(command, f"tcp://127.0.0.1:{port}") == silent


def test_the_address_of_a_worker(cluster: Cluster, command: Command) -> None:
    with cluster.client() as client:
        address = cluster.addresses(client)["w0"]
    said = reason(command, address)
    assert said == f"what listens there is a worker, and no scheduler; {FORM}"


def test_an_encrypted_scheduler(command: Command, security: Any, tmp_path: Path) -> None:
    with LocalCluster(
        n_workers=0, processes=False, security=security, protocol="tls", dashboard_address=":0"
    ) as made:
        address = made.scheduler_address
        assert reason(command, address) == (
            "there are no certificates to connect with; an encrypted connection takes the files of "
            "--tls-ca-file, --tls-cert and --tls-key, or of distributed.comm.tls in the settings "
            "of Dask"
        )
        said = reason(command, address.replace("tls://", "tcp://"))
        assert said.endswith("; if the scheduler is encrypted, its address begins with tls://")
        with certificates(Security.temporary(), tmp_path):  # of somebody else
            said = reason(command, address)
            assert "CERTIFICATE_VERIFY_FAILED" in said
            assert "; an encrypted connection takes the files of --tls-ca-file, " in said
        with certificates(security, tmp_path):
            said = command(bodies.process, "--scheduler", address, "--wait", "0.2").err
            assert "no workers are connected" in said  # it was reached


def test_a_scheduler_that_is_not_encrypted(
    cluster: Cluster, command: Command, security: Any, tmp_path: Path
) -> None:
    with certificates(security, tmp_path):
        said = reason(command, cluster.address.replace("tcp://", "tls://"))
    assert said == "it does not answer by TLS; if it is not to, its address begins with tcp://"


@contextmanager
def certificates(security: Any, folder: Path) -> Iterator[None]:
    """While inside, Dask's settings name the files of `security`."""
    files = {}
    for name, text in {
        "ca-file": security.tls_ca_file,
        "client.cert": security.tls_client_cert,
        "client.key": security.tls_client_key,
    }.items():
        path = folder / f"{name}.pem"
        path.write_text(text)
        files[f"distributed.comm.tls.{name}"] = str(path)
    with dask.config.set(files):
        yield


@contextmanager
def pages() -> Iterator[int]:
    """The port of a server of web pages."""

    class Quiet(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()
