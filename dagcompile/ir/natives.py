"""Native work, as far as it is like an op."""

from dagcompile.ir.records import OpDef, Ref


def function_of(op: OpDef) -> Ref | None:
    """The function of an op: of native work its stand-in, None where it has none."""
    return op.ref if op.operator is None else op.operator.stand_in
