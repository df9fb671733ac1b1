"""Whether a scheduler answers at an address, and what to do where none does.

A Client that cannot connect is left half made and may block the next one, and where something
listens that is no scheduler, it waits without end. So what is there is greeted first.
"""

import asyncio
import socket
import ssl
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from dagcompile.runtime.dask.shim import kind_of_server

FORM = "an address is what `dask scheduler` prints when it starts, such as tcp://127.0.0.1:8786"
_PORTS = 65_535
_PROBE = 1.0
"""Seconds for a last look at what keeps a connection from being made."""
_TLS = (
    "an encrypted connection takes the files of --tls-ca-file, --tls-cert and --tls-key, or of "
    "distributed.comm.tls in the settings of Dask"
)
_PLAIN = "it does not answer by TLS; if it is not to, its address begins with tcp://"


class Unreachable(OSError):
    """No scheduler answers; says why, and what to do."""


def greet(address: str, *, arguments: Mapping[str, Any], seconds: float) -> None:
    """Do nothing where a scheduler answers at `address`.

    Args:
        arguments: of the connection, such as certificates.
        seconds: in which it has to.

    Raises:
        Unreachable: none does.
    """
    scheme = address.partition("://")[0]
    if scheme in ("http", "https"):
        raise Unreachable(f"that is the address of a page, as of its dashboard; {FORM}")
    port = address.rpartition(":")[2]
    if port.isdecimal() and int(port) > _PORTS:
        raise Unreachable(f"there is no such port: they end at {_PORTS}; {FORM}")
    try:
        # In a thread, for this one may have an event loop of its own, as in a notebook.
        with ThreadPoolExecutor(1) as pool:
            kind = pool.submit(asyncio.run, _asked(address, arguments, seconds)).result()
    except Exception as error:
        why = _plainly(address) or error if _timed_out(error) else error
        raise Unreachable(_reason(why, encrypted=scheme in ("tls", "wss"))) from error
    if kind != "Scheduler":
        raise Unreachable(f"what listens there is a {kind.lower()}, and no scheduler; {FORM}")


async def _asked(address: str, arguments: Mapping[str, Any], seconds: float) -> str:
    """What kind of server of Dask listens at `address`."""
    asked = kind_of_server(address, arguments=arguments, seconds=seconds)
    return await asyncio.wait_for(asked, seconds + 1.0)


def _timed_out(error: BaseException) -> bool:
    return isinstance(error, OSError) and str(error).startswith("Timed out")


def _plainly(address: str) -> OSError | None:
    """Why there is no connection to `address` at all. Dask tries again until the time is over, and
    tells the last error alone, which is that of a try for which there was no time.
    """
    where = urlsplit(address if "://" in address else f"//{address}")
    try:
        socket.create_connection((where.hostname, where.port or 0), timeout=_PROBE).close()
    except TimeoutError:
        return None
    except OSError as error:
        return error
    return None


def _reason(error: BaseException, *, encrypted: bool) -> str:
    said = str(error) or "what listens there does not answer"
    match next((each for each in _causes(error) if isinstance(each, _TELLING)), error):
        case ssl.SSLError() as refused if refused.reason != "WRONG_VERSION_NUMBER":
            return f"{refused}; {_TLS}"
        case ssl.SSLError():
            return _PLAIN
        case ValueError() if "SSL" in said:  # it spoke first
            return _PLAIN
        case TypeError() if encrypted:  # it has no context to encrypt by
            return f"there are no certificates to connect with; {_TLS}"
        case ValueError():
            return f"{said}; {FORM}"
        case socket.gaierror() as unknown:
            return f"{unknown.strerror}; is that its host, as seen from here?"
        case ConnectionRefusedError():
            return f"nothing listens there; is it running, and is that its port? {FORM}"
        case TimeoutError():
            return f"what listens there does not answer as a scheduler does; {FORM}"
        case OSError() if _timed_out(error):
            return "nothing answers there; is that its host and port, as seen from here?"
        case OSError() if encrypted:
            return _PLAIN
        case OSError():
            return f"{said}; if the scheduler is encrypted, its address begins with tls://"
        case _:
            return f"{type(error).__name__}: {said}"


_TELLING = (ssl.SSLError, socket.gaierror, ConnectionRefusedError)
"""What says more than the errors that Dask makes of it."""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
