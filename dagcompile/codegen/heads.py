"""The first line of the function of a pipeline: its params, and the type of what it returns."""

from collections.abc import Mapping

from dagcompile.codegen.calls import V1
from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import Call, Expr, Imported, Parameter, Signature, Subscript, name
from dagcompile.codegen.literals import literal
from dagcompile.codegen.names import identifiers
from dagcompile.codegen.params import is_fixed
from dagcompile.codegen.types import TypeWriter
from dagcompile.ir.clocks import zone_of
from dagcompile.ir.records import Meaning, Param


def signature_of(
    meaning: Meaning, *, run: Parameter, types: TypeWriter, constants: Mapping[str, Code | str]
) -> Signature:
    """The signature of the function of a pipeline.

    Args:
        run: its first parameter.
        constants: what a default is called that stands above the function, by its param.
    """
    params = [
        Parameter(
            Code(param.name),
            _annotation(param, meaning, types),
            _default(param, constants),
            keyword_only=True,
        )
        for param in meaning.params
    ]
    function = identifiers([meaning.name], reserved=frozenset())[meaning.name]
    return Signature(Code(function), (run, *params), _return_type(meaning, types))


def _annotation(param: Param, meaning: Meaning, types: TypeWriter) -> Expr:
    """The type of a param; of a partition that is no day, with what says that it is whole."""
    type_ = types.write(param.type)
    if param.partition is None or param.partition.length == "day":
        return type_
    zone = zone_of(meaning) if param.partition.length == "hour" else None
    tz = () if zone is None else (("tz", literal(zone)),)
    whole = Call(Imported(V1, "begins"), (literal(param.partition.length),), tz)
    return Subscript(Imported("typing", "Annotated"), (type_, whole))


def is_single(meaning: Meaning) -> bool:
    """Whether the pipeline returns one value and not several by name."""
    return len(meaning.outputs) == 1 and meaning.outputs[0].name == "result"


def _default(param: Param, constants: Mapping[str, Code | str]) -> Expr | None:
    """The default of a param. One that could be changed stands above the function by name."""
    if param.default is None:
        return None
    if is_fixed(param.default.value):
        return literal(param.default.value)
    return name(constants[param.name])


def _return_type(meaning: Meaning, types: TypeWriter) -> Expr:
    if not meaning.outputs:
        return name("None")
    return types.write(meaning.outputs[0].type) if is_single(meaning) else Imported(V1, "Outputs")
