"""Annotations to shapes.

shape_of(list[int | None]).text                         # 'list[int | None]'
shape_of(Annotated[int, Bounds(ge=1)]).text             # 'Annotated[int, ge=1]'
shape_of(Maybe[Row]) == shape_of(Row)                   # True
"""

import types
from dataclasses import dataclass, field
from enum import Enum
from typing import Annotated, Any, ForwardRef, Literal, NewType, Union, get_args, get_origin

from dagcompile.runtime.types.base import UnsupportedType
from dagcompile.runtime.types.classes import parse_class, refusal
from dagcompile.runtime.types.containers import CollectionShape, DictShape, TupleShape
from dagcompile.runtime.types.facts import parameters, with_facts
from dagcompile.runtime.types.frames.annotations import frame_of, with_schema
from dagcompile.runtime.types.hints import alias_value, is_alias
from dagcompile.runtime.types.metadata import is_foreign, laid_over
from dagcompile.runtime.types.names import short
from dagcompile.runtime.types.nominal import AnyShape, LiteralShape
from dagcompile.runtime.types.scalars import ScalarShape
from dagcompile.runtime.types.shapes import Shape
from dagcompile.runtime.types.unions import NONE, union_of

_LITERALS = (bool, int, str, bytes)
_PARAMETERS: dict[Any, int] = {list: 1, set: 1, frozenset: 1, dict: 2}
"""How many parameters a container has: Python itself takes any number."""
_MOST_KEPT = 4096

_by_value: dict[Any, Shape] = {}
_by_identity: dict[int, tuple[Any, Shape]] = {}


def shape_of(annotation: Any) -> Shape:
    """The set of values that `annotation` stands for. Raises `UnsupportedType`.

    Shapes are kept: by the annotation when equal ones mean the same, else by its identity.
    """
    try:
        kept = _by_value.get(annotation)
        hashable = True
    except TypeError:
        kept, hashable = None, False
    if kept is not None:
        return kept
    same = _by_identity.get(id(annotation))
    if same is not None and same[0] is annotation:
        return same[1]
    parser = _Parser()
    shape = parser.parse(annotation)
    if hashable and not parser.foreign:
        _keep(_by_value, annotation, shape)
    else:
        _keep(_by_identity, id(annotation), (annotation, shape))
    return shape


def _keep(kept: dict[Any, Any], key: Any, value: Any) -> None:
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[key] = value


@dataclass
class _Parser:
    """One parse. `foreign` tells that libraries' metadata was met, whose equality is loose."""

    foreign: bool = False
    aliases: list[Any] = field(default_factory=list)

    def parse(self, annotation: Any) -> Shape:
        origin = get_origin(annotation)
        if (frame := frame_of(annotation)) is not None:
            return frame
        if is_alias(annotation) or is_alias(origin):
            return self._alias(annotation)
        if origin is None:
            return self._plain(annotation)
        if origin is Annotated:
            self.foreign |= any(map(is_foreign, annotation.__metadata__))
            beside = annotation.__metadata__
            base = with_schema(self.parse(annotation.__origin__), beside, annotation)
            return laid_over(annotation, with_facts(base, beside, annotation), beside)
        if origin is Union or origin is types.UnionType:
            return union_of(map(self.parse, get_args(annotation)))
        if origin is Literal:
            return _literal(annotation)
        return self._generic(annotation, origin)

    def _plain(self, annotation: Any) -> Shape:
        if annotation is None:
            return NONE
        if annotation is Any or annotation is object:
            return AnyShape()
        if isinstance(annotation, NewType):
            return self.parse(annotation.__supertype__)
        if getattr(annotation, "_name", None) == "LiteralString":
            return ScalarShape("str")
        if isinstance(annotation, type):
            return parse_class(annotation)
        if isinstance(annotation, (str, ForwardRef)):
            reason = "a name in quotes is understood only in the fields of a record"
            raise UnsupportedType(annotation, reason)
        raise UnsupportedType(annotation, refusal(annotation))

    def _alias(self, annotation: Any) -> Shape:
        if annotation in self.aliases:
            reason = "an alias that holds itself has no end; use a dataclass, or Any in its place"
            raise UnsupportedType(annotation, reason)
        self.aliases.append(annotation)
        shape = self.parse(alias_value(annotation))
        self.aliases.pop()
        return shape

    def _generic(self, annotation: Any, origin: Any) -> Shape:
        arguments = get_args(annotation)
        if not arguments and not _is_empty_tuple(annotation):
            return self._plain(origin)  # typing.List without parameters
        _refuse_number(annotation, origin, len(arguments))
        if origin is dict:
            return DictShape(self.parse(arguments[0]), self.parse(arguments[1]))
        if origin is tuple:
            return self._tuple(annotation, arguments)
        for name, cls in (("list", list), ("set", set), ("frozenset", frozenset)):
            if origin is cls:
                return CollectionShape(name, self.parse(arguments[0]))  # type: ignore[arg-type]
        if isinstance(origin, type) and (registered := parameters(annotation, origin)) is not None:
            return registered
        raise UnsupportedType(annotation, refusal(origin, parameters=True))

    def _tuple(self, annotation: Any, arguments: tuple[Any, ...]) -> Shape:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return CollectionShape("tuple", self.parse(arguments[0]))
        if Ellipsis in arguments:
            raise UnsupportedType(annotation, "... stands only behind the one type of all elements")
        return TupleShape(tuple(map(self.parse, arguments)))


def _refuse_number(annotation: Any, origin: Any, given: int) -> None:
    wanted = _PARAMETERS.get(origin, given)
    if given != wanted:
        types_ = "1 type" if wanted == 1 else f"{wanted} types"
        reason = f"{origin.__name__} takes {types_}, and is given {given}"
        raise UnsupportedType(annotation, reason)


def _is_empty_tuple(annotation: Any) -> bool:
    # tuple[()] and typing.Tuple[()] have no arguments either, but were given them
    return get_origin(annotation) is tuple and hasattr(annotation, "__args__")


def _literal(annotation: Any) -> Shape:
    values = get_args(annotation)
    for value in values:
        if not (value is None or type(value) in _LITERALS or isinstance(value, Enum)):
            reason = f"{short(value)} is not a bool, int, str, bytes, None or enum member"
            raise UnsupportedType(annotation, reason)
    members: list[Shape] = [LiteralShape((value,)) for value in values if value is not None]
    return union_of([*members, *([NONE] if None in values else [])])
