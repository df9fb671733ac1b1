"""Whether the values of one type are values of another, decided on IR types alone.

    relate("list[int]", "list[float]", types)    Relation(verdict="proven")
    relate("list[float]", "list[int]", types)    Relation(verdict="guarded", reason="element: ...")
    relate("list[int]", "dict[str, int]", types) Relation(verdict="impossible", reason="...")

A type is the set of the values its guard accepts. *Proven*: every value of the source is one of
the target. *Impossible*: none is. *Guarded*: neither is known, and a guard has to look.
"""

from dagcompile.passes.relation.engine import Relations, relate
from dagcompile.passes.relation.layouts import library_of
from dagcompile.passes.relation.verdicts import Relation, Verdict

__all__ = ["Relation", "Relations", "Verdict", "library_of", "relate"]
