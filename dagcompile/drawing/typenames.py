"""Types as a picture names them: without modules, and by the author's own names.

name = TypeNames(index.types, pipeline.docs)
name("list[flights.contracts.Flight]")                 "list[Flight]"
name("Annotated[int, ge=1, le=20]")                    "Top", if the author called it so
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from dagcompile.ir.records import (
    AnyType,
    ClassType,
    Collection,
    DictType,
    Docs,
    EnumType,
    FactType,
    FrameType,
    LiteralType,
    RecordType,
    Ref,
    Refined,
    Scalar,
    TupleType,
    Type,
    TypeKey,
    Union,
)
from dagcompile.ir.text import ref_text, type_text

_NAMED = EnumType | RecordType | ClassType | FrameType | FactType
_FRAMES = {"pandas": "DataFrame", "polars": "DataFrame", "lazy": "LazyFrame", "arrow": "Table"}


class TypeNames:
    """Short names of the types of one pipeline; classes that would share one keep their modules."""

    def __init__(self, types: Mapping[TypeKey, Type], docs: Docs) -> None:
        self._types = types
        self._found: dict[TypeKey, str] = {}
        self._aliases = dict(docs.aliases)
        refs: dict[str, set[Ref]] = defaultdict(set)
        for ref in (*_classes(types), *self._aliases.values()):
            refs[ref.name].add(ref)
        self._shared = {name for name, those in refs.items() if len(those) > 1}

    def __call__(self, key: TypeKey) -> str:
        """The short name of a type; its canonical text where the table does not have it."""
        if key not in self._found:
            alias, type_ = self._aliases.get(key), self._types.get(key)
            if alias is not None:
                self._found[key] = self._bare(alias)
            else:
                self._found[key] = key if type_ is None else self._short(type_)
        return self._found[key]

    def _short(self, type_: Type) -> str:
        match type_:
            case AnyType() | Scalar() | LiteralType():
                return type_text(type_)
            case EnumType() | RecordType() | ClassType():
                return self._bare(type_.ref)
            case FrameType():
                return f"{_FRAMES[type_.library]}[{self._bare(type_.ref)}]"
            case FactType():
                name = self._bare(type_.ref)
                return type_text(type_).replace(ref_text(type_.ref), name, 1)
            case Union():
                return type_text(replace(type_, members=tuple(map(self, type_.members))))
            case Collection():
                return type_text(replace(type_, item=self(type_.item)))
            case TupleType():
                return type_text(replace(type_, items=tuple(map(self, type_.items))))
            case DictType():
                return type_text(replace(type_, key=self(type_.key), value=self(type_.value)))
            case Refined():
                return type_text(replace(type_, base=self(type_.base)))
            case _:
                assert_never(type_)

    def _bare(self, ref: Ref) -> str:
        return ref_text(ref) if ref.name in self._shared else ref.name


def _classes(types: Mapping[TypeKey, Type]) -> tuple[Ref, ...]:
    return tuple(each.ref for each in types.values() if isinstance(each, _NAMED))
