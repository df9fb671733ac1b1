"""Ops with the names that files use themselves, and pipelines in which two names meet."""

from typing import Any

from dagcompile import Maybe, first_of, op, pipeline
from hostile import ops


@op
def after(text: str, step: str, step_: str, load_xcom: str, date: str, list: str) -> str:
    return text + step + step_ + load_xcom + date + list


@op
def load(text: str) -> str:
    return text


@op
def any_(text: str) -> Any:
    return text


@op
def strict(text: str) -> str:
    return text


@pipeline
def imports(text: str = "v") -> list[str]:
    """Nodes are called like what the files import or define."""
    last = ops.same.named("ops")(text)
    for name in (
        "hostile", "meeting", "date", "Decimal", "Run", "Graph", "gather", "Maybe", "Retry", "main",
        "dag", "task", "Param", "Step", "step", "UTC", "datetime", "run", "graph", "imports",
        "load_xcom", "load", "load_xcom_xcom", "print", "class", "None", "str", "list",
    ):  # fmt: skip
        last = ops.twice.named(name)(text, "")
    return [last, text]


@pipeline
def ports(text: str = "v") -> str:
    """Inputs are called like what a task uses itself."""
    return after(
        load(text), load_xcom=load.named("second")(text), step="a", step_="b", date="c", list="d"
    )


@pipeline
def same_as_node(same_as_node: str = "v") -> list[str]:
    """A pipeline, a param and a node of one name."""
    node = ops.same.named("same_as_node")(ops.twice(same_as_node, "w"))
    last = ops.twice.named("last")(node, same_as_node)
    return [last, node, same_as_node]


@pipeline
def dotted(text: str = "v") -> str:
    """Two ids come to one name."""
    return ops.twice(ops.same.named("a.b")(text), ops.same.named("a_b")(text))


@pipeline
def beside_guard(text: str = "v") -> str:
    """A node is called like the guard of another."""
    return ops.same.named("x.guard")(ops.same.named("x")(text))


@pipeline
def beside_input_guard(text: str = "v") -> str:
    """A node is called like the guard of the inputs of another."""
    return ops.same.named("x.guard_inputs")(strict.named("x")(any_(text)))


@pipeline
def beside_guard_by_name(text: str = "v") -> str:
    """A node's name in code is that of the guard of another."""
    return ops.same.named("x_guard")(ops.same.named("x")(text))


@pipeline
def case(text: str = "v") -> list[str]:
    """Ids that differ in case alone are two."""
    return [
        ops.same.named("Load")(text),
        ops.same.named("load")(text),
        ops.same.named("LOAD")(text),
    ]


@pipeline
def alike(text: str = "v") -> list[str]:
    """Ids that Python takes for one identifier."""
    return [ops.same.named("\ufb01le")(text), ops.same.named("file")(text)]


@pipeline
def hides(list: str = "v", str: str = "w", id: str = "x") -> dict[str, str]:
    """Params with the names of builtins, of which the files need one."""
    return ops.table(ops.same.named("a")(list), ops.same.named("b")(str), id)


@pipeline
def hides_nothing(id: str = "v", type: str = "w", print: str = "x", run: str = "y") -> str:
    """Params with the names of builtins that no file needs."""
    return ops.twice(ops.twice.named("b")(id, type), ops.twice.named("a")(print, run))


@pipeline(name="hostile")
def module(text: str = "v") -> str:
    """Called like a module that its files import."""
    return ops.same(text)


@pipeline
def withheld(text: str = "v") -> Maybe[str]:
    """first_of called like its items."""
    first = ops.maybe.named("first_of")(text)
    return first_of.named("first_of_xcom")(first, text)
