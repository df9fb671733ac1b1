"""Pipelines of numpy arrays for the parity suite. What they end with is plain, for arrays have no
one answer to whether they are equal.
"""

from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dagcompile import Facts, Guard, Maybe, op, pipeline
from dagcompile.testing.parity import Case
from dagcompile.testing.parity.cases.record import case

Vector = Annotated[NDArray[np.float64], Facts(ndim=1)]
Table = np.ndarray[tuple[int, int], np.dtype[np.float64]]


@dataclass(frozen=True)
class Model:
    weights: NDArray[np.float64]
    name: str


class Halves(NamedTuple):
    left: NDArray[np.float64]
    right: Maybe[NDArray[np.float64]]


@op
def ramp(size: int) -> Vector:
    """The numbers up to `size`."""
    return np.arange(size, dtype=np.float64)


@op
def folded(values: Vector) -> Table:
    return values.reshape(2, -1)


@op
def whole(values: NDArray[np.float64]) -> str:
    return f"{values.dtype} {values.shape} {values.sum()}"


@op
def fitted(table: Table) -> Model:
    return Model(weights=table.mean(axis=0), name="mean")


@op
def weighed(model: Model, tables: list[Table], anything: Any) -> str:
    parts = [model.weights, *tables, anything]
    return ", ".join(f"{each.dtype}{each.shape}{each.tolist()}" for each in parts)


@op
def split(values: Vector) -> Halves:
    from dagcompile import SKIP

    at = len(values) // 2
    return Halves(values[:at], values[at:] if at else SKIP)


@op
def maybe_empty(values: Vector) -> NDArray[np.float64] | None:
    return values if len(values) else None


@op
def counted(values: NDArray[np.float64] | None) -> int:
    return -1 if values is None else len(values)


@op
def of_integers(size: int) -> NDArray[np.float64]:
    """It lies: its numbers are integers."""
    return np.arange(size)  # type: ignore[return-value]


@op(guard=Guard(severity="warn"))
def let_through(size: int) -> NDArray[np.float64]:
    return np.arange(size)  # type: ignore[return-value]


@op
def of_any_shape(size: int) -> np.ndarray:
    return np.zeros((size, 2))


@op
def open_array(size: int) -> Any:
    return np.arange(size, dtype=np.int16)


@op
def total(values: np.ndarray) -> float:
    return float(values.sum())


@op
def length(values: Vector) -> int:
    return len(values)


@pipeline
def arrays(size: int = 4) -> str:
    """Arrays alone, in records, in lists and of unknown type."""
    table = folded(ramp(size))
    return weighed(fitted(table), [table, table], open_array(3))


@pipeline
def large_arrays() -> str:
    """More than may travel in a message."""
    return whole(ramp(20_000))


@pipeline
def halved_arrays(size: int) -> tuple[str, str]:
    """Two outputs, one of which may be withheld."""
    parts = split(ramp(size))
    return whole.named("left")(parts.left), whole.named("right")(parts.right)


@pipeline
def optional_arrays(size: int) -> int:
    """An array or nothing."""
    return counted(maybe_empty(ramp(size)))


@pipeline
def wrong_dtype() -> str:
    """An array that is not of its dtype fails its guard."""
    return whole(of_integers(3))


@pipeline
def warned_dtype() -> float:
    """What is only warned of flows on, as the array that it is."""
    return total(let_through(3))


@pipeline
def wrong_shape() -> int:
    """A consumer asks for one dimension, and gets two."""
    return length(of_any_shape(3))


CASES: tuple[Case, ...] = (
    case(arrays, "arrays travel as they are"),
    case(large_arrays, "a large array is stored"),
    case(halved_arrays, "an array of two is there", name="halved_arrays", size=4),
    case(halved_arrays, "an array may be withheld", name="withheld_array", size=1),
    case(optional_arrays, "an array that may be none is one", name="an_array", size=2),
    case(optional_arrays, "an array that may be none is none", name="no_array", size=0),
    case(wrong_dtype, "a guard finds another dtype", lies=True),
    case(warned_dtype, "an array of another dtype is let through", lies=True),
    case(wrong_shape, "a guard of a consumer finds another shape"),
)
