"""What was kept here by this user, and not put here by anybody else: a cache may come with a clone.

    seal = seal_of(content, secret)     64 hexadecimal digits

The secret is made for a user once, in the user's folder for caches: who cannot read that cannot
write a cache that is believed. Where there can be none, nothing is believed.
"""

import os
import stat
import sys
from contextlib import suppress
from hmac import compare_digest, digest
from pathlib import Path
from secrets import token_bytes, token_hex

_BYTES = 32
_NAME = "secret"


def seal_of(content: bytes, secret: bytes) -> bytes:
    """Of what is kept, as 64 hexadecimal digits."""
    return digest(secret, content, "sha256").hex().encode("ascii")


def is_sealed(content: bytes, seal: bytes, secret: bytes) -> bool:
    """Whether a seal is that of what is kept."""
    return compare_digest(seal_of(content, secret), seal)


def known_secret(project: Path) -> bytes | None:
    """The secret of this user; None where there is none, or others can read it."""
    file = _file(project)
    return None if file is None else _read(file)


def made_secret(project: Path) -> bytes | None:
    """As `known_secret`; it is made where there is none. None where it cannot be."""
    file = _file(project)
    if file is None:
        return None
    if (known := _read(file)) is not None:
        return known
    new = file.with_name(f".{token_hex(4)}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(token_bytes(_BYTES))
        os.replace(new, file)
    except OSError:
        with suppress(OSError):
            os.unlink(new)
    return _read(file)


def _file(project: Path) -> Path | None:
    """Where the secret is; None where that is in the project, or in the clone that it is of."""
    folder = _caches()
    if folder is None:
        return None
    real = Path(os.path.realpath(project))
    clones = (each for each in (real, *real.parents) if os.path.lexists(each / ".git"))
    own = Path(os.path.realpath(folder))
    inside = own.is_relative_to(next(clones, real)) or own.is_relative_to(real)
    return None if inside else folder / "dagcompile" / _NAME


def _caches() -> Path | None:
    """The user's folder for caches, by the rules of the platform."""
    if sys.platform == "win32":
        said = os.environ.get("LOCALAPPDATA", "")
        return Path(said) if os.path.isabs(said) else None
    said = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(said):
        return Path(said)
    home = os.path.expanduser("~")
    if not os.path.isabs(home):
        return None
    return Path(home, "Library", "Caches") if sys.platform == "darwin" else Path(home, ".cache")


def _read(file: Path) -> bytes | None:
    try:
        with open(os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as opened:
            about = os.fstat(opened.fileno())
            if not stat.S_ISREG(about.st_mode) or (os.name == "posix" and not _is_private(about)):
                return None
            content = opened.read(_BYTES + 1)
    except OSError:
        return None
    return content if len(content) == _BYTES else None


def _is_private(about: os.stat_result) -> bool:
    return about.st_uid == os.geteuid() and not about.st_mode & 0o077
