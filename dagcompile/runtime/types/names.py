r"""Texts for classes, functions and literal values: the same in every process and version.

class_text(datetime.date)             # 'date'
class_text(app.ops.Row)               # 'app.ops.Row'
class_text(polars.DataFrame)          # 'polars.DataFrame'
unimportable(app.ops.Row)             # None
literal_text({"b": 1, "a": "é"})      # "{'b': 1, 'a': '\xe9'}"
"""

import enum
import json
import re
import reprlib
import sys
from functools import cache
from importlib import import_module
from typing import Any

SCALARS: dict[str, tuple[str, str]] = {
    "None": ("types", "NoneType"),
    "bool": ("builtins", "bool"),
    "int": ("builtins", "int"),
    "float": ("builtins", "float"),
    "str": ("builtins", "str"),
    "bytes": ("builtins", "bytes"),
    "date": ("datetime", "date"),
    "datetime": ("datetime", "datetime"),
    "time": ("datetime", "time"),
    "timedelta": ("datetime", "timedelta"),
    "Decimal": ("decimal", "Decimal"),
    "UUID": ("uuid", "UUID"),
    "Path": ("pathlib", "Path"),
}
"""Scalar name to the module and attribute of its class; modules are imported when needed."""

_SHORT = 80
_ADDRESS = re.compile(" at 0x[0-9a-fA-F]+>")


@cache
def scalar_class(name: str) -> type:
    """The class of the scalar `name`."""
    module, attribute = SCALARS[name]
    found: type = getattr(import_module(module), attribute)
    return found


def scalar_name(cls: type) -> str | None:
    """The scalar whose class is `cls`, without importing the modules of the others."""
    for name, (module, attribute) in SCALARS.items():
        if cls is getattr(sys.modules.get(module), attribute, None):
            return name
    return "None" if cls is type(None) else None


def class_text(cls: type) -> str:
    """Canonical text of a class: bare for builtins and scalars, else `module.QualName`."""
    if name := scalar_name(cls):
        return name
    module = home_of(cls, cls.__module__)
    return cls.__qualname__ if module == "builtins" else f"{module}.{cls.__qualname__}"


def import_path(thing: object) -> tuple[str, str]:
    """Module and attribute path by which a class or function says that it is found."""
    home: Any = thing if hasattr(thing, "__qualname__") else type(thing)
    module = getattr(home, "__module__", None)
    if module is None:  # a method of a builtin class, such as str.islower
        module = getattr(getattr(home, "__objclass__", None), "__module__", "builtins")
    return home_of(home, str(module)), str(home.__qualname__)


def home_of(thing: Any, module: str) -> str:
    """The module that users import a class or function from, which says that it is of `module`.

    `polars` for `polars.dataframe.frame`, which is free to move. Imports nothing.
    """
    package = module.partition(".")[0]
    if package in _FLAT and lookup(sys.modules.get(package), thing.__qualname__) is thing:
        return package
    return module


def is_internal(module: str) -> bool:
    """Whether only its library imports from `module`."""
    package, dot, _ = module.partition(".")
    return bool(dot) and package in _FLAT


_FLAT = frozenset({"pandas", "pathlib", "polars", "pyarrow"})  # Python 3.13 has `pathlib._local`
"""Packages whose public names are those of the package itself."""


def unimportable(thing: object) -> str | None:
    """Why another process cannot import the class or function `thing`; None when it can."""
    module, path = import_path(thing)
    if not hasattr(thing, "__qualname__"):
        return f"an instance of `{module}.{path}` has no import path; use a function of a module"
    if module == "__main__":
        return f"`{path}` is defined in `__main__`, which another process cannot import"
    if "<lambda>" in path:
        return f"a lambda in `{module}` has no import path; use a function of the module"
    if "<locals>" in path:
        return f"`{module}.{path}` is defined inside a function; move it to the top of its module"
    if lookup(sys.modules.get(module), path) is not thing:
        return f"`{module}.{path}` does not lead to it when imported"
    return None


def lookup(module: object, path: str) -> object:
    """What the attribute path `path` leads to from `module`; None when it leads nowhere."""
    found: object = module
    for part in path.split("."):
        found = getattr(found, part, None)
    return found


