"""Annotations of frames to shapes, known by their names: the libraries are not imported for it.

frame_of(DataFrame[Flights])                    # FrameShape('pandas', Flights)
shape_of(Annotated[pa.Table, FLIGHTS])          # FrameShape('arrow', FLIGHTS)
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast, get_args, get_origin

from dagcompile.runtime.types.base import UnsupportedType
from dagcompile.runtime.types.frames.contract import Library
from dagcompile.runtime.types.frames.shape import FrameShape, library_of
from dagcompile.runtime.types.names import class_text

if TYPE_CHECKING:
    from dagcompile.runtime.types.shapes import Shape

_GENERICS: dict[tuple[str, str], Library] = {
    ("pandera.typing.pandas", "DataFrame"): "pandas",
    ("pandera.typing.polars", "DataFrame"): "polars",
    ("pandera.typing.polars", "LazyFrame"): "lazy",
}
_MODELS: dict[Library, str] = {
    "pandas": "pandera.pandas.DataFrameModel",
    "polars": "pandera.polars.DataFrameModel",
    "lazy": "pandera.polars.DataFrameModel",
}
_HOMES = {
    "pandera.api.pandas.model": "pandera.pandas.DataFrameModel",
    "pandera.api.polars.model": "pandera.polars.DataFrameModel",
}


_PLAIN: dict[Library, str] = {
    "pandas": "pd.DataFrame",
    "polars": "pl.DataFrame",
    "lazy": "pl.LazyFrame",
}
_TYPINGS = {
    "pandera.pandas.DataFrameModel": "DataFrame[...] of pandera.typing",
    "pandera.polars.DataFrameModel": "DataFrame[...] of pandera.typing.polars",
}


def kinds_of(cls: type) -> list[str]:
    """The classes of models that `cls` derives from, none of a class that is no model of frames."""
    return [_HOMES[base.__module__] for base in cls.__mro__ if base.__module__ in _HOMES]


def libraries_of(model: type) -> tuple[Library, ...]:
    """The libraries whose frames a model of pandera judges."""
    kinds = kinds_of(model)
    return tuple(library for library, kind in _MODELS.items() if kind in kinds)


def frame_of(annotation: Any) -> FrameShape | None:
    """The shape of a frame with a contract, None for any other annotation.

    Raises:
        UnsupportedType: it is an annotation of pandera that no guard can be made of.
    """
    origin = get_origin(annotation) or annotation
    module = getattr(origin, "__module__", None)
    if not isinstance(module, str) or not module.startswith("pandera.typing."):
        return None
    library = _GENERICS.get((module, origin.__name__))
    if library is None:
        fix = (
            "write DataFrame[Model] of pandera.typing, or DataFrame[Model] or LazyFrame[Model] of"
            " pandera.typing.polars"
        )
        raise UnsupportedType(annotation, "it is no frame with a contract", fix)
    arguments = get_args(annotation)
    if not arguments:
        fix = f"write {origin.__name__}[Model], or {_PLAIN[library]} if any columns will do"
        raise UnsupportedType(annotation, "it says nothing of the columns", fix)
    return _modelled(annotation, arguments[0], library)


def with_schema(base: "Shape", metadata: Iterable[object], annotation: object) -> "Shape":
    """`base`, a table of pyarrow by the schema in `metadata`, if there is one.

    Raises:
        UnsupportedType: the schema stands beside another type, or beside another schema.
    """
    schemas = [each for each in metadata if is_schema(each)]
    if not schemas:
        return base
    if library_of(getattr(base, "cls", object)) != "arrow":
        raise UnsupportedType(annotation, "a schema of pyarrow stands beside `pyarrow.Table` alone")
    if len(schemas) > 1:
        raise UnsupportedType(annotation, "a table is of one schema; leave out the others")
    shape = FrameShape("arrow", schemas[0])
    _ = shape.contract
    return cast("Shape", shape)


def is_schema(item: object) -> bool:
    """Whether `item` is a schema of pyarrow."""
    cls = type(item)
    return cls.__name__ == "Schema" and cls.__module__ in ("pyarrow.lib", "pyarrow")


def _modelled(annotation: Any, model: Any, library: Library) -> FrameShape:
    wanted = _MODELS[library]
    fix = f"write a model of its columns: class Model({wanted})"
    if not isinstance(model, type):
        name = f"{get_origin(annotation).__name__}[...]"
        raise UnsupportedType(name, f"it wants a subclass of `{wanted}`", fix)
    kinds = kinds_of(model)
    if wanted not in kinds:
        other = f"`{class_text(model)}` derives from `{kinds[0]}`; " if kinds else ""
        if kinds:
            fix = f"derive `{model.__name__}` from {wanted}, or write {_TYPINGS[kinds[0]]}"
        raise UnsupportedType(annotation, f"{other}it wants a subclass of `{wanted}`", fix)
    shape = FrameShape(library, model)
    _ = shape.contract  # which refuses what no guard can do
    return shape
