"""Arrays of numpy, registered as a third party would register a type of its own.

NDArray[np.float64]                              dtype='float64'
np.ndarray[tuple[int, int], np.dtype[np.int8]]   dtype='int8', ndim=2
"""

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, get_args, get_origin

from dagcompile.runtime.types.support import Fact, TypeSupport

if TYPE_CHECKING:
    import numpy as np

    Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]


class ArraySupport(TypeSupport["Array"]):
    """Shows `dtype` (numpy's name of it), `ndim` and `shape`; is written as an npy file."""

    fact_names = ("dtype", "ndim", "shape")
    suffix = "npy"

    def facts_of(self, annotation: Any) -> Mapping[str, Fact]:
        shape, dtype = (*get_args(annotation), Any)[:2]
        facts: dict[str, Fact] = {}
        if (ndim := _ndim(shape)) is not None:
            facts["ndim"] = ndim
        if (name := _dtype_name(dtype)) is not None:
            facts["dtype"] = name
        return facts

    def normal(self, name: str, value: Any) -> Fact:
        if name == "dtype":
            return _named(value)
        if name == "ndim" and not (type(value) is int and value >= 0):
            raise ValueError(f"{value!r} is no number of dimensions")
        if name == "shape" and not (
            type(value) is tuple and all(type(each) is int and each >= 0 for each in value)
        ):
            raise ValueError(f"{value!r} is no shape; write a tuple of ints such as (3, 4)")
        fact: Fact = value
        return fact

    def facts(self, value: "Array") -> Mapping[str, Fact]:
        return {"dtype": _name(value.dtype), "ndim": value.ndim, "shape": value.shape}

    def size(self, value: "Array") -> int:
        return value.nbytes

    def dump(self, value: "Array") -> bytes:
        from numpy.lib import format as npy

        dtype = value.dtype
        if dtype.hasobject:
            raise ValueError(f"an array of dtype {dtype} holds objects, which an npy file does not")
        if not _is_kept(dtype):
            raise ValueError(f"an npy file does not keep all of the dtype {dtype!r}")
        file = io.BytesIO()
        # the version that has names of fields in every script; np.save warns where it takes it
        npy.write_array(file, value, version=(3, 0), allow_pickle=False)
        return file.getvalue()

    def load(self, data: bytes) -> "Array":
        import numpy as np

        array: Array = np.load(io.BytesIO(data), allow_pickle=False)
        return array


ARRAYS = ArraySupport()
"""What the entry point of `numpy.ndarray` leads to."""


def _ndim(shape: Any) -> int | None:
    """How many dimensions a type of shapes has, None where it does not say."""
    parts = get_args(shape)
    if shape is Any or isinstance(shape, TypeVar) or not parts or parts[-1] is Ellipsis:
        return None
    return len(parts)


def _dtype_name(dtype: Any) -> str | None:
    """The name of the dtype in `np.dtype[...]`, None where any will do."""
    import numpy as np

    scalar = next(iter(get_args(dtype)), Any)
    if scalar is Any or scalar is np.generic or isinstance(scalar, TypeVar):
        return None
    return _named(get_origin(scalar) or scalar)  # of np.floating[Any], say


def _named(given: Any) -> str:
    """The dtype that `given` stands for: a dtype of numpy, a scalar type, or the name of one."""
    import numpy as np

    named = isinstance(given, (str, type, np.dtype))
    try:
        dtype = np.dtype(given) if named else None
    except TypeError:
        dtype = None
    if dtype is None and isinstance(given, type) and issubclass(given, np.generic):
        raise ValueError(
            f"np.{given.__name__} stands for several dtypes; write one of them, such as np.float64"
        )
    if dtype is None:
        raise ValueError(f"{given!r} is no dtype; write the name of one, such as 'float64'")
    if dtype in (np.dtype("M8"), np.dtype("m8")):
        raise ValueError(f"{dtype.name} is of any unit; write one, as Facts(dtype='{dtype}[ns]')")
    return _name(dtype)


def _name(dtype: "np.dtype[Any]") -> str:
    """Numpy's name of a dtype; without the length of texts, bytes and records."""
    return _OF_ANY_LENGTH.get(dtype.kind) or dtype.name


_OF_ANY_LENGTH = {"U": "str", "S": "bytes", "V": "void"}


def _is_kept(dtype: "np.dtype[Any]") -> bool:
    """Whether an npy file brings back the dtype as it was."""
    from numpy.lib import format as npy

    parts = [dtype, *(field[0] for field in (dtype.fields or {}).values())]
    if any(part.metadata for part in parts):
        return False
    return bool(npy.descr_to_dtype(npy.dtype_to_descr(dtype)) == dtype)
