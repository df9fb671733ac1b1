"""What is expected of a frame as pandera says it: a whole model, or a check of one column.

    column("delay", pa.Check.in_range(-60, 600))
    column("delay", "in_range", max_value=600, min_value=-60)      # the same, as it is written down

Frames are of pandas or polars, whichever the value is; nothing of it is changed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from inspect import signature
from typing import Any

from dagcompile.runtime.types.frames.annotations import libraries_of
from dagcompile.runtime.types.frames.contract import Library
from dagcompile.runtime.types.frames.shape import FrameShape
from dagcompile.runtime.types.names import class_text, import_path, literal_text

_LIBRARIES: dict[tuple[str, str], Library] = {
    ("pandas", "DataFrame"): "pandas",
    ("polars", "DataFrame"): "polars",
    ("polars", "LazyFrame"): "lazy",
}


@dataclass(frozen=True)
class ColumnCheck:
    """A check of pandera over one column: the name of one that it has, or a function that takes the
    column as pandera gives it; and what it is given besides.
    """

    column: str
    check: str | Callable[..., Any]
    given: tuple[tuple[str, Any], ...] = ()

    @property
    def text(self) -> str:
        """What a person reads of it: `delay in_range(max_value=600, min_value=-60)`."""
        check = self.check if isinstance(self.check, str) else ".".join(import_path(self.check))
        given = ", ".join(f"{name}={literal_text(value)}" for name, value in self.given)
        return f"{self.column} {check}({given})" if given else f"{self.column} {check}"

    def __call__(self, frame: Any) -> bool:
        """Whether `frame` passes. Raises as `shape_for` does."""
        return shape_for(self, frame).accepts(frame)


def column(name: str, check: Any, /, **given: Any) -> ColumnCheck:
    """A check of pandera over the column `name`, to be expected of a frame.

    Args:
        name: of the column.
        check: of pandera, or the name of one that it has, or a function at module level.
        given: what the check is given, if not by itself.

    Raises:
        ValueError: it is a check of pandera that only warns.
    """
    if given.get("raise_warning") or getattr(check, "raise_warning", False):
        raise ValueError('a check that only warns is expected with severity="warn"')
    if isinstance(check, str) or not hasattr(check, "_check_fn"):
        return ColumnCheck(name, check, tuple(sorted(given.items())))
    from dagcompile.runtime.types.frames.checks import named

    ((_, fact),) = named([check], owner=name)
    own = getattr(type(check), fact.name, None)
    if own is None:
        return ColumnCheck(name, check._check_fn, fact.params)
    plain = {each.name: each.default for each in signature(own).parameters.values()}
    said = (each for each in fact.params if each[1] != plain.get(each[0], plain))
    return ColumnCheck(name, fact.name, tuple(said))


def shape_for(asked: "type | ColumnCheck", frame: Any) -> FrameShape:
    """The shape of frames like `frame` that are as a model of pandera says, or a check of a column.

    Of a value that the model does not judge, it is that of frames that it does.

    Raises:
        TypeError: a check of a column is asked of what is no frame of pandas or polars.
    """
    if not isinstance(asked, type):
        library = _library_of(frame)
        return FrameShape(library, _model_of(asked, library))
    shapes = [FrameShape(library, asked) for library in libraries_of(asked)]
    return next((each for each in shapes if each.belongs(frame)), shapes[0])


def _library_of(frame: Any) -> Library:
    for cls in type(frame).__mro__:
        library = _LIBRARIES.get((cls.__module__.partition(".")[0], cls.__name__))
        if library is not None:
            return library
    got = class_text(type(frame))
    raise TypeError(f"a frame of pandas or polars is expected, got `{got}`")


_MODELS: dict[tuple[str, Library], type] = {}


def _model_of(asked: ColumnCheck, library: Library) -> type:
    """What makes the schema of a frame with one column, made once: pandera keeps such classes."""
    key = (asked.text, library)
    if key not in _MODELS:
        pa: Any = import_module("pandera.pandas" if library == "pandas" else "pandera.polars")
        given = dict(asked.given)
        made = (
            getattr(pa.Check, asked.check)(**given)
            if isinstance(asked.check, str)
            else pa.Check(asked.check, **given)
        )
        schema = pa.DataFrameSchema({asked.column: pa.Column(None, checks=[made], nullable=True)})
        _MODELS[key] = type("column", (), {"to_schema": staticmethod(lambda: schema)})
    return _MODELS[key]
