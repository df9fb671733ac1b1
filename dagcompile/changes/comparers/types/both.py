"""The types of two versions in one table, where those of the old one can be told from the new.

    both = Both({"Row": Row with amount: int, ...}, {"Row": Row with amount: float, ...})
    both.effect("list[Row]", "list[Row]")       "widened"
    both.effect("int", "int | None")            "widened"

A class that is in both by one name is one class, as it was and as it is: an instance of the one is
one of the other if its fields are of the types of the other's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Literal, TypeAlias

from dagcompile.changes.comparers.types.bounds import implies, looser
from dagcompile.changes.same import same
from dagcompile.ir.records import (
    CheckDef,
    ClassType,
    Collection,
    Column,
    DictType,
    EnumType,
    FactType,
    FrameType,
    RecordType,
    Ref,
    Refined,
    TupleType,
    Type,
    TypeKey,
    Union,
)
from dagcompile.ir.text import check_text, type_text, union_order
from dagcompile.ir.uses import parts_of
from dagcompile.passes.relation import Relations
from dagcompile.passes.secrets import Secrecy

Effect: TypeAlias = Literal["same", "widened", "narrowed", "changed"]
"""What became of the values of a type. *Widened*: every one it had is still one. *Narrowed*: every
one it has was one before. *Same*: both; *changed*: neither is known.
"""

Table: TypeAlias = Mapping[TypeKey, Type]


def joined(*effects: Effect) -> Effect:
    """What becomes of a value whose parts change so, each by itself."""
    found = {each for each in effects if each != "same"}
    return next(iter(found), "same") if len(found) < 2 else "changed"


class Both:
    """Two type tables that name the same things alike. What is asked for first is made then."""

    def __init__(self, old: Table, new: Table) -> None:
        self.old, self.new = old, new
        self.differing = tuple(key for key in new if key in old and not same(old[key], new[key]))
        self._apart = frozenset(_reaching(self.differing, old, new))
        self._mark = "was:"
        while any(self._mark in key for key in (*old, *new)):
            self._mark += ":"
        self._was: dict[TypeKey, TypeKey] = {}
        self._relations: Relations | None = None

    def effect(self, before: TypeKey, after: TypeKey) -> Effect:
        """What became of the values of the old type `before` when it was made the new `after`.

        Raises:
            KeyError: a key is not in the table of its version.
        """
        if before == after and before not in self._apart:
            return "same"
        relations, was = self._related(), self._key(before)
        widened = relations.relate(was, after).verdict == "proven"
        narrowed = relations.relate(after, was).verdict == "proven"
        if widened:
            return "same" if narrowed else "widened"
        return "narrowed" if narrowed else "changed"

    def shows(self, before: TypeKey, after: TypeKey) -> bool:
        """Whether a secret of the old type is none of the new."""
        return not Secrecy(self._related().types).keeps(self._key(before), after)

    def hides(self, before: TypeKey, after: TypeKey) -> bool:
        """Whether what is a secret of the new type was none of the old."""
        return not Secrecy(self._related().types).keeps(after, self._key(before))

    # --- one table --------------------------------------------------------------------------

    def _related(self) -> Relations:
        if self._relations is None:
            known = {self._key(key): self._parted(key) for key in self.old}
            self._relations = Relations(_filled({**known, **self.new}, self._twins()))
        return self._relations

    def _key(self, key: TypeKey) -> TypeKey:
        """The name that a type of the old table has in the one table."""
        if key not in self._was:
            self._was[key] = self._made(key)
        return self._was[key]

    def _made(self, key: TypeKey) -> TypeKey:
        text = type_text(self._parted(key))
        if key in self._apart and text == key:
            return self._mark + key  # it has no name of its own, and says not all in its text
        return text

    def _parted(self, key: TypeKey) -> Type:
        """A type of the old table, told apart from the new one of its name."""
        type_ = self.old[key]
        match type_:
            case Union(members=members):
                return Union(members=union_order(map(self._key, members)))
            case Collection():
                return replace(type_, item=self._key(type_.item))
            case TupleType(items=items):
                return TupleType(items=tuple(map(self._key, items)))
            case DictType():
                return DictType(key=self._key(type_.key), value=self._key(type_.value))
            case Refined():
                return self._refined(key, type_)
            case RecordType() | EnumType() | ClassType() | FactType() | FrameType():
                return self._nominal(key, type_)
            case _:
                return type_

    def _refined(self, key: TypeKey, type_: Refined) -> Type:
        if type_.name and key in self._apart:
            type_ = replace(type_, name=self._mark + type_.name)
        if type_.name:
            self._was[key] = type_.name  # before its base is asked for, which may hold it
        return replace(type_, base=self._key(type_.base))

    def _nominal(
        self, key: TypeKey, type_: RecordType | EnumType | ClassType | FactType | FrameType
    ) -> Type:
        parted = replace(type_, ref=self._marked(type_.ref)) if key in self._apart else type_
        if not isinstance(parted, RecordType):
            return parted
        self._was[key] = type_text(parted)  # before its fields are asked for, which may hold it
        fields = [replace(each, type=self._key(each.type)) for each in parted.fields]
        return replace(parted, fields=tuple(fields))

    def _marked(self, ref: Ref) -> Ref:
        return Ref(module=self._mark + ref.module, name=ref.name)

    def _twins(self) -> dict[Ref, Ref]:
        """The classes that stand twice in the one table, each to the other."""
        twins: dict[Ref, Ref] = {}
        for key in self._apart & self.old.keys() & self.new.keys():
            old, new = self.old[key], self.new[key]
            if isinstance(old, RecordType | ClassType) and _is_alike(old, new):
                was = self._marked(old.ref)
                twins |= {old.ref: was, was: old.ref}
        return twins


def _is_alike(old: RecordType | ClassType, new: Type) -> bool:
    """Whether instances of a class as it was may be instances of it as it is."""
    if not isinstance(old, RecordType) or not isinstance(new, RecordType):
        return isinstance(new, ClassType) and isinstance(old, ClassType)
    return old.form == new.form or {old.form, new.form} == {"dataclass", "model"}


def _reaching(wanted: tuple[TypeKey, ...], *tables: Table) -> set[TypeKey]:
    """`wanted` and all types that are made of one of them."""
    holders: dict[TypeKey, list[TypeKey]] = {}
    for table in tables:
        for key, type_ in table.items():
            for part in parts_of(type_):
                holders.setdefault(part, []).append(key)
    found, waiting = set(wanted), list(wanted)
    while waiting:
        fresh = set(holders.get(waiting.pop(), ())) - found
        found |= fresh
        waiting += fresh
    return found


# --- what is known beside the records themselves ------------------------------------------------

Limits: TypeAlias = Mapping[str, Mapping[str, CheckDef]]
"""The checks that stand in a table, by their name and then by their text."""


def _filled(table: dict[TypeKey, Type], twins: Mapping[Ref, Ref]) -> dict[TypeKey, Type]:
    """The same types, with each class a base of its twin, and with all checks that follow."""
    limits: dict[str, dict[str, CheckDef]] = {}
    for type_ in table.values():
        for check in _checks_of(type_):
            if check.ref is None:
                limits.setdefault(check.name, {})[check_text(check)] = check
    return {key: _known(type_, twins, limits) for key, type_ in table.items()}


def _checks_of(type_: Type) -> Iterator[CheckDef]:
    match type_:
        case Refined():
            yield from type_.checks
        case FrameType():
            for column in (*type_.columns, *type_.index):
                yield from column.checks
        case _:
            return


def _known(type_: Type, twins: Mapping[Ref, Ref], limits: Limits) -> Type:
    match type_:
        case RecordType() | ClassType():
            more = [twins[each] for each in (type_.ref, *type_.bases) if each in twins]
            return replace(type_, bases=(*type_.bases, *more)) if more else type_
        case Refined():
            return replace(type_, checks=_implied(type_.checks, limits))
        case FrameType():
            return replace(
                type_,
                columns=tuple([_limited(each, limits) for each in type_.columns]),
                index=tuple([_limited(each, limits) for each in type_.index]),
            )
        case _:
            return type_


def _limited(column: Column, limits: Limits) -> Column:
    return replace(column, checks=_implied(column.checks, limits)) if column.checks else column


def _implied(checks: tuple[CheckDef, ...], limits: Limits) -> tuple[CheckDef, ...]:
    """Some checks, and those of `limits` that follow from them."""
    known = {check_text(each): each for each in checks}
    for ours in checks:
        for name in looser(ours.name):
            for text, theirs in limits.get(name, {}).items():
                if text not in known and implies(ours, theirs):
                    known[text] = theirs
    return tuple(known.values())
