"""The relation of two types: takes unions, literals and checks apart and asks the families.

A type may hold itself, so the pairs under way are taken for proven until the contrary is found;
what was concluded from a pair that turns out not to be is forgotten. `impossible` is never
concluded from such a pair.
"""

from collections.abc import Iterable, Mapping
from typing import assert_never

from dagcompile.ir.records import (
    AnyType,
    ClassType,
    Collection,
    DictType,
    EnumType,
    FactType,
    FrameType,
    LiteralType,
    RecordType,
    Refined,
    Scalar,
    TupleType,
    Type,
    TypeKey,
    Union,
    Value,
)
from dagcompile.ir.text import check_text, type_text
from dagcompile.passes.relation.containers import relate_container
from dagcompile.passes.relation.facts import as_class, relate_facts
from dagcompile.passes.relation.frames import relate_frame
from dagcompile.passes.relation.records import relate_class, relate_record
from dagcompile.passes.relation.scalars import relate_enum, relate_scalar
from dagcompile.passes.relation.values import fit
from dagcompile.passes.relation.verdicts import (
    NO_CHECKS,
    PROVEN,
    Checks,
    Plain,
    Relation,
    any_choice,
    each_choice,
    guarded,
    impossible,
    weakened,
)


class Relations:
    """The relation over one type table. Answers are remembered."""

    def __init__(self, types: Mapping[TypeKey, Type]) -> None:
        self.types: Mapping[TypeKey, Type] = {
            "Any": AnyType(),
            "str": Scalar(name="str"),
            **types,
        }
        self._known: dict[tuple[TypeKey, TypeKey, Checks], Relation] = {}
        self._proven: list[tuple[TypeKey, TypeKey, Checks]] = []

    def relate(self, source: TypeKey, target: TypeKey, checks: Checks = NO_CHECKS) -> Relation:
        """Whether the values of `source` that pass `checks` are values of `target`.

        Raises:
            KeyError: a key is not in the table.
        """
        pair = (source, target, checks)
        known = self._known.get(pair)
        if known is not None:
            return known
        mark = len(self._proven)
        self._known[pair] = PROVEN
        self._proven.append(pair)
        relation = self._related(source, target, checks)
        if relation.verdict != "proven":
            for each in self._proven[mark:]:
                del self._known[each]
            del self._proven[mark:]
            self._known[pair] = relation
        return relation

    def fits(self, value: Value, target: TypeKey, checks: Checks = NO_CHECKS) -> Relation:
        """Whether a literal that passes `checks` is a value of `target`."""
        return fit(value, target, checks, self)

    def _related(self, source: TypeKey, target: TypeKey, checks: Checks) -> Relation:
        ours, theirs = self.types[source], self.types[target]
        if isinstance(theirs, AnyType):
            return PROVEN
        match ours:
            case Refined():
                known = checks.union(map(check_text, ours.checks))
                return self.relate(ours.base, target, known)
            case Union():
                return each_choice(self.relate(each, target, checks) for each in ours.members)
            case LiteralType():
                return each_choice(self.fits(each, target, checks) for each in ours.values)
            case _:
                return self._to(ours, source, target, checks)

    def _to(
        self, ours: "AnyType | Plain | FactType", source: TypeKey, target: TypeKey, checks: Checks
    ) -> Relation:
        theirs = self.types[target]
        match theirs:
            case Union():
                relation = any_choice(self.relate(source, each, checks) for each in theirs.members)
                values = _values(ours)
                if relation.verdict == "proven" or not values:
                    return relation
                return each_choice(self.fits(each, target, checks) for each in values)
            case LiteralType():
                return self._to_literal(ours, source, target, checks)
            case Refined():
                unknown = [text for text in map(check_text, theirs.checks) if text not in checks]
                base = self.relate(source, theirs.base, checks)
                return weakened(base, f"`{unknown[0]}` need not hold") if unknown else base
            case AnyType():
                return PROVEN
            case _:
                return self._plain(ours, theirs)

    def _to_literal(
        self, ours: "AnyType | Plain | FactType", source: TypeKey, target: TypeKey, checks: Checks
    ) -> Relation:
        theirs = self.types[target]
        assert isinstance(theirs, LiteralType)
        if values := _values(ours):
            return each_choice(self.fits(each, target, checks) for each in values)
        if all(self.fits(each, source).verdict == "impossible" for each in theirs.values):
            return impossible(f"`{source}` holds none of `{target}`")
        return guarded(f"a value of `{source}` need not be one of `{target}`")

    def _plain(self, ours: "AnyType | Plain | FactType", theirs: "Plain | FactType") -> Relation:
        if isinstance(theirs, FactType):
            return relate_facts(ours, theirs, self._plain(ours, as_class(theirs)))
        match ours:
            case AnyType():
                return guarded(f"`Any` need not be `{type_text(theirs)}`")
            case Scalar():
                return relate_scalar(ours, theirs)
            case EnumType():
                return relate_enum(ours, theirs)
            case Collection() | TupleType() | DictType():
                return relate_container(ours, theirs, self)
            case RecordType():
                return relate_record(ours, theirs, self)
            case ClassType():
                return relate_class(ours, theirs, self)
            case FrameType():
                return relate_frame(ours, theirs)
            case FactType():
                return relate_class(as_class(ours), theirs, self)
            case _:
                assert_never(ours)


def _values(type_: Type) -> Iterable[Value]:
    """Every value of a type that has few, so that they can be looked at one by one.

    Not of an enumeration: the members of flags may be joined to others.
    """
    match type_:
        case Scalar(name="None"):
            return (None,)
        case Scalar(name="bool"):
            return (False, True)
        case _:
            return ()


def relate(source: TypeKey, target: TypeKey, table: Mapping[TypeKey, Type]) -> Relation:
    """The relation of two types of a table. To ask more than once, make a `Relations`.

    Raises:
        KeyError: a key is not in the table.
    """
    return Relations(table).relate(source, target)
