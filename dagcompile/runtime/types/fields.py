"""The stored fields of each form of record, with their annotations resolved."""

import dataclasses
import inspect
import sys
from collections.abc import Callable
from typing import Annotated, Any

from dagcompile.runtime.types.base import UnsupportedType
from dagcompile.runtime.types.hints import fixed_parameters, is_maybe, resolve, substitute, unwrap
from dagcompile.runtime.types.names import class_text
from dagcompile.runtime.types.records import FieldShape, Form

_Declared = tuple[str, Any, bool]  # name, annotation, whether it is required


def form_of(cls: type) -> Form | None:
    """Which form of record `cls` is; None when it is none."""
    if issubclass(cls, dict) and {"__required_keys__", "__optional_keys__"} <= set(cls.__dict__):
        return "typeddict"
    if issubclass(cls, tuple) and isinstance(getattr(cls, "_fields", None), tuple):
        return "namedtuple"
    if is_model(cls):
        return "model"
    return "dataclass" if dataclasses.is_dataclass(cls) else None


def is_model(cls: type) -> bool:
    """Whether `cls` is a model of pydantic 2, which need not be installed."""
    base = getattr(sys.modules.get("pydantic.main"), "BaseModel", None)
    return base is not None and cls is not base and issubclass(cls, base)


def fields_of(form: Form, cls: type) -> tuple[FieldShape, ...]:
    """The stored fields of `cls` in order. Raises `UnsupportedType`, which names the field."""
    fixed = fixed_parameters(cls)
    return tuple(_field(cls, declared, fixed) for declared in _DECLARED[form](cls))


def declared_names(form: Form, cls: type) -> tuple[str, ...]:
    """The names of the stored fields of `cls`, of which no type is looked at."""
    return tuple(name for name, _, _ in _DECLARED[form](cls))


def keyword_of(name: str, alias: object, config: dict[str, object]) -> str:
    """The keyword that the constructor of a model has for its field `name`.

    Args:
        alias: the field's alias for validation.
        config: of the model.

    Raises:
        ValueError: it has none.
    """
    by_name = config.get("populate_by_name") or config.get("validate_by_name")
    if alias is None or by_name or config.get("validate_by_alias") is False:
        return name
    for each in (alias, *getattr(alias, "choices", ())):
        if type(each) is str:
            return each
    raise ValueError(f"its field `{name}` can only be given by a path of aliases")


def _field(cls: type, declared: _Declared, fixed: dict[Any, Any]) -> FieldShape:
    from dagcompile.runtime.types.parse import shape_of

    name, annotation, required = declared
    owner = _owner(cls, name)
    try:
        found, wrappers = unwrap(resolve(annotation, owner.__module__, owner=owner))
        shape = shape_of(substitute(found, fixed))
    except UnsupportedType as error:
        reason = f"field `{name}` of `{class_text(cls)}`: {error.reason}"
        raise UnsupportedType(error.annotation, reason, error.fix) from error
    required = (required or "Required" in wrappers) and "NotRequired" not in wrappers
    return FieldShape(name, shape, required, is_maybe(found))


def _owner(cls: type, name: str) -> type:
    """The class in whose body the field `name` is declared."""
    for base in cls.__mro__:
        if name in _own_annotations(base):
            return base
    return cls


def _own_annotations(cls: type) -> dict[str, Any]:
    """Annotations in the body of `cls`, as written."""
    if sys.version_info >= (3, 14):
        import annotationlib

        return annotationlib.get_annotations(cls, format=annotationlib.Format.FORWARDREF)
    return inspect.get_annotations(cls)


def _dataclass_fields(cls: Any) -> list[_Declared]:
    return [(item.name, item.type, True) for item in dataclasses.fields(cls)]


def _namedtuple_fields(cls: Any) -> list[_Declared]:
    annotations: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        annotations |= _own_annotations(base)
    return [(name, annotations.get(name, Any), True) for name in cls._fields]


def _typeddict_fields(cls: Any) -> list[_Declared]:
    required = cls.__required_keys__
    return [(name, given, name in required) for name, given in _own_annotations(cls).items()]


def _model_fields(cls: Any) -> list[_Declared]:
    if not cls.__pydantic_complete__:
        cls.model_rebuild(raise_errors=False)
    return [(name, _model_field(info), True) for name, info in cls.model_fields.items()]


def _model_field(info: Any) -> Any:
    if isinstance(info.annotation, str) or not info.metadata:
        return info.annotation
    return Annotated[(info.annotation, *info.metadata)]


_DECLARED: dict[Form, Callable[[Any], list[_Declared]]] = {
    "dataclass": _dataclass_fields,
    "namedtuple": _namedtuple_fields,
    "typeddict": _typeddict_fields,
    "model": _model_fields,
}
