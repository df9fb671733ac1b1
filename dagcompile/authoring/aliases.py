"""The names that authors gave to types, so that generated code may print them.

    Flights = Annotated[list[Flight], Check(not_empty)]     # in flights/contracts.py
    def clean(flights: contracts.Flights) -> contracts.Flights: ...

A name counts when it is bound, in the module of the op or in a module that it imports, to the
very object that annotates a port.
"""

from collections.abc import Container, Iterable, Iterator
from types import ModuleType
from typing import Any, get_args

from dagcompile.authoring.annotations import namespace
from dagcompile.authoring.callables import under
from dagcompile.authoring.origins import home_of
from dagcompile.authoring.signatures import Out, Slot
from dagcompile.ir import records as ir
from dagcompile.runtime.types import UnsupportedType, shape_of

_NOT_THEIRS = ("builtins", "typing", "typing_extensions", "types", "collections", "dagcompile")


class Aliases:
    """Names of the types in a type table, gathered from the ports that are shown to it."""

    def __init__(self, table: Container[ir.TypeKey]) -> None:
        self._table = table
        self._found: dict[ir.TypeKey, tuple[bool, str, str]] = {}
        self._indexes: dict[str, dict[int, list[str]]] = {}
        self._modules: dict[str, list[ModuleType]] = {}
        self._imports: dict[str, dict[str, tuple[str, str]]] = {}
        self._seen: set[tuple[str, int]] = set()

    def note(self, fn: Any, ports: "Iterable[Slot | Out]") -> None:
        """Enter the names of the types of `ports`, as seen from the module of `fn`."""
        names = namespace(under(fn))
        here = str(names.get("__name__", ""))
        for port in ports:
            for annotation in _parts(port.annotation):
                if (here, id(annotation)) not in self._seen:
                    self._seen.add((here, id(annotation)))
                    self._enter(annotation, here, names)

    def entries(self) -> tuple[tuple[ir.TypeKey, ir.Ref], ...]:
        """What was found, sorted by type."""
        return tuple(
            (key, ir.Ref(module=module, name=name))
            for key, (_, module, name) in sorted(self._found.items())
        )

    def _enter(self, annotation: object, here: str, names: dict[str, Any]) -> None:
        for module, name in self._names(annotation, here, names):
            try:
                key = shape_of(annotation).text
            except UnsupportedType:
                return
            if key in self._table:
                # Of several names the public ones come first, then the least.
                entry = (name.startswith("_"), *home_of(module, name, self._imports))
                self._found[key] = min(entry, self._found.get(key, entry))

    def _names(
        self, annotation: object, here: str, names: dict[str, Any]
    ) -> Iterator[tuple[str, str]]:
        for name in self._index(here, names).get(id(annotation), ()):
            yield here, name
        if here not in self._modules:
            self._modules[here] = [each for each in names.values() if _is_theirs(each)]
        for each in self._modules[here]:
            for name in self._index(each.__name__, vars(each)).get(id(annotation), ()):
                yield each.__name__, name

    def _index(self, module: str, names: dict[str, Any]) -> dict[int, list[str]]:
        """The names of a module that are bound to annotations, by the number of the object."""
        if module not in self._indexes:
            index = self._indexes[module] = {}
            for name, value in list(names.items()):
                if not name.startswith("__") and _is_annotation(value):
                    index.setdefault(id(value), []).append(name)
        return self._indexes[module]


def _is_theirs(value: object) -> bool:
    return isinstance(value, ModuleType) and value.__name__.split(".")[0] not in _NOT_THEIRS


def _parts(annotation: object) -> Iterator[object]:
    """`annotation` and the annotations inside it that are not plain classes."""
    if _is_annotation(annotation):
        yield annotation
        for each in get_args(annotation):
            yield from _parts(each)


def _is_annotation(value: object) -> bool:
    """Whether it is a type that is more than a class: parametrised, a union, an alias."""
    if isinstance(value, type) and not get_args(value):
        return False
    made_here = type(value).__module__ in ("typing", "types", "typing_extensions")
    return made_here and bool(get_args(value) or hasattr(value, "__value__"))
