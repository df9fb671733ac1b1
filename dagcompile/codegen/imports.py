"""What a file imports, and what its names are called in it.

    imports = Imports(statements, reserved=["day", "clean"])     # the whole file's
    imports.block()          from datetime import date

                             from flights import ops
    layout(statement, imports, indent=4)

A library name is called by its own name and a module by its last; where that is reserved or
wanted twice, by its whole path, `from a.b import ops as a_b_ops`, or by another name that it has
for that: `from pandera.typing.polars import DataFrame as PolarsFrame`. So names depend on what
the file holds, not on the order in which it was found.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import (
    Borrowed,
    Expr,
    Imported,
    Name,
    NameOf,
    Statement,
    Subscript,
    names_in,
)
from dagcompile.codegen.pynames import BUILTINS, KEYWORDS, STDLIB
from dagcompile.codegen.sorting import Key, member_key, module_key
from dagcompile.codegen.width import width
from dagcompile.diagnostics import CompileError, Diagnostic

COLUMNS = 88


@dataclass(frozen=True, slots=True)
class _Source:
    """What an import statement imports: `name` from `module`, or, without one, a module.

    `otherwise` is what it is called where its name is not free, if that is not its path.
    """

    module: str
    name: str
    otherwise: str = field(default="", compare=False)

    @property
    def path(self) -> str:
        return f"{self.module}.{self.name}" if self.module else self.name

    @property
    def package(self) -> str:
        return self.path.partition(".")[0]


class Imports:
    """The imports of one file.

    Args:
        items: every statement and expression that the file will hold.
        reserved: names that mean something else in the file, such as its variables.
        moved: packages of libraries that the file finds elsewhere, and where.

    Raises:
        CompileError: DC402, for each object that no import statement can reach.
    """

    def __init__(
        self,
        items: Iterable[Expr | Statement] = (),
        *,
        reserved: Iterable[str] = (),
        moved: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        names = names_in(items)
        self._moved = moved
        sources = {each: self._source(each) for each in names}
        _refuse(names)
        taken = {*reserved, *BUILTINS, *KEYWORDS}
        library = {sources[each] for each in names if isinstance(each, Imported)}
        modules = {sources[each] for each in names if isinstance(each, NameOf)} - {_BUILTINS}
        self._called = _call(library, taken)
        self._called |= _call(modules - library, taken | set(self._called.values()))
        self._sources = sources
        self._libraries = {source.package for source in library}
        self._blocks: dict[tuple[frozenset[Name], int], Code] = {}
        # By module and name: the records themselves hash slowly, and names are asked for often.
        self._objects = {
            (each.ref.module, each.ref.name): self._write(each)
            for each in names
            if isinstance(each, NameOf)
        }
        self._kept: list[Expr] = [*names]
        self.texts = {id(each): self._write(each) for each in names}
        """What names and types are written as that many statements share, by their numbers."""

    def name(self, name: Name) -> str:
        """What `name` is written as.

        Raises:
            KeyError: it is not among the items of this file.
        """
        if isinstance(name, NameOf):
            return self._objects[name.ref.module, name.ref.name]
        return self._called[self._source(name)]

    def share(self, item: Subscript, text: str) -> str:
        """Keep `text`, which is what `item` is written as, for who asks `texts` next."""
        self._kept.append(item)
        self.texts[id(item)] = text
        return text

    def modules(self) -> set[str]:
        """The modules of the user's that the file imports from."""
        return {each.ref.module for each in self._sources if isinstance(each, NameOf)}

    def block(self, items: Iterable[Expr | Statement] | None = None, *, indent: int = 0) -> Code:
        """Import statements for `items`, by default for the whole file: of the standard library,
        of libraries, of the user's modules, with an empty line between. May be empty.
        """
        return self._block(self._sources if items is None else names_in(items), indent)

    def library_block(
        self, items: Iterable[Expr | Statement] | None = None, *, indent: int = 0
    ) -> Code:
        """`block`, but only what is `Imported`, neither `Borrowed` nor moved."""
        names = self._sources if items is None else names_in(items)
        libraries = (each for each in names if not isinstance(each, _USERS))
        return self._block([each for each in libraries if not self._is_moved(each)], indent)

    def moved_block(self) -> Code:
        """`block`, but only what is found elsewhere than its library says."""
        return self._block([each for each in self._sources if self._is_moved(each)], 0)

    def user_block(self, items: Iterable[Expr | Statement], *, indent: int = 0) -> Code:
        """`block`, but only what `library_block` lacks: the imports of one function's body."""
        return self._block([each for each in names_in(items) if isinstance(each, _USERS)], indent)

    def _source(self, name: Name) -> _Source:
        source = _source(name)
        if isinstance(name, Imported):
            for package, elsewhere in self._moved.items():
                if f"{source.module}.".startswith(f"{package}."):
                    return replace(source, module=elsewhere + source.module[len(package) :])
        return source

    def _is_moved(self, name: Name) -> bool:
        return self._sources[name].module != _source(name).module

    def _write(self, name: Name) -> str:
        source = self._sources[name]
        if isinstance(name, Imported):
            return self._called[source]
        return name.ref.name if source == _BUILTINS else f"{self._called[source]}.{name.ref.name}"

    def _block(self, names: Iterable[Name], indent: int) -> Code:
        """A block is made once: the functions of a file import much the same."""
        asked = (frozenset(names), indent)
        if asked not in self._blocks:
            self._blocks[asked] = self._written_block(asked[0], indent)
        return self._blocks[asked]

    def _written_block(self, names: Iterable[Name], indent: int) -> Code:
        sections: tuple[set[_Source], ...] = (set(), set(), set())
        for each in names:
            sections[self._section_of(each)].add(self._sources[each])
        sections[0].discard(_BUILTINS)
        texts = ["\n".join(self._section(each, indent)) for each in sections if each]
        lines = "\n\n".join(texts).split("\n")
        return Code(
            "\n".join(f"{' ' * indent}{line}" if line else "" for line in lines).lstrip(" ")
        )

    def _section_of(self, name: Name) -> int:
        """The standard library, then libraries, then the project that the pipeline belongs to."""
        package = self._sources[name].package
        if package in STDLIB:
            return 0
        return 1 if package in self._libraries or package in _OTHERS else 2

    def _section(self, sources: set[_Source], indent: int) -> list[str]:
        whole = sorted((each for each in sources if not each.module), key=_by_path)
        lines = [f"import {self._as(source)}" for source in whole]
        members = sorted((each for each in sources if each.module), key=_by_member)
        found: dict[tuple[Key, str], list[_Source]] = {}
        for each in members:  # those with other names each have a statement of their own
            own = "" if self._called[each] == each.name else each.name
            found.setdefault((module_key(each.module), own), []).append(each)
        statements = sorted(found.values(), key=lambda those: _by_member(those[0]))
        lines += [_from(each[0].module, list(map(self._as, each)), indent) for each in statements]
        return lines

    def _as(self, source: _Source) -> str:
        called = self._called[source]
        return source.name if called == source.name else f"{source.name} as {called}"


