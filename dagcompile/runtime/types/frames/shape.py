"""A frame with a contract: of pandas, of polars (eager or lazy), or a table of pyarrow."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from dagcompile.runtime.types.base import (
    BaseShape,
    Extent,
    Json,
    Violation,
    unencodable,
)
from dagcompile.runtime.types.frames.contract import CheckFact, FrameContract, Library
from dagcompile.runtime.types.frames.queries import total_of
from dagcompile.runtime.types.names import class_text, lookup, short

if TYPE_CHECKING:
    from dagcompile.runtime.types.files import FileForm
    from dagcompile.runtime.types.frames.arrow import ArrowJudge
    from dagcompile.runtime.types.frames.judging import ModelJudge
    from dagcompile.runtime.types.shapes import Shape

_CLASSES: dict[Library, tuple[str, str]] = {
    "pandas": ("pandas", "DataFrame"),
    "polars": ("polars", "DataFrame"),
    "lazy": ("polars", "LazyFrame"),
    "arrow": ("pyarrow", "Table"),
}
_ANNOTATIONS: dict[Library, str] = {
    "pandas": "pandera.typing.DataFrame",
    "polars": "pandera.typing.polars.DataFrame",
    "lazy": "pandera.typing.polars.LazyFrame",
}


def library_of(cls: type) -> Library | None:
    """The library whose frames are the instances of `cls` itself, if there is one."""
    for library, (module, name) in _CLASSES.items():
        if cls.__name__ == name and cls is lookup(sys.modules.get(module), name):
            return library
    return None


_LIBRARIES = frozenset(module for module, _ in _CLASSES.values())


def frame_class(library: Library) -> type | None:
    """The class of frames of a library, None where nobody has imported it."""
    module, name = _CLASSES[library]
    cls = lookup(sys.modules.get(module), name)
    return cls if isinstance(cls, type) else None


def plain_class(cls: type) -> type:
    """The class of frames that `cls` marks, if it is one of pandera's, else `cls` itself.

    What `DataFrame[Flights](...)` makes is a frame as any other, and holds nothing besides.
    """
    if not cls.__module__.startswith("pandera.typing."):
        return cls
    return next((base for base in cls.__mro__ if library_of(base) is not None), cls)


@dataclass(frozen=True, eq=False)
class FrameShape(BaseShape):
    """A frame of `library` that keeps the contract of `model`: a `DataFrameModel` of pandera, or
    for a table of pyarrow its `Schema`.
    """

    library: Library
    model: Any

    def __eq__(self, other: object) -> bool:
        return self._key == other._key if isinstance(other, FrameShape) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[Any, ...]:
        what = self.text if self.library == "arrow" else self.model
        return (type(self), self.library, what)

    def _text(self) -> str:
        if self.library == "arrow":
            from dagcompile.runtime.types.frames.arrow import schema_text

            return schema_text(self.model)
        return f"{_ANNOTATIONS[self.library]}[{class_text(self.model)}]"

    @cached_property
    def contract(self) -> FrameContract:
        """What is asked of the frame. Raises `UnsupportedType`."""
        if self.library == "arrow":
            from dagcompile.runtime.types.frames.arrow import arrow_contract

            return arrow_contract(self.text, self.model)
        from dagcompile.runtime.types.frames.models import contract_of

        return contract_of(self.text, self.model, library=self.library)

    @property
    def lazy(self) -> bool:
        return self.library == "lazy"

    @property
    def cls(self) -> type | None:
        """The class of the frames, None where nobody has imported the library."""
        return frame_class(self.library)

    def belongs(self, value: object) -> bool:
        cls = self.cls
        return cls is not None and isinstance(value, cls)

    @cached_property
    def _judge(self) -> "ModelJudge | ArrowJudge":
        if self.library == "arrow":
            from dagcompile.runtime.types.frames.arrow import ArrowJudge

            return ArrowJudge(self.model, self.contract)
        from dagcompile.runtime.types.frames.judging import ModelJudge

        return ModelJudge(self.model, self.contract, self.library)

    def accepts(self, value: object) -> bool:
        return self.belongs(value) and self._judge.accepts(value)

    def exactly(self, value: object) -> bool:
        return self.belongs(value)

    def violations(self, value: object, path: str = "") -> Iterator[Violation]:
        if not self.belongs(value):
            cls = type(value)
            frame = cls.__module__.partition(".")[0] in _LIBRARIES
            yield Violation(path, self.text, class_text(cls), "" if frame else short(value))
        else:
            yield from self._judge.violations(value, path)

    def extent(self, value: object) -> Extent | None:
        if not self.belongs(value):
            return None
        # how many rows a lazy one has is known where it was run
        count = total_of(value) if self.library == "lazy" else len(cast(Any, value))
        return None if count is None else Extent("rows", count)

    def shallow(self) -> "Shape":
        return cast("Shape", ShallowFrame(self.library, self.model))

    def sampled(self, count: int) -> "Shape":
        return cast("Shape", SampledFrame(self.library, self.model, count))

    def file_form(self) -> "FileForm":
        from dagcompile.runtime.types.frames.parquet import parquet_form

        return parquet_form(self.library)

    def encode(self, value: Any) -> Json:
        if not self.belongs(value):
            raise unencodable(self, value)
        return self.file_form().encode(value)

    def decode(self, data: Json) -> Any:
        return self.file_form().decode(data)


@dataclass(frozen=True, eq=False)
class ShallowFrame(FrameShape):
    """A frame whose columns and dtypes are those of the contract, whatever its rows hold."""

    @property
    def lazy(self) -> bool:
        return False

    def accepts(self, value: object) -> bool:
        return self.belongs(value) and self._judge.fits(value)

    def violations(self, value: object, path: str = "") -> Iterator[Violation]:
        if not self.belongs(value):
            yield from super().violations(value, path)
        else:
            yield from self._judge.misfits(value, path)


@dataclass(frozen=True, eq=False)
class SampledFrame(FrameShape):
    """A frame with a contract, of which `count` rows are looked at.

    Checks that may look at more than one row are asked of all of them, where there are more. Of
    duplicates only those among the rows that are looked at are found.
    """

    count: int

    @property
    def _key(self) -> tuple[Any, ...]:
        return (*super()._key, self.count)

    def accepts(self, value: object) -> bool:
        return self.belongs(value) and self._judge.accepts(value, self.count)

    def violations(self, value: object, path: str = "") -> Iterator[Violation]:
        if not self.belongs(value):
            yield from super().violations(value, path)
        else:
            yield from self._judge.violations(value, path, self.count)

    def extent(self, value: object) -> Extent | None:
        found = super().extent(value)
        if found is None or found.count <= self.count:
            return found
        whole = ", ".join(self._judge.asked_whole)
        return Extent(found.unit, found.count, self.count, self._unseen, whole)

    @cached_property
    def _unseen(self) -> str:
        """What the rows that are looked at do not tell."""
        contract = self.contract
        unique = contract.unique or any(
            each.unique for each in (*contract.columns, *contract.index)
        )
        several = any(_makes_unique(each) for each in contract.checks)
        return "duplicates among the other rows" if unique or several else ""


def _makes_unique(fact: CheckFact) -> bool:
    return fact.name == "multiple_fields_uniqueness" or bool(dict(fact.params).get("unique"))
