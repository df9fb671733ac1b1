"""The configs of one run: what the pipeline gives its nodes, and what a run changes of it.

    configs_for(daily_delays, {"clean": {"max_delay": 300}})   # {"clean": Cutoff(max_delay=300)}

Changes come in layers, a file's below those of the command line. Records and dicts are merged by
field and by key; a list, and a value of a union, replaces what was there. Whatever is not changed
is what the generated file says. All is validated, by the classes of the configs, before a step
runs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from dagcompile.runtime.reading.leaves import Text, opened
from dagcompile.runtime.reading.problems import ConfigError, Problem, near
from dagcompile.runtime.reading.reader import Reader
from dagcompile.runtime.types import (
    CheckCrashed,
    DictShape,
    RecordShape,
    RefinedShape,
    Shape,
    Unencodable,
    UnionShape,
    shape_of,
)
from dagcompile.runtime.types.records import MISSING
from dagcompile.runtime.types.unions import NONE
from dagcompile.runtime.wiring import Wiring, wiring_of


def configs_for(
    function: Callable[..., Any], config: Mapping[str, Any] | None, *, name: str | None = None
) -> dict[str, Any]:
    """The configs that a run of `function` has in place of its own, by node.

    Args:
        config: by node, what changes: names of fields with their values, or a whole config.
        name: of the pipeline, for messages.

    Raises:
        ConfigError: there is no such node or field, or a value is not valid; with every problem.
    """
    if not config:
        return {}
    configs, problems = resolved(wiring_of(function), [config])
    if problems:
        raise ConfigError(name or function.__name__, problems)
    return configs


def resolved(
    wiring: Wiring, layers: Iterable[Mapping[str, Any]]
) -> tuple[dict[str, Any], list[Problem]]:
    """The configs that `layers`, the later over the earlier, change; and what is wrong in them."""
    reader = Reader()
    shapes = {node: shape_of(type(default)) for node, default in wiring.configs.items()}
    changes: dict[str, Any] = {}
    for layer in layers:
        for node, change in _by_node(layer, wiring, reader.problems).items():
            below = changes.get(node, MISSING)
            changes[node] = _over(shapes[node], below, change)
    configs = {
        node: reader.read(shapes[node], change, node, wiring.configs[node])
        for node, change in changes.items()
    }
    return configs, reader.problems


def encoded(configs: Mapping[str, Any]) -> dict[str, Any]:
    """`configs` as JSON builtins where they have such a form: equal ones are encoded the same."""
    forms = dict(configs)
    for node, config in configs.items():
        try:
            forms[node] = shape_of(type(config)).encode(config)
        except (Unencodable, CheckCrashed):
            continue
    return forms


def assigned(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Paths and what was typed for them (`clean.max_delay`, `300`) as one layer.

    What is said later of a place holds; JSON objects are merged with what is said of their parts.
    """
    tree: dict[str, Any] = {}
    for path, text in pairs:
        *folders, last = path.split(".")
        inner = tree
        for name in folders:
            inner[name] = inner = _as_tree(inner.get(name))
        above = opened(Text(text))
        if isinstance(above, dict):
            inner[last] = _as_tree(inner.get(last)) | above
        else:
            inner[last] = Text(text)
    return tree


def _as_tree(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


# --- which node a change is for --------------------------------------------------------------


def _by_node(layer: Mapping[str, Any], wiring: Wiring, problems: list[Problem]) -> dict[str, Any]:
    """The changes in `layer` by node. Ids with dots may be written in parts, and the longest id
    that fits is meant.
    """
    found: dict[str, Any] = {}

    def walk(path: str, value: Any) -> bool:
        beyond = any(node.startswith(f"{path}.") for node in wiring.configs)
        if beyond and isinstance(value, Mapping):
            rest = {name: each for name, each in value.items() if not walk(f"{path}.{name}", each)}
            if path not in wiring.configs:
                problems.extend(_no_such_node(f"{path}.{name}", wiring) for name in rest)
                return True
            if not rest:
                return True
            value = rest
        if path not in wiring.configs:
            return False
        found[path] = value
        return True

    for name, value in layer.items():
        if not walk(str(name), value):
            problems.append(_no_such_node(str(name), wiring))
    return found


def _no_such_node(path: str, wiring: Wiring) -> Problem:
    if path in wiring.nodes:
        return Problem(path, f"this node has no config{_with_config(path, wiring.configs)}")
    return Problem(path, f"there is no such node{_with_config(path, wiring.configs)}")


def _with_config(path: str, nodes: Sequence[str] | Mapping[str, Any]) -> str:
    return near(path, nodes) or f"; nodes with a config: {', '.join(nodes) or 'none'}"


# --- one layer over another ------------------------------------------------------------------


def _over(shape: Shape | None, below: Any, above: Any) -> Any:
    """`above` laid over `below`, both as they were given for a value of type `shape`."""
    match _merged(shape):
        case RecordShape() as record:
            parts: Callable[[str], Shape | None] = {
                each.name: each.shape for each in record.fields
            }.get
        case DictShape(value=value):
            parts = lambda _: value  # noqa: E731
        case _:
            return above
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return above
    return below | {
        name: _over(parts(name), below[name], each) if name in below else each
        for name, each in above.items()
    }


def _merged(shape: Shape | None) -> Shape | None:
    """The type that says how values are merged: that of an optional is the other one."""
    match shape:
        case RefinedShape():
            return _merged(shape.base)
        case UnionShape():
            others = [each for each in shape.members if each != NONE]
            return _merged(others[0]) if len(others) == 1 else None
        case _:
            return shape


def settings_of(wiring: Wiring) -> Iterator[tuple[str, str, Shape, Any]]:
    """Every key that can be changed: its path, what is said of it, its type, and what it is."""
    for node, config in wiring.configs.items():
        yield from settings_in(node, config)


def settings_in(node: str, config: object) -> Iterator[tuple[str, str, Shape, Any]]:
    """The keys of one config, as `settings_of` gives them."""
    from dagcompile.runtime.reading.making import settable
    from dagcompile.runtime.reading.wording import description_of

    def walk(path: str, shape: RecordShape, config: Any) -> Iterator[tuple[str, str, Shape, Any]]:
        read = shape.reader(config)
        for name, type_ in settable(shape).items():
            value = read(name, MISSING)
            inner = shape_of(type(value)) if isinstance(_merged(type_), RecordShape) else None
            if isinstance(inner, RecordShape):
                yield from walk(f"{path}.{name}", inner, value)
            else:
                yield f"{path}.{name}", description_of(shape.cls, name), type_, value

    shape = shape_of(type(config))
    if isinstance(shape, RecordShape):
        yield from walk(node, shape, config)
