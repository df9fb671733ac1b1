"""Values of registered types: all wanted facts known and equal, or one of them another.

    ndarray, dtype='int8', ndim=2 -> ndarray, ndim=2            proven
    ndarray, dtype='int8'         -> ndarray, dtype='int16'     impossible
    ndarray, dtype='int8'         -> ndarray, ndim=2            guarded: it may have 3
    matrix                        -> ndarray                    guarded

Facts of two classes are two things, though one derives from the other: what the support of the
base says of an instance is not known from what the support of the derived class says.
"""

from dagcompile.ir.records import AnyType, ClassType, FactType
from dagcompile.ir.text import ref_text, value_text
from dagcompile.passes.relation.verdicts import (
    PROVEN,
    Plain,
    Relation,
    guarded,
    impossible,
    weakened,
)


def as_class(type_: FactType) -> ClassType:
    """All instances of the class, whatever they show."""
    return ClassType(ref=type_.ref, bases=type_.bases)


def relate_facts(
    source: AnyType | Plain | FactType, target: FactType, as_classes: Relation
) -> Relation:
    """Any type to a registered one, given how it is related to the mere class of that."""
    if isinstance(source, FactType) and source.ref == target.ref:
        return _by_fact(source, target)
    return weakened(as_classes, f"what is asked of `{ref_text(target.ref)}` need not hold")


def _by_fact(source: FactType, target: FactType) -> Relation:
    known = {name: value_text(value) for name, value in source.facts}
    unknown = PROVEN
    for name, value in target.facts:
        wanted = value_text(value)
        if name not in known:
            if unknown is PROVEN:
                unknown = guarded(f"`{name}` need not be {wanted}")
        elif known[name] != wanted:
            return impossible(f"`{name}` is {known[name]}, not {wanted}")
    if target.checked and not source.checked:
        return weakened(unknown, f"what is asked of `{ref_text(target.ref)}` need not hold")
    return unknown
