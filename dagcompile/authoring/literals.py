"""Values that are written into a pipeline: handles, literals, and literal containers of handles."""

from itertools import islice
from typing import Any, cast

from dagcompile.authoring.handles import Handle
from dagcompile.authoring.meant import meant
from dagcompile.diagnostics import CompileError
from dagcompile.ir import records as ir
from dagcompile.ir.values import NotLiteral, to_value
from dagcompile.runtime.types import CheckCrashed, Shape

_SHOWN = 3


class Unfit(Exception):
    """Why a value cannot be wired. `code` is that of its diagnostic."""

    def __init__(self, code: str, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.fix = fix


def encoded(value: object, path: str = "") -> ir.Value:
    """`value`, which is at `path` of what is written, as a value of the IR.

    Raises:
        Unfit: it is no literal, or holds a handle.
    """
    try:
        return to_value(value)
    except NotLiteral as error:
        at = path + error.path
        where = f" at `{at}`" if at else ""
        if type(error.obj) is Handle:
            raise _hidden(value, f"holds {error.obj!r}{where}") from error
        if said := meant(error.obj):
            code, what, fix = said
            raise Unfit(code, f"{f'`{at}`' if at else 'it'} {what}", fix) from error
        raise Unfit(
            "DC117",
            f"{_kind(error.obj)}{where} is not a literal: {error.reason}",
            "give numbers, text, dates, enums and containers or records of them;"
            " make the rest in an op",
        ) from error
    except CompileError as error:  # the encoder looked at a handle more closely than is allowed
        raise _hidden(value, "holds a handle") from error


def encoded_config(config: object) -> ir.Instance:
    """A config, an object of its model, as a value of the IR.

    Raises:
        Unfit: it is no literal, or holds a handle.
    """
    value = encoded(config)
    if isinstance(value, ir.Instance):
        return value
    raise Unfit(
        "DC117",
        f"{_kind(config)} is not written as a call of its class",
        "make the config a model with a field for each of its parts",
    )


def _hidden(value: object, how: str) -> Unfit:
    return Unfit(
        "DC118",
        f"{_kind(value)} {how}; only lists, tuples and dicts may hold handles",
        "pass the handle as an input of its own, or build the object in an op",
    )


def _kind(value: object) -> str:
    return "a handle" if type(value) is Handle else f"an object of class {type(value).__qualname__}"


def misfit(value: object, shape: Shape) -> str:
    """How `value` fails `shape`; empty when it does not."""
    try:
        if shape.accepts(value):
            return ""
        found = list(islice(shape.violations(value), _SHOWN + 1))
    except CheckCrashed as crash:
        error = crash.__cause__
        return f"check `{crash.check}` crashed: {type(error).__name__}: {error}"
    texts = [f"{each.path or 'it'} is {each.got}, expected {each.expected}" for each in found]
    return "; ".join(texts[:_SHOWN]) + ("; and more" if len(texts) > _SHOWN else "")


def source_of(value: object) -> ir.Source:
    """What `value` is as the source of an edge.

    Raises:
        Unfit: it cannot be one.
    """
    return _source(value, (), "")


def handles_in(value: object) -> list[Handle]:
    """The handles in `value`, looking into lists, tuples and dicts, each container once."""
    if not _is_container(value):
        return [value] if type(value) is Handle else []
    found: list[Handle] = []
    waiting: list[Any] = [value]
    seen: set[int] = set()
    while waiting:
        each = waiting.pop()
        if type(each) is Handle:
            found.append(each)
        elif _is_container(each) and id(each) not in seen:
            seen.add(id(each))
            waiting.extend(reversed(_items(each)))
    return found


def _is_container(value: object) -> bool:
    return type(value) is not Handle and isinstance(value, list | tuple | dict)


def _items(container: Any) -> list[Any]:
    return list(container.values() if issubclass(type(container), dict) else container)


def _source(value: Any, around: tuple[int, ...], path: str) -> ir.Source:
    if type(value) is Handle:
        return value._dc_source
    if not (_is_container(value) and handles_in(value)):
        return ir.Const(value=encoded(value, path))
    if id(value) in around:
        raise Unfit("DC117", "a container holds itself", "build it in an op")
    kind = cast("Any", type(value))
    if hasattr(kind, "_fields"):
        raise Unfit(
            "DC119",
            f"the outputs of a step are passed whole, as `{kind.__qualname__}`",
            f"pass one of its fields: {', '.join(f'`.{name}`' for name in kind._fields)}",
        )
    if kind not in (list, tuple, dict):
        raise _hidden(value, "holds a handle")
    inner = (*around, id(value))
    keys: tuple[ir.Value, ...] = tuple(map(encoded, value)) if kind is dict else ()
    names = value if kind is dict else range(len(value))
    items = tuple(
        each._dc_source if type(each) is Handle else _source(each, inner, f"{path}[{name!r}]")
        for name, each in zip(names, _items(value), strict=True)
    )
    type_: Any = kind.__name__
    return ir.Gather(type=type_, items=items, keys=keys)
