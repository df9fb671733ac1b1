"""Values of a class of which no more is known, and a pipeline that asks for every feature."""

from dataclasses import dataclass

from dagcompile import Maybe, Retry, first_of, op, pipeline


class Connection:
    """Has no fields that anybody knows of."""


@dataclass
class Pool:
    """Holds one further in."""

    by_name: dict[str, list[Connection | None]]


@dataclass
class Tree:
    """Holds itself, and one at last."""

    children: "list[Tree]"
    leaf: Connection


@op
def connect() -> Connection:
    return Connection()


@op
def pool() -> Pool:
    return Pool({})


@op
def tree() -> Tree:
    return Tree([], Connection())


@op
def close(connection: Connection) -> str:
    return "closed"


@op
def text(value: str) -> str:
    return value


@op
def second(value: str) -> Maybe[str]:
    return value


@op
def drain(pool: Pool) -> str:
    return "drained"


@op
def fell(tree: Tree) -> str:
    return "felled"


@pipeline
def edge() -> str:
    return close(connect())


@pipeline
def inside() -> str:
    return drain(pool())


@pipeline
def recursive() -> str:
    return fell(tree())


@pipeline
def given(connection: Connection) -> str:
    return close(connection)


@pipeline
def everything(value: str = "v") -> str:
    first = text.named("first").with_policy(retry=Retry(attempts=2))(value)
    other = second(first)
    pick = first_of.named("pick")(other, first)
    return text.named("last").after(first, pick)(value)
