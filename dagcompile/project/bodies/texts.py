"""Where the modules of a project stand on one side of a difference, and what is written there.

    old = texts_of(sides.old, repository, {"app.ops"}, like=sides.old.revision)
    old.ids["app.ops"]          what git calls the content

They are looked for below the folders of the project's `path`, as far as these are in its
repository.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field
from os.path import relpath
from pathlib import Path

from dagcompile.project.bodies.modules import Module, Told, module_of
from dagcompile.project.git import Repository
from dagcompile.project.versions import Side

_PACKAGE = "__init__.py"


@dataclass(slots=True, kw_only=True)
class Texts:
    """The texts of modules. `files` are their paths in the repository, `ids` what git calls their
    contents, both by the name of the module; those that stand elsewhere are left out. `told` is
    what the IR tells of what is in a module, by its name there.
    """

    repository: Repository
    files: Mapping[str, str]
    ids: Mapping[str, bytes]
    contents: dict[bytes, bytes] = field(default_factory=dict)
    told: dict[str, dict[str, Told]] = field(default_factory=dict)
    _modules: dict[str, Module | None] = field(default_factory=dict, init=False)

    def load(self, modules: AbstractSet[str]) -> None:
        """Read the texts of these, all at once.

        Raises:
            CompileError: git fails (DC661).
        """
        ids = {self.ids[each] for each in sorted(modules & self.ids.keys())}
        wanted = sorted(ids - self.contents.keys())
        self.contents |= zip(wanted, self.repository.contents(wanted), strict=True)

    def module(self, name: str) -> Module | None:
        """One that was loaded; None where there is none, or its text is not one of Python's."""
        if name not in self._modules:
            self._modules[name] = self._read(name)
        return self._modules[name]

    def _read(self, name: str) -> Module | None:
        content = self.contents.get(self.ids.get(name, b""))
        if content is None:
            return None
        is_package = self.files[name].endswith(_PACKAGE)
        package = name if is_package else name.rpartition(".")[0]
        found = module_of(content, name, package=package)
        if found is not None:
            found.told = self.told.get(name, {})
        return found

    def shown(self, module: str, folder: Path) -> str:
        """The file of a module, as it is called from `folder`."""
        return Path(relpath(self.repository.root / self.files[module], folder)).as_posix()


def texts_of(side: Side, repository: Repository, modules: Iterable[str], *, like: str) -> Texts:
    """The texts of a side that is a revision, or what the sources give now.

    Args:
        side: of the difference.
        repository: in which the project is.
        modules: by name; what is not the project's is passed over.
        like: a full id, from which is seen how git calls contents.

    Raises:
        CompileError: git fails (DC661).
    """
    roots = [root for each in side.project.path if (root := repository.path(each)) is not None]
    places = {each: [*_places(each, roots)] for each in sorted(modules)}
    every = [path for paths in places.values() for path in paths]
    contents: dict[str, bytes] = {}
    if side.revision:
        ids = repository.ids(side.revision, every)
    else:
        contents = dict(_contents(repository.root, every))
        ids = {path: _id(content, like) for path, content in contents.items()}
    files = {
        module: path
        for module, paths in places.items()
        if (path := next((each for each in paths if each in ids), None)) is not None
    }
    return Texts(
        repository=repository,
        files=files,
        ids={module: ids[path] for module, path in files.items()},
        contents={ids[path]: content for path, content in contents.items()},
    )


def _places(module: str, roots: Iterable[str]) -> Iterator[str]:
    below = module.replace(".", "/")
    for root in roots:
        start = f"{root}/{below}" if root else below
        yield f"{start}/{_PACKAGE}"
        yield f"{start}.py"


def _contents(root: Path, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        file = root / path
        with suppress(OSError):
            if file.is_file():
                yield path, file.read_bytes()


def _id(content: bytes, like: str) -> bytes:
    """What git calls a content as it is: a filter that is not asked may make another of it."""
    name = "sha1" if len(like) == hashlib.sha1(usedforsecurity=False).digest_size * 2 else "sha256"
    made = hashlib.new(name, b"blob %d\0" % len(content), usedforsecurity=False)
    made.update(content)
    return made.hexdigest().encode()