def literal_text(value: object) -> str:
    """Source-like text of a literal value, stable between processes and Python versions.

    Raises `ValueError` for a value that is not a literal, an enum member, a class or a function.
    """
    match value:
        case enum.Enum():
            return f"{class_text(type(value))}.{value.name}"
        case type():
            return class_text(value)
        case list() | tuple() | set() | frozenset() if type(value) in _BRACKETS:
            return _sequence_text(value)
        case dict() if type(value) is dict:
            pairs = (f"{literal_text(key)}: {literal_text(item)}" for key, item in value.items())
            return f"{{{', '.join(pairs)}}}"
        case _ if scalar_name(type(value)) or isinstance(value, scalar_class("Path")):
            # ascii, for repr escapes by the unicode tables of the running interpreter
            return ascii(value)
        case _ if callable(value) and unimportable(value) is None:
            return ".".join(import_path(value))
    raise ValueError(f"{short(value)} is not a literal")


_BRACKETS: dict[type, str] = {
    list: "[{}]",
    tuple: "({})",
    set: "{{{}}}",
    frozenset: "frozenset({{{}}})",
}


def _sequence_text(value: Any) -> str:
    items = [literal_text(item) for item in value]
    if isinstance(value, (set, frozenset)):
        items.sort()
    inner = ", ".join(items) + ("," if isinstance(value, tuple) and len(items) == 1 else "")
    return _BRACKETS[type(value)].format(inner)


class _Short(reprlib.Repr):
    """Bounded reprs that survive a failing `__repr__` and show no addresses for it."""

    def repr_bytes(self, x: bytes | bytearray, level: int) -> str:
        return repr(x[:_SHORT])  # which is longer than what is shown, where there is more

    repr_bytearray = repr_bytes

    def repr_instance(self, x: Any, level: int) -> str:
        from dagcompile.runtime.types.secrets import reveals

        try:
            if size := _size_of(x):
                return f"<{class_text(type(x))} of {size}>"
            text = f"<{class_text(type(x))} with a secret>" if reveals(x) else repr(x)
        except Exception:  # noqa: BLE001 - it is the user's, and only shown
            return f"<{class_text(type(x))} with a failing repr>"
        return _ADDRESS.sub(">", text)


_TABULAR = frozenset({"pandas", "polars", "pyarrow", "numpy"})
_FEW = 8
"""Elements of an array that are shown."""


def _size_of(x: Any) -> str:
    """How much there is of a frame, column or array, whose repr is a drawing of many lines.

    Empty for what is none, and for an array of a few numbers, which is shown.
    """
    if not any(base.__module__.partition(".")[0] in _TABULAR for base in type(x).__mro__):
        return ""
    shape = getattr(x, "shape", None)
    if shape is None and type(x).__name__.endswith("Array"):  # of pyarrow
        return f"{_many(len(x), 'row')}, {x.type}"
    if not isinstance(shape, tuple) or not shape:
        return ""
    if hasattr(x, "columns") and len(shape) == 2:
        return f"{_many(shape[0], 'row')}, {_many(shape[1], 'column')}"
    if hasattr(x, "strides"):  # of numpy
        few = x.size <= _FEW and not x.dtype.hasobject
        return "" if few else f"shape {shape}, {x.dtype}"
    return f"{_many(shape[0], 'row')}, {x.dtype}" if hasattr(x, "dtype") else ""


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _make_short() -> _Short:
    made = _Short()
    made.maxstring = made.maxother = made.maxlong = _SHORT
    return made


_REPR = _make_short()


def short(value: object) -> str:
    """Repr of `value` on one line, at most 80 characters; bounded work for builtins."""
    try:
        text = " ".join(_REPR.repr(value).split())
    except Exception:  # noqa: BLE001 - it is the user's, and only shown
        text = f"<{class_text(type(value))} with a failing repr>"
    return text if len(text) <= _SHORT else f"{text[: _SHORT - 1]}…"


def step_text(key: object) -> str:
    """The path step to the value under `key` of a dict: `["amount"]`, `[3]`."""
    if type(key) is str and len(key) < _SHORT:
        return f"[{json.dumps(key, ensure_ascii=not key.isprintable())}]"
    return f"[{short(key)}]"
