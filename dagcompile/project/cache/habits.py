"""By what Python and the system do otherwise without being asked: how this process was started, and
on which machine.

    habits()    builtins, equal where a module finds the same
"""

import locale
import os
import sys
from collections.abc import Iterator, Mapping

from dagcompile.project.cache.digests import file_digest

_BEGIN = ("LANG", "LC_", "PYTHON", "TZ")
"""How the names begin of variables which Python itself and the system's library read: what reads a
clock, a set, a file or a number in the habits of a country asks for none of them.
"""
_LEFT_OUT = frozenset({
    "LC_TERMINAL", "LC_TERMINAL_VERSION", "PYTHONDONTWRITEBYTECODE", "PYTHONDUMPREFS",
    "PYTHONDUMPREFSFILE", "PYTHONFAULTHANDLER", "PYTHONINSPECT", "PYTHONMALLOCSTATS",
    "PYTHONPERFSUPPORT", "PYTHONPROFILEIMPORTTIME", "PYTHONPYCACHEPREFIX", "PYTHONSTARTUP",
    "PYTHONTRACEMALLOC", "PYTHONUNBUFFERED", "PYTHONVERBOSE", "PYTHON_BASIC_REPL",
    "PYTHON_COLORS", "PYTHON_HISTORY", "PYTHON_PERF_JIT_SUPPORT",
})  # fmt: skip
"""Those by which no module becomes another; terminals, editors and CI differ in them."""
_FLAGS_LEFT_OUT = frozenset({"dont_write_bytecode", "inspect", "interactive", "quiet", "verbose"})
_OPTIONS_LEFT_OUT = frozenset({
    "faulthandler", "importtime", "perf", "perf_jit", "pycache_prefix", "showrefcount",
    "tracemalloc",
})  # fmt: skip
_ZONE = "/etc/localtime"
"""What clocks show where no variable says it."""
_CUSTOM = ("sitecustomize", "usercustomize")
"""Modules that Python imports before all others, and for all, if they are anywhere."""


def habits() -> list[object]:
    """Variables, flags and options of Python, its encodings, the zone, the machine and the user."""
    variables = {each: os.environ[each] for each in os.environ if each.startswith(_BEGIN)}
    return [
        _without(variables, _LEFT_OUT),
        _without(_flags(), _FLAGS_LEFT_OUT),
        _without(sys._xoptions, _OPTIONS_LEFT_OUT),
        [*sys.warnoptions],
        [sys.getfilesystemencoding(), locale.getpreferredencoding(do_setlocale=False)],
        [sys.version, sys.platform, sys.implementation.cache_tag, sys.prefix, sys.executable],
        _machine(),
        file_digest(_ZONE),
        [file_digest(each) for each in _customizing()],
    ]


def _without(held: Mapping[str, object], names: frozenset[str]) -> list[tuple[str, object]]:
    return sorted((name, held[name]) for name in held.keys() - names)


def _flags() -> dict[str, object]:
    """All flags: those that Python had first are a tuple, to which others have been added."""
    held = {name: getattr(sys.flags, name) for name in dir(sys.flags) if name[0] != "_"}
    return {name: value for name, value in held.items() if isinstance(value, int)}


def _machine() -> list[object]:
    """Of which the functions of `os` and `platform` tell; Windows has not all of them."""
    asked = (getattr(os, name, None) for name in ("cpu_count", "uname", "getuid", "getgid"))
    return [ask() for ask in asked if ask is not None]


def _customizing() -> Iterator[str]:
    for name in _CUSTOM:
        spec = getattr(sys.modules.get(name), "__spec__", None)
        if spec is not None and spec.origin:
            yield spec.origin
