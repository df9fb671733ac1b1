"""Types that belong to other libraries: what a distribution says of one, and what is asked of it.

    class GraphSupport(TypeSupport[nx.Graph]):
        fact_names = ("directed", "nodes")
        suffix = "json"

        def facts(self, value: nx.Graph) -> dict[str, Fact]:
            return {"directed": value.is_directed(), "nodes": len(value)}

An entry point of the group `dagcompile.types`, named as the class is imported (`networkx.Graph`),
leads to an instance. Every process that meets the class finds it there.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

from dagcompile.runtime.types.answers import Verdict

T = TypeVar("T")

Fact: TypeAlias = "bool | int | str | tuple[int, ...]"
"""What is said of a value: two are the same if class and value are."""


class TypeSupport(Generic[T]):
    """How values of a class T are described, checked, measured and written.

    All of it has a default: of a class of which nothing is said no more is known than the class.
    What a method raises is told as an error of the distribution that registered it.
    """

    fact_names: ClassVar[tuple[str, ...]] = ()
    """The facts that an annotation may ask for. Each is told by `facts`, of every value."""

    suffix: ClassVar[str] = ""
    """Of the files that `dump` writes, without a dot. Empty: there is no such file, and values stay
    in one process or are pickled by the engine.
    """

    def facts_of(self, annotation: Any) -> Mapping[str, Fact]:
        """What `annotation`, the class with parameters in brackets, says of its values.

        Raises:
            ValueError: it says something that no fact stands for, and what to write instead.
        """
        raise ValueError("its parameters are not understood; write the class without them")

    def normal(self, name: str, value: Any) -> Fact:
        """The fact `name` as `facts` tells it, given as an author wrote it.

        Raises:
            ValueError: there is no such value, and why.
        """
        fact: Fact = value
        return fact

    def facts(self, value: T) -> Mapping[str, Fact]:
        """What `value` shows. It costs little: no element is looked at."""
        return {}

    def check(self, value: T) -> "bool | Verdict":
        """Whether `value` is sound beyond its facts. It may look at all of it."""
        return True

    def size(self, value: T) -> int | None:
        """Bytes that `value` holds; None where that is not known without much work."""
        return None

    def dump(self, value: T) -> bytes:
        """`value` as a file that `load` reads, losing nothing. Of a subclass there is no file.

        Raises:
            ValueError: it cannot be held exactly, and why.
        """
        raise NotImplementedError

    def load(self, data: bytes) -> T:
        """The value of which `data` is the file."""
        raise NotImplementedError


class Facts:
    """What is known of a value of a registered type, beside it: `Facts(dtype="float64", ndim=2)`.

    Facts are bools, ints, texts and tuples of ints; which there are the support of the type says.
    """

    __slots__ = ("_key", "given")

    def __init__(self, /, **facts: Any) -> None:
        self.given: tuple[tuple[str, Any], ...] = tuple(sorted(facts.items()))
        # By repr, since 1 == True must stay two different facts.
        self._key = repr(self.given)

    def __eq__(self, other: object) -> bool:
        return self._key == other._key if isinstance(other, Facts) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        return f"Facts({', '.join(f'{name}={value!r}' for name, value in self.given)})"


def is_fact(value: object) -> bool:
    """Whether `value` can be told as a fact: its class is exactly one of those."""
    if type(value) is tuple:
        return all(type(each) is int for each in value)
    return type(value) in (bool, int, str)


def same_fact(first: object, second: object) -> bool:
    """Whether two facts are one: 1 is not True."""
    return type(first) is type(second) and first == second
