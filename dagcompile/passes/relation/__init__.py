"""Whether the values of one type are values of another, decided on IR types alone.

    relate("list[int]", "list[float]", types)    Relation(verdict="proven")
    relate("list[float]", "list[int]", types)    Relation(verdict="guarded", reason="element: ...")
    relate("list[int]", "dict[str, int]", types) Relation(verdict="impossible", reason="...")

A type is the set of the values its guard accepts. *Proven*: every value of the source is one of
the target. *Impossible*: none is. *Guarded*: neither is known, and a guard has to look.
"""

from collections.abc import Mapping

from dagcompile.ir.records import Type, TypeKey
from dagcompile.passes.relation.engine import Relations
from dagcompile.passes.relation.verdicts import Relation, Verdict

__all__ = ["Relation", "Relations", "Verdict", "relate"]


def relate(source: TypeKey, target: TypeKey, table: Mapping[TypeKey, Type]) -> Relation:
    """The relation of two types of a table. To ask more than once, make a `Relations`.

    Raises:
        KeyError: a key is not in the table.
    """
    return Relations(table).relate(source, target)
