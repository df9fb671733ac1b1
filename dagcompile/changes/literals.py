"""How two literals differ, as far as a run can tell.

difference(1, True)                                     "other": equal to Python, and not the same
difference({"a": 1, "b": 2}, {"b": 2, "a": 1})          "order": who goes through them sees it
difference({1, 2}, {2, 1})                              "unseen": sets have no order
"""

from typing import Literal, TypeAlias, assert_never

from dagcompile.changes.same import same
from dagcompile.ir.compact import compact
from dagcompile.ir.records import Instance, Mapping, Member, Sequence, Symbol, Text, Value

Difference: TypeAlias = Literal["none", "unseen", "order", "other"]
"""`unseen`: the values are the same to all who hold them. `order`: they are equal, and a dict of
them has its entries in another order.
"""


def difference(old: Value, new: Value) -> Difference:
    """How `new` differs from `old`."""
    if same(old, new):
        return "none"
    if same(_settled(old), _settled(new)):
        return "unseen"
    return "order" if same(_settled(old, dicts="any"), _settled(new, dicts="any")) else "other"


def _settled(value: Value, *, dicts: Literal["own", "any"] = "own") -> Value:
    """`value` with what has no order in one: sets, fields of instances, and `any` dicts."""
    match value:
        case Sequence():
            items = [_settled(each, dicts=dicts) for each in value.items]
            if value.type in ("set", "frozenset"):
                items.sort(key=compact)
            return Sequence(type=value.type, items=tuple(items))
        case Mapping():
            pairs = [(_settled(k, dicts=dicts), _settled(v, dicts=dicts)) for k, v in value.items]
            return Mapping(items=tuple(sorted(pairs, key=compact) if dicts == "any" else pairs))
        case Instance():
            fields = [(name, _settled(v, dicts=dicts)) for name, v in value.fields]
            return Instance(cls=value.cls, fields=tuple(sorted(fields, key=compact)))
        case None | bool() | int() | float() | str() | Text() | Member() | Symbol():
            return value
        case _:
            assert_never(value)
