"""The modules that whoever reads the tasks of a graph imports.

Tasks travel by pickle, which names what can be imported: ops, checks, types of guards, classes of
configs. So a pickle is asked which names it has, and nothing of it is made.
"""

import pickle  # of our own values, in the process that made them
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from dagcompile.runtime.dask.graph import tasks
from dagcompile.runtime.dask.graph.graph import Graph
from dagcompile.runtime.dask.shim import DataNode, TaskRef

_ATOMS = frozenset({type(None), bool, int, float, complex, str, bytes, TaskRef})
_ASKED_OTHERWISE = sys.stdlib_module_names | {"dagcompile", "dask", "distributed", "cloudpickle"}
"""Packages that everyone has, and those whose versions are compared."""


def modules_of(graph: Graph) -> list[str]:
    """The modules that are imported to read the tasks of `graph`, in alphabetical order: those of
    the user, of libraries that values come from, and one of dagcompile.
    """
    parts: dict[int, Any] = {}
    for task in graph.tasks.values():
        for part in _parts(task):
            parts.setdefault(id(part), part)
    names = {each for each in _named(list(parts.values())) if _is_asked(each)}
    return sorted({tasks.__name__} | names)


def _parts(task: Any) -> Iterator[Any]:
    """What a task is made of, without what a thousand others hold one each of."""
    if isinstance(task, DataNode):
        yield task.value
        return
    match task.func:
        case tasks.Call() as call:
            yield call.fn
            yield from (call.options or {}).values()
        case tasks.Guard() as guard:
            yield guard.types
        case _:
            pass
    yield from (each for each in (*task.args, *task.kwargs.values()) if type(each) not in _ATOMS)


def _named(parts: list[Any]) -> set[str]:
    """The modules that a pickle of `parts` names. Without those that cannot be pickled."""
    names: set[str] = set()
    try:
        _Names(parts, names).load()
    except Exception:  # noqa: BLE001  (whoever sends it tells which, and why)
        for part in parts if len(parts) > 1 else ():
            names |= _named([part])
    return names


def _is_asked(name: str) -> bool:
    root = name.partition(".")[0]
    return root not in _ASKED_OTHERWISE and root != "__main__"


_BY_TEXT = {
    ("cloudpickle.cloudpickle", "subimport"),  # a module that a function by value uses
    ("dagcompile.authoring.operations", "_restored"),  # an op, and what it is called there
}
"""Functions that import the module which their first argument names."""


class _Makes(type):
    """Its class stands for whatever a pickle says to make, call or fill: each gives itself."""

    def __call__(cls, *_args: Any, **_kwargs: Any) -> Any:
        return cls

    def __setstate__(cls, state: Any) -> None: ...

    def __setitem__(cls, key: Any, value: Any) -> None: ...

    def append(cls, value: Any) -> None:
        """Of a list."""

    def extend(cls, values: Any) -> None:
        """Of a list."""

    def add(cls, value: Any) -> None:
        """Of a set."""


class _Nothing(metaclass=_Makes):
    def __new__(cls, *_args: Any, **_kwargs: Any) -> Any:
        return cls


class _Names(pickle.Unpickler):
    """Reads a pickle of `value` for the modules that it names, which join `names`."""

    def __init__(self, value: Any, names: set[str]) -> None:
        import cloudpickle  # type: ignore[import-untyped]  # without annotations and stubs

        buffers: list[pickle.PickleBuffer] = []  # large arrays, of which nothing is copied
        text = cloudpickle.dumps(value, protocol=5, buffer_callback=buffers.append)
        super().__init__(BytesIO(text), buffers=buffers)
        self.names = names

    def find_class(self, module: str, name: str, /) -> Any:
        self.names.add(module)
        return self._imported if (module, name) in _BY_TEXT else _Nothing

    def _imported(self, module: str, *_: Any) -> Any:
        self.names.add(module)
        return _Nothing
