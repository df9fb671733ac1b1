"""Whether what was written by one version of a type is read by another.

Values travel as JSON made from their declared type; bounds and checks have no part in that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dagcompile.ir.records import (
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
)
from dagcompile.targets.airflow.json_forms import Types, alternative


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A question about types of two versions. `met` are the pairs that are being compared: a type
    that contains itself is read if all else of it is.
    """

    old: Types
    new: Types
    met: set[tuple[TypeKey, TypeKey]] = field(default_factory=set)

    def reads(self, old: TypeKey, new: TypeKey) -> bool:
        """Whether what was written as a value of `old` is read as one of `new`."""
        if (old, new) in self.met:
            return True
        self.met.add((old, new))
        before, now = _plain(old, self.old), _plain(new, self.new)
        if isinstance(now, Union) and (other := alternative(now, self.new)) is not None:
            return self._reads_one(before, old, other)
        match before, now:
            case Collection(item=one), Collection(item=other):
                return before.type == now.type and self.reads(one, other)
            case DictType(), DictType():
                return self._all((before.key, before.value), (now.key, now.value))
            case TupleType(items=ones), TupleType(items=others):
                return self._all(ones, others)
            case RecordType(), RecordType():
                return before.form == now.form and self._record(before, now)
            case Union(members=ones), Union(members=others):
                return all(each in others and self.reads(each, each) for each in ones)
            case _:
                return _leaf(before, now)

    def _reads_one(self, before: Type, old: TypeKey, new: TypeKey) -> bool:
        """What may be None or a value of `new`, both written as they are."""
        if isinstance(before, Union):
            other = alternative(before, self.old)
            return other is not None and self.reads(other, new)
        return before == Scalar(name="None") or self.reads(old, new)

    def _all(self, old: Sequence[TypeKey], new: Sequence[TypeKey]) -> bool:
        pairs = zip(old, new, strict=False)
        return len(old) == len(new) and all(self.reads(*each) for each in pairs)

    def _record(self, old: RecordType, new: RecordType) -> bool:
        before, now = {each.name: each for each in old.fields}, {each.name for each in new.fields}
        if old.form == "namedtuple" and [*before] != [each.name for each in new.fields]:
            return False
        return before.keys() <= now and all(
            self.reads(before[each.name].type, each.type)
            if each.name in before
            else not each.required
            for each in new.fields
        )


def _plain(key: TypeKey, types: Types) -> Type:
    type_ = types[key]
    while isinstance(type_, Refined):
        type_ = types[type_.base]
    return type_


def _leaf(old: Type, new: Type) -> bool:
    match old, new:
        case Scalar(name="int"), Scalar(name="float"):
            return True
        case LiteralType(values=before), LiteralType(values=now):
            return all(each in now for each in before)
        case EnumType(members=before), EnumType(members=now):
            return set(before) <= set(now)
        case FrameType(library=before), FrameType(library=now):
            return before == now
        case FactType(file=before), FactType(file=now):
            return before == now and old.ref == new.ref
        case _:
            return old == new
