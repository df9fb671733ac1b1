"""From classes and functions to import paths and back.

reference(Cutoff)                                 Ref(module="flights.ops", name="Cutoff")
resolve(Ref(module="flights.ops", name="Cutoff"))          Cutoff
"""

import sys
from functools import reduce
from importlib import import_module

from dagcompile.ir.records import Ref
from dagcompile.runtime.types.names import home_of


def resolve(ref: Ref) -> object:
    """The object that `ref` names.

    Raises:
        ImportError, AttributeError: it leads to nothing.
    """
    found: object = import_module(ref.module)
    return reduce(getattr, ref.name.split("."), found)


def reference(obj: object) -> Ref:
    """How a class or function is imported.

    Raises:
        ValueError: an import would not give it; says why.
    """
    module, name = getattr(obj, "__module__", None), getattr(obj, "__qualname__", None)
    if type(module) is not str or type(name) is not str:
        raise ValueError("it does not say which module it is from")
    if module == "__main__":
        raise ValueError(f"`{name}` is defined in __main__, which no other file can import")
    if not all(part.isidentifier() for part in name.split(".")):
        raise ValueError(f"`{name}` cannot be imported from {module} by its name")
    try:
        holder: object = sys.modules[module]
        found = reduce(getattr, name.split("."), holder)
    except (KeyError, AttributeError):
        raise ValueError(f"there is no `{name}` in {module}") from None
    if found is not obj:
        raise ValueError(f"`{name}` in {module} is something else")
    if is_hidden(module):
        package, _, last = module.rpartition(".")
        raise ValueError(f"{module} cannot be imported: `{last}` in {package} is something else")
    return Ref(module=home_of(obj, module), name=name)


def is_hidden(module: str) -> bool:
    """Whether `from package import module` would give something else than the module.

    So it is after `from flights.clean import clean` in the package `flights` itself.
    """
    package, _, last = module.rpartition(".")
    holder = sys.modules.get(package)
    return holder is not None and getattr(holder, last, None) is not sys.modules.get(module)
