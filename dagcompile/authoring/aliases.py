"""The names that authors gave to types, so that generated code may print them.

    Flights = Annotated[list[Flight], Check(not_empty)]     # in flights/contracts.py
    def clean(flights: contracts.Flights) -> contracts.Flights: ...

A name counts when it is bound, in the module of the op or in a module that it imports, to the
very object that annotates a port.
"""

import ast
import inspect
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any, get_args

from dagcompile.authoring.annotations import namespace
from dagcompile.ir import records as ir
from dagcompile.runtime.types import UnsupportedType, shape_of

if TYPE_CHECKING:
    from dagcompile.authoring.signatures import Out, Slot

_NOT_THEIRS = ("builtins", "typing", "typing_extensions", "types", "collections", "dagcompile")

Found = dict[ir.TypeKey, tuple[bool, str, str]]
"""By type: whether the name is private, the module, the name; the least of several is kept."""


def note(found: Found, fn: object, ports: "Iterable[Slot | Out]", table: Iterable[str]) -> None:
    """Enter the names of the types of `ports`, as seen from the module of `fn`."""
    known = set(table)
    for port in ports:
        for annotation in _parts(port.annotation):
            for module, name in _names_of(annotation, fn):
                key = _key(annotation)
                if key in known:
                    entry = (name.startswith("_"), module, name)
                    found[key] = min(entry, found.get(key, entry))


def aliases(found: Found) -> tuple[tuple[ir.TypeKey, ir.Ref], ...]:
    """What was found, sorted by type."""
    return tuple(
        (key, ir.Ref(module=module, name=name)) for key, (_, module, name) in sorted(found.items())
    )


def _parts(annotation: object) -> Iterator[object]:
    """`annotation` and the annotations inside it that are not plain classes."""
    if _is_annotation(annotation):
        yield annotation
        for each in get_args(annotation):
            yield from _parts(each)


def _key(annotation: object) -> str:
    try:
        return shape_of(annotation).text
    except UnsupportedType:
        return ""


def _names_of(annotation: object, fn: object) -> Iterator[tuple[str, str]]:
    names = namespace(inspect.unwrap(fn) if callable(fn) else fn)
    here = str(names.get("__name__", ""))
    for name in _index(names).get(id(annotation), ()):
        yield _home(here, name)
    for value in names.values():
        if isinstance(value, ModuleType) and value.__name__.split(".")[0] not in _NOT_THEIRS:
            for name in _index(vars(value)).get(id(annotation), ()):
                yield _home(value.__name__, name)


def _index(names: dict[str, Any]) -> dict[int, list[str]]:
    """Names by the number of the type they are bound to; only of what looks like a type."""
    index: dict[int, list[str]] = {}
    for name, value in list(names.items()):
        if not name.startswith("__") and _is_annotation(value):
            index.setdefault(id(value), []).append(name)
    return index


def _is_annotation(value: object) -> bool:
    """Whether it is a type that is more than a class: parametrised, a union, an alias."""
    if isinstance(value, type) and not get_args(value):
        return False
    made_here = type(value).__module__ in ("typing", "types", "typing_extensions")
    return made_here and bool(get_args(value) or hasattr(value, "__value__"))


def _home(module: str, name: str) -> tuple[str, str]:
    """Where `name` of `module` is defined: the module that it was imported from, if it was."""
    seen = set()
    while (module, name) not in seen:
        seen.add((module, name))
        origin = _imported(module).get(name)
        if origin is None or origin[0] not in sys.modules:
            break
        module, name = origin
    return module, name


@lru_cache(maxsize=256)
def _imported(module: str) -> dict[str, tuple[str, str]]:
    """Names that a module takes from others at its top level: where they come from."""
    loaded = sys.modules.get(module)
    try:
        tree = ast.parse(inspect.getsource(loaded)) if loaded is not None else None
    except (OSError, TypeError, SyntaxError):
        tree = None
    found = {}
    for node in tree.body if tree is not None else ():
        if isinstance(node, ast.ImportFrom):
            package = getattr(loaded, "__package__", "") or ""
            parts = (
                package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            )
            origin = ".".join([*parts, *([node.module] if node.module else [])])
            for each in node.names:
                found[each.asname or each.name] = (origin, each.name)
    return found
