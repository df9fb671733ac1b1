"""Where secrets are in the types of a pipeline, and what keeps them.

secrecy = Secrecy(types)
secrecy.shows("list[Secret[str]]")                     # True: its repr shows one
secrecy.shows("app.ops.Login")                         # False: a record hides its own
secrecy.keeps("list[Secret[str]]", "list[str]")        # False
secrecy.written(Const(value="abc"), "Secret[str]")     # [""], the path to what is written
"""

from collections.abc import Iterator
from collections.abc import Mapping as Table
from functools import cached_property

from dagcompile.ir.records import (
    AnyType,
    Collection,
    Const,
    DictType,
    Gather,
    Instance,
    Mapping,
    RecordType,
    Refined,
    Sequence,
    Source,
    TupleType,
    Type,
    TypeKey,
    Union,
    Value,
)
from dagcompile.ir.text import value_text
from dagcompile.ir.uses import parts_of


class Secrecy:
    """The secrets of one type table."""

    def __init__(self, types: Table[TypeKey, Type]) -> None:
        self.types = types
        self._shows: dict[TypeKey, bool] = {}

    @cached_property
    def any(self) -> bool:
        """Whether there is one."""
        return any(isinstance(each, Refined) and each.secret for each in self.types.values())

    def shows(self, key: TypeKey) -> bool:
        """Whether a value of the type is or holds a secret that nothing but the type tells of.

        A record that is known by its class is not one: whoever sees it sees that it holds one.
        """
        if key not in self._shows:
            self._shows[key] = self._reaches_secret(key)
        return self._shows[key]

    def _reaches_secret(self, key: TypeKey) -> bool:
        seen, waiting = {key}, [key]
        while waiting:
            type_ = self.types[waiting.pop()]
            if isinstance(type_, Refined) and type_.secret:
                return True
            if not isinstance(type_, RecordType) or type_.form == "typeddict":
                fresh = set(parts_of(type_)) - seen
                seen |= fresh
                waiting += fresh
        return False

    def keeps(self, source: TypeKey, target: TypeKey) -> bool:
        """Whether no secret of a value of `source` is shown where it is taken for a `target`.

        What may be anything is not looked at, so nothing is said of it.
        """
        return not self.shows(source) or self._kept(self.types[source], self.types[target])

    def _kept(self, ours: Type, theirs: Type) -> bool:
        match theirs:
            case AnyType():
                return True
            case Refined():
                return theirs.secret or self._kept(ours, self.types[theirs.base])
            case Union():
                return any(self._kept(ours, self.types[each]) for each in theirs.members)
            case _:
                return self._parts_kept(ours, theirs)

    def _parts_kept(self, ours: Type, theirs: Type) -> bool:
        match ours:
            case Refined():
                return not ours.secret and self._kept(self.types[ours.base], theirs)
            case Union():
                shown = filter(self.shows, ours.members)
                return all(self._kept(self.types[each], theirs) for each in shown)
            case RecordType():
                return ours == theirs
            case _:
                return self._all_kept(ours, theirs)

    def _all_kept(self, ours: Type, theirs: Type) -> bool:
        """Whether each part is kept by the part in its place."""
        match ours, theirs:
            case TupleType(), Collection():
                pairs = [(each, theirs.item) for each in ours.items]
            case Collection(), TupleType():
                pairs = [(ours.item, each) for each in theirs.items]
            case _ if type(ours) is type(theirs):
                pairs = list(zip(parts_of(ours), parts_of(theirs), strict=False))
            case _:
                return False
        if isinstance(theirs, DictType) and isinstance(self.types[theirs.key], AnyType):
            # Keys that may be anything are shown all the same, as the places of their values.
            return not self.shows(pairs[0][0]) and self.keeps(*pairs[1])
        return all(self.keeps(mine, other) for mine, other in pairs)

    def written(self, source: Source, key: TypeKey) -> Iterator[str]:
        """The paths to literals in `source` that stand for secrets of the type `key`."""
        return (path for path, _ in self.literals(source, key))

    def literals(self, source: Source, key: TypeKey, path: str = "") -> Iterator[tuple[str, Const]]:
        """As `written`, each with the literal."""
        type_ = self.types[key]
        if isinstance(source, Const) and source.value is None:
            return
        if isinstance(source, Const) and isinstance(type_, Refined) and type_.secret:
            yield path, source
            return
        for step, part, inner in _parts(source, type_):
            yield from self.literals(part, inner, path + step)


def _parts(source: Source, type_: Type) -> Iterator[tuple[str, Source, TypeKey]]:
    """The parts of a literal or container, as of `type_`: the step to each, it, and its type."""
    match type_:
        case Refined() | Union():
            yield from (("", source, each) for each in parts_of(type_))
        case Collection():
            yield from ((step, item, type_.item) for step, item in _items(source))
        case TupleType():
            pairs = zip(_items(source), type_.items, strict=False)
            yield from ((step, item, inner) for (step, item), inner in pairs)
        case DictType():
            for name, item in _pairs(source):
                yield "[key]", Const(value=name), type_.key
                yield f"[{value_text(name)}]", item, type_.value
        case RecordType():
            fields: dict[Value, TypeKey] = {each.name: each.type for each in type_.fields}
            for name, item in _pairs(source):
                if name in fields:
                    yield f".{name}", item, fields[name]
        case _:
            return


def _items(source: Source) -> list[tuple[str, Source]]:
    items: tuple[Source, ...] = ()
    if isinstance(source, Gather):
        items = source.items
    elif isinstance(source, Const) and isinstance(source.value, Sequence):
        items = tuple(Const(value=each) for each in source.value.items)
    return [(f"[{at}]", each) for at, each in enumerate(items)]


def _pairs(source: Source) -> list[tuple[Value, Source]]:
    if isinstance(source, Gather):
        return list(zip(source.keys, source.items, strict=False))
    match source:
        case Const(value=Mapping(items=items)):
            return [(name, Const(value=item)) for name, item in items]
        case Const(value=Instance(fields=named)):
            return [(name, Const(value=item)) for name, item in named]
        case _:
            return []
