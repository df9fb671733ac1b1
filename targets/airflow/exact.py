"""Whether a schema of the form says all that a type asks for, so that what it takes is a value.

Where it does not, the first task of the run looks at what was given, and no step runs in vain.
"""

from dagcompile.ir.records import (
    Collection,
    EnumType,
    LiteralType,
    Refined,
    Scalar,
    TypeKey,
    Union,
)
from dagcompile.targets.airflow.json_forms import Types, alternative
from dagcompile.targets.airflow.schemas import says, schema_of

_SAID = frozenset({"None", "bool", "int", "float", "str", "Path", "Decimal", "date"})
"""Scalars of which every JSON is one that the schema takes."""


def is_exact(key: TypeKey, types: Types) -> bool:
    """Whether whatever the schema of a type takes is a value of it."""
    type_ = types[key]
    match type_:
        case Scalar(name=name):
            return name in _SAID
        case EnumType():
            return True
        case LiteralType():
            return "enum" in schema_of(key, types)
        case Refined():
            return is_exact(type_.base, types) and all(
                says(type_, each, types) for each in type_.checks
            )
        case Union():
            other = alternative(type_, types)
            return other is not None and is_exact(other, types)
        case Collection(type="list", item=item):  # of which the kind is said, and no more
            return types[item] in (Scalar(name="str"), Scalar(name="bool"), Scalar(name="float"))
        case _:
            return False
