"""Annotations of frames to shapes, known by their names: the libraries are not imported for it.

frame_of(DataFrame[Flights])                    # FrameShape('pandas', Flights)
frame_of(Annotated[pa.Table, FLIGHTS])          # FrameShape('arrow', FLIGHTS)
"""

from typing import Any, get_args, get_origin

from dagcompile.runtime.types.base import UnsupportedType
from dagcompile.runtime.types.frames.contract import Library
from dagcompile.runtime.types.frames.shape import FrameShape
from dagcompile.runtime.types.names import class_text

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
        known = (
            "DataFrame[Model] of pandera.typing, DataFrame or LazyFrame of pandera.typing.polars"
        )
        raise UnsupportedType(annotation, f"frames are written as {known}")
    arguments = get_args(annotation)
    if not arguments:
        name = f"{origin.__name__}[Model]"
        raise UnsupportedType(annotation, f"it says nothing of the columns; write {name}")
    return _modelled(annotation, arguments[0], library)


def _modelled(annotation: Any, model: Any, library: Library) -> FrameShape:
    wanted = _MODELS[library]
    if not isinstance(model, type):
        raise UnsupportedType(annotation, f"it wants a model, a subclass of `{wanted}`")
    kinds = [_HOMES[base.__module__] for base in model.__mro__ if base.__module__ in _HOMES]
    if wanted not in kinds:
        other = f"`{class_text(model)}` derives from `{kinds[0]}`; " if kinds else ""
        raise UnsupportedType(annotation, f"{other}it wants a subclass of `{wanted}`")
    shape = FrameShape(library, model)
    _ = shape.contract  # which refuses what no guard can do
    return shape