_BUILTINS = _Source("", "builtins")
_USERS = (NameOf, Borrowed)
_OTHERS = frozenset({"numpy", "pandas", "polars", "pyarrow"})
"""Libraries whose own classes are types of values."""


def _source(name: Name) -> _Source:
    if isinstance(name, Borrowed):
        return _Source(name.module, name.name, name.otherwise)
    if isinstance(name, Imported):
        return _Source(name.module, name.name)
    module, _, last = name.ref.module.rpartition(".")
    return _Source(module, last)


def _by_path(source: _Source) -> Key:
    return module_key(source.path)


def _by_member(source: _Source) -> Key:
    return (module_key(source.module), member_key(source.name))


def _call(sources: Iterable[_Source], taken: Iterable[str]) -> dict[_Source, str]:
    """A name for each source that is not taken, and that no other has."""
    wanted: dict[str, list[_Source]] = {}
    for source in sources:
        wanted.setdefault(source.name, []).append(source)
    used = set(taken)
    called: dict[_Source, str] = {}
    crowded: list[_Source] = []
    for name, those in wanted.items():
        if len(those) > 1 or name in used:
            crowded += those
        else:
            called[those[0]] = name
    used |= set(called.values())
    for source in sorted(crowded, key=lambda each: each.path):
        name = source.otherwise
        if not name or name in used:
            name = source.path.replace(".", "_")
        while name in used:
            name += "_"
        used.add(name)
        called[source] = name
    return called


def _from(module: str, names: list[str], indent: int) -> str:
    line = f"from {module} import {', '.join(names)}"
    if indent + width(line) <= COLUMNS:
        return line
    return "\n".join([f"from {module} import (", *(f"    {name}," for name in names), ")"])


def _refuse(names: Iterable[Name]) -> None:
    paths = {
        f"{each.module}.{each.name}".removeprefix(".")
        if isinstance(each, Imported)
        else f"{each.ref.module}:{each.ref.name}"
        for each in names
    }
    wrong = [each for each in sorted(paths) if not _importable(each)]
    if wrong:
        raise CompileError(
            Diagnostic(
                code="DC402",
                message=f"{each!r} cannot be reached by an import statement",
                fix="define it at the top level of a module, both named by plain identifiers",
            )
            for each in wrong
        )


def _importable(path: str) -> bool:
    parts = path.replace(":", ".").split(".")
    return parts[0] != "__main__" and all(
        each.isidentifier() and each not in KEYWORDS for each in parts
    )
