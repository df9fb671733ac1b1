"""Events of Python that tell what is used, and what the opening of a file asks."""

import os
from enum import Enum, auto

READS = frozenset({"open", "os.listdir", "os.scandir"})
HIDDEN = frozenset({
    "ctypes.dlopen", "os.exec", "os.fork", "os.forkpty", "os.getxattr", "os.listxattr",
    "os.posix_spawn", "os.spawn", "os.system", "pty.spawn", "socket.connect",
    "socket.getaddrinfo", "socket.gethostbyaddr", "socket.gethostbyname", "socket.gethostname",
    "socket.getnameinfo", "socket.sendto", "sqlite3.connect", "subprocess.Popen",
    "urllib.Request",
})  # fmt: skip
"""What asks another process, another machine, a library that is not Python's, a database."""
WATCHED = READS | HIDDEN


class Opens(Enum):
    """What is found out by opening a file: what it holds; whether it is there; whether something
    can be written there, be it there or not.
    """

    content = auto()
    existence = auto()
    place = auto()


def opens(flags: object) -> Opens | None:
    """What a file is opened for, by the flags of `os.open`; None where they are none."""
    if not isinstance(flags, int):
        return None
    creates = bool(flags & os.O_CREAT)
    if flags & os.O_EXCL if creates else flags & (os.O_WRONLY | os.O_TRUNC):
        return Opens.existence
    return Opens.place if flags & (os.O_WRONLY | os.O_TRUNC) else Opens.content
