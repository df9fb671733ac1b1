"""What a process of a cluster has of the code of a run. Sent as text, and run there.

That process may lack dagcompile, so this module imports nothing of it, and answers in plain values.
"""

import hashlib
import importlib
import importlib.util
import os
import socket
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib import metadata
from types import CodeType, ModuleType
from typing import Any

COMPILED = (".so", ".pyd", ".dylib", ".dll")
"""Ends of files that run on one kind of machine alone."""


_KNOWN = "__run_time__"
"""Attribute of dagcompile's run time, where a process has already looked at it."""

_SEEN = "__seen_sources__"
"""Attribute of it too: the digests of files as they were when their modules were to be loaded."""


def probe(
    modules: Sequence[str], others: Sequence[str], roots: Sequence[str], home: Sequence[Any]
) -> dict[str, Any]:
    """How importing each of `modules` ends here, and what was found.

    Args:
        modules: their names.
        others: names of what these import, of which the files are looked at, and nothing loaded.
        roots: packages of which the digests of all their files are asked.
        home: the process that asks, as `process()` gives it there.

    Returns:
        `home`: whether this is that process; `broken`: by module, why it cannot be imported, and
        the name of the module that is missing ("" if none is); `sources`: by module, the digest of
        its file; `outdated`: those whose files were changed after they had been imported;
        `run_time`: version and digest of dagcompile's run time, "" where there is none; `roots`:
        the digest of each of them, "" where there is none.
    """
    loaded = frozenset(sys.modules)
    broken: dict[str, tuple[str, str]] = {}
    for name in modules:
        try:
            importlib.import_module(name)
        except BaseException as error:  # noqa: BLE001  (a module may raise what it likes)
            broken[name] = _reason(error)
    sources: dict[str, str] = {}
    outdated: list[str] = []
    seen = _seen()
    for name in (*modules, *others):
        text = None if name in broken else source(name)
        if text is not None:
            digest = sources[name] = hashlib.sha256(text).hexdigest()
            if name not in loaded:
                seen[name] = digest
            elif is_outdated(sys.modules[name], text) or seen.setdefault(name, digest) != digest:
                outdated.append(name)
    return {
        "home": process() == tuple(home),
        "broken": broken,
        "sources": sources,
        "outdated": outdated,
        "run_time": run_time(),
        "roots": {each: digest_of(each) for each in roots},
    }


def process() -> tuple[str, int]:
    """This process, as no other is at the same time."""
    return socket.gethostname(), os.getpid()


def source(name: str) -> bytes | None:
    """What the file of a module holds now, its lines ended alike everywhere; None without one."""
    try:
        return _read(file) if (file := file_of(name)) else None
    except OSError:  # in an archive, or gone
        return None


def file_of(name: str) -> str:
    """The file of a module, by which nothing is imported; "" where it has none in Python."""
    module = sys.modules.get(name)
    if module is not None:
        file = str(getattr(module, "__file__", None) or "")
        return file if file.endswith(".py") else ""
    root, *below = name.split(".")
    folders, file = _found(root)
    if not below:
        return file if file.endswith(".py") else ""
    for folder in folders:
        place = os.path.join(folder, *below)
        for each in (os.path.join(place, "__init__.py"), f"{place}.py"):
            if os.path.isfile(each):
                return each
    return ""


def _seen() -> dict[str, str]:
    """What this process remembers of files, by module, as long as it has dagcompile."""
    keeper = sys.modules.get("dagcompile.runtime")
    seen: dict[str, str] = {} if keeper is None else vars(keeper).setdefault(_SEEN, {})
    return seen


def is_outdated(module: ModuleType, text: bytes) -> bool:
    """Whether a function of `module` is not the one that `text`, its file, says it is."""
    file = str(module.__file__)
    try:
        compiled = compile(text, file, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return True
    said = {each.co_name: each for each in compiled.co_consts if isinstance(each, CodeType)}
    for value in list(vars(module).values()):
        code = getattr(getattr(value, "__wrapped__", value), "__code__", None)
        if not isinstance(code, CodeType) or code.co_filename != file:
            continue  # of another module
        if code.co_name in said and not _alike(code, said[code.co_name]):
            return True
    return False


def _alike(one: CodeType, other: CodeType) -> bool:
    """Whether both do the same, wherever in their files they stand."""
    if (one.co_code, one.co_names) != (other.co_code, other.co_names):
        return False
    if len(one.co_consts) != len(other.co_consts):
        return False
    return all(
        _alike(left, right)
        if isinstance(left, CodeType) and isinstance(right, CodeType)
        else left == right
        for left, right in zip(one.co_consts, other.co_consts, strict=True)
    )


def run_time() -> tuple[str, str]:
    """The version of dagcompile, "" where it is not known, and the digest of its run time, "" where
    there is none.
    """
    loaded = sys.modules.get("dagcompile.runtime")
    if (known := getattr(loaded, _KNOWN, None)) is not None:  # of the code that is in memory
        return str(known[0]), str(known[1])
    folders, _ = _found("dagcompile.runtime")
    digest = _digest(each for each in _walked(folders) if each[0].endswith(".py"))
    found = (_version(folders), digest) if folders else ("", "")
    if loaded is not None:
        setattr(loaded, _KNOWN, found)
    return found


def digest_of(root: str) -> str:
    """Of the files of a package, or module, of the top level; "" where there is none."""
    files = [each for each in files_of(root) if not each[0].endswith(COMPILED)]
    return _digest(files) if files else ""


def files_of(root: str) -> Iterator[tuple[str, str]]:
    """The files of a package, or module, of the top level: where they are below its folder, in
    order, and where on this machine. Without caches, and what is hidden.
    """
    folders, file = _found(root)
    if folders:
        yield from ((f"{root}/{name}", path) for name, path in _walked(folders))
    elif file:
        yield os.path.basename(file), file


def _found(name: str) -> tuple[list[str], str]:
    """The folders of a package, or the file of a module."""
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, AttributeError, ValueError):
        spec = None
    if spec is None:
        return [], ""
    return list(spec.submodule_search_locations or ()), str(
        spec.origin
    ) if spec.has_location else ""


def _walked(folders: Sequence[str]) -> Iterator[tuple[str, str]]:
    for top in folders:
        for folder, below, files in os.walk(top, followlinks=True):
            below[:] = sorted(each for each in below if each[0] != "." and each != "__pycache__")
            for name in sorted(files):
                path = os.path.join(folder, name)
                if name[0] != "." and not name.endswith(".pyc"):
                    yield os.path.relpath(path, top).replace(os.sep, "/"), path


def _digest(files: Iterable[tuple[str, str]]) -> str:
    digest = hashlib.sha256()
    for name, path in files:
        digest.update(f"{name}\0".encode() + hashlib.sha256(_read(path)).digest())
    return digest.hexdigest()


def _version(folders: Sequence[str]) -> str:
    """That of the distribution that the package is of; "" for a folder that was only copied."""
    try:
        found = metadata.distribution("dagcompile")
    except metadata.PackageNotFoundError:
        return ""
    own = os.path.realpath(str(found.locate_file("dagcompile/runtime")))
    editable = '"editable": true' in (found.read_text("direct_url.json") or "")
    return found.version if editable or own in map(os.path.realpath, folders) else ""


def _reason(error: BaseException) -> tuple[str, str]:
    said = " ".join(str(error).split())[:200]
    if isinstance(error, ModuleNotFoundError):
        return said, error.name or ""
    return f"{type(error).__name__}: {said}", ""


def _read(file: str) -> bytes:
    with open(file, "rb") as opened:
        return opened.read().replace(b"\r\n", b"\n")
