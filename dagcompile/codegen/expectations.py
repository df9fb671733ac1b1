"""Expectations as generated code writes them, whatever the target.

    expect(checks.not_empty, of="result", severity="warn")
    expect(checks.rows_kept, "result", least=0.9)(flights=load_flights)

The names of outputs stand in the first call, for the run time has the values; those of inputs in a
second one, with what stands for them here.
"""

from collections.abc import Callable

from dagcompile.codegen.calls import V1
from dagcompile.codegen.expr import Atom, Call, Expr, Imported, ListOf, NameOf, name
from dagcompile.codegen.literals import literal, with_keywords
from dagcompile.codegen.strings import quote
from dagcompile.ir.records import Expect, Expectation, Mapping, OpDef, OpNode, Source


def is_late(expectation: Expectation) -> bool:
    """Whether it looks at an output, so that it waits for the body and for its guards."""
    return any(look.side == "output" for look in expectation.looks)


def early(node: OpNode) -> list[Expectation]:
    """What is expected of the inputs of a node alone."""
    return [each for each in node.expectations if not is_late(each)]


def late(node: OpNode) -> list[Expectation]:
    """What is expected of the outputs of a node."""
    return [each for each in node.expectations if is_late(each)]


def given(node: OpNode | Expect, op: OpDef | None = None) -> dict[str, Source]:
    """The source of each input of a node by its port, literal defaults of its `op` included."""
    wired = {each.port: each.source for each in node.inputs}
    if op is None:
        return wired
    defaults = {each.name: each.default for each in op.inputs if each.default is not None}
    return {**defaults, **wired}


def looked_at(node: OpNode, op: OpDef) -> dict[str, Source]:
    """The sources of the inputs that are looked at together with outputs, by port, in the order of
    the op's inputs.
    """
    ports = {look.port for each in late(node) for look in each.looks if look.side == "input"}
    return {port: source for port, source in given(node, op).items() if port in ports}


def expects(
    expectations: list[Expectation], value: Callable[[str], Expr]
) -> list[tuple[str, Expr]]:
    """The keyword argument that holds some expectations; none where there are none.

    Args:
        value: gives what stands for an input by its port.
    """
    if not expectations:
        return []
    return [("expects", ListOf(tuple(expected(each, value) for each in expectations)))]


def expected(expectation: Expectation, value: Callable[[str], Expr]) -> Expr:
    """One expectation, as the call of `expect` that makes it."""
    inputs = [look.port for look in expectation.looks if look.side == "input"]
    outputs = [look.port for look in expectation.looks if look.side == "output"]
    settings: list[tuple[str, Expr]] = []
    if expectation.by_position:
        settings.append(("of", Atom(quote((inputs + outputs)[0]))))
        outputs = []
    if expectation.severity != "error":
        settings.append(("severity", literal(expectation.severity)))
    if expectation.secret:
        settings.append(("secret", name("True")))
    if expectation.name != f"{expectation.ref.module}.{expectation.ref.name}":
        settings.append(("name", Atom(quote(expectation.name))))
    own = () if expectation.form == "column" else expectation.params
    made: Expr = with_keywords(
        Imported(V1, "expect"),
        [*settings, *((key, literal(each)) for key, each in own)],
        _asked(expectation),
        *(Atom(quote(each)) for each in outputs),
    )
    if not inputs:
        return made
    values: list[tuple[str | None, Expr]] = [(each, value(each)) for each in inputs]
    return Call(made, (), tuple(values))


def _asked(expectation: Expectation) -> Expr:
    """The function or model of an expectation, or the check of a column, as a call."""
    if expectation.form != "column":
        return NameOf(expectation.ref)
    params = dict(expectation.params)
    given = params["given"]
    assert isinstance(given, Mapping)
    named = [(str(key), literal(value)) for key, value in given.items]
    return with_keywords(
        Imported(V1, "column"), named, literal(params["column"]), literal(params["check"])
    )
