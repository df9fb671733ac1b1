"""Arrays of numpy: what annotations say of them, what they show, and how they travel."""

import subprocess
import sys
from typing import Annotated, Any, TypeVar

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as stn
from numpy.typing import NDArray

from dagcompile import Facts
from dagcompile.runtime.types import FactShape, Undecodable, Unencodable, WrongFacts, shape_of
from dagcompile.runtime.verdict import examine

Scalar = TypeVar("Scalar", bound=np.generic)

DTYPES: st.SearchStrategy[np.dtype[Any]] = st.one_of(
    stn.boolean_dtypes(),
    stn.integer_dtypes(endianness="?"),
    stn.floating_dtypes(endianness="?"),
    stn.complex_number_dtypes(),
    stn.datetime64_dtypes(),
    stn.timedelta64_dtypes(),
    stn.unicode_string_dtypes(),
    stn.byte_string_dtypes(),
)
ARRAYS: st.SearchStrategy[NDArray[Any]] = stn.arrays(
    st.one_of(DTYPES, stn.array_dtypes(DTYPES, max_size=3)),
    stn.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
)


@pytest.mark.parametrize(
    ("annotation", "facts"),
    [
        (np.ndarray, {}),
        (NDArray[Any], {}),
        (NDArray[np.generic], {}),
        (np.ndarray[Any, Any], {}),
        (NDArray[np.float64], {"dtype": "float64"}),
        (NDArray[np.bool_], {"dtype": "bool"}),
        (NDArray[np.object_], {"dtype": "object"}),
        (NDArray[np.str_], {"dtype": "str"}),
        (np.ndarray[tuple[int, int], np.dtype[np.int8]], {"dtype": "int8", "ndim": 2}),
        (np.ndarray[tuple[int, ...], np.dtype[np.int8]], {"dtype": "int8"}),
        (np.ndarray[tuple[int], Any], {"ndim": 1}),
        (Annotated[np.ndarray, Facts(dtype="float64", ndim=2)], {"dtype": "float64", "ndim": 2}),
        (Annotated[NDArray[np.int8], Facts(shape=(2, 3))], {"dtype": "int8", "shape": (2, 3)}),
        (Annotated[np.ndarray, Facts(dtype="f8")], {"dtype": "float64"}),
        (Annotated[np.ndarray, Facts(dtype="datetime64[ns]")], {"dtype": "datetime64[ns]"}),
        (Annotated[np.ndarray, Facts(dtype="<U7")], {"dtype": "str"}),
    ],
)
def test_what_an_annotation_says(annotation: Any, facts: dict[str, Any]) -> None:
    shape = shape_of(annotation)
    assert isinstance(shape, FactShape)
    assert dict(shape.facts) == facts
    given = ", ".join(f"{name}={value!r}" for name, value in facts.items())
    assert shape.text == (f"Annotated[numpy.ndarray, Facts({given})]" if given else "numpy.ndarray")


@pytest.mark.parametrize(
    ("annotation", "said"),
    [
        (NDArray[np.floating[Any]], "np.floating stands for several dtypes; write one of them"),
        (NDArray[np.number[Any]], "np.number stands for several dtypes"),
        (NDArray[np.datetime64], r"datetime64 is of any unit; write one, as Facts\(dtype='datet"),
        (Annotated[np.ndarray, Facts(dtype="float46")], "`dtype`: 'float46' is no dtype"),
        (Annotated[np.ndarray, Facts(dtype=None)], "`dtype`: None is no dtype"),
        (Annotated[np.ndarray, Facts(dtype=["f8"])], r"`dtype`: \['f8'\] is no dtype"),
        (Annotated[np.ndarray, Facts(ndim=-1)], "`ndim`: -1 is no number of dimensions"),
        (Annotated[np.ndarray, Facts(ndim=True)], "`ndim`: True is no number of dimensions"),
        (Annotated[np.ndarray, Facts(ndim="2")], "`ndim`: '2' is no number of dimensions"),
        (Annotated[np.ndarray, Facts(shape=3)], "`shape`: 3 is no shape"),
        (Annotated[np.ndarray, Facts(shape=(3, None))], r"`shape`: \(3, None\) is no shape"),
        (Annotated[np.ndarray, Facts(length=3)], "`numpy.ndarray` has no fact `length`"),
        (Annotated[NDArray[np.int8], Facts(dtype="int16")], "no value has both 'int8' and 'int16'"),
    ],
)
def test_what_no_array_has(annotation: Any, said: str) -> None:
    with pytest.raises(WrongFacts, match=said) as raised:
        shape_of(annotation)
    assert raised.value.fix


@given(ARRAYS)
def test_an_array_has_the_facts_that_it_shows(array: NDArray[Any]) -> None:
    plain = shape_of(np.ndarray)
    assert isinstance(plain, FactShape)
    shown = dict(plain.registration.support.facts(array))
    try:
        shape = shape_of(Annotated[np.ndarray, Facts(**shown)])
    except WrongFacts:
        assert shown["dtype"] in ("datetime64", "timedelta64")
        return
    assert shape.accepts(array)
    assert not list(shape.violations(array))
    other = Annotated[np.ndarray, Facts(**{**shown, "ndim": array.ndim + 1})]
    assert [each.path for each in shape_of(other).violations(array)] == [".ndim"]
    assert not shape_of(other).accepts(array)


@given(ARRAYS)
def test_an_array_comes_back_as_it_was(array: NDArray[Any]) -> None:
    for shape in (shape_of(np.ndarray), shape_of(Any)):
        again = shape.decode(shape.encode(array))
        assert type(again) is np.ndarray
        assert again.dtype == array.dtype
        assert again.dtype.byteorder == array.dtype.byteorder
        assert again.shape == array.shape
        assert again.tobytes() == array.tobytes()


@pytest.mark.parametrize(
    ("array", "said"),
    [
        (np.array([1, None]), "an array of dtype object holds objects"),
        (np.array(["a"], dtype=np.dtypes.StringDType()), "holds objects"),
        (np.zeros(1, np.dtype("f8", metadata={"unit": "m"})), "does not keep all of the dtype"),
        (np.ma.masked_array([1, 2], [True, False]), "`numpy.ma.MaskedArray` would come back as"),
        (np.array([]).view(np.recarray), "would come back as the `numpy.ndarray` it derives from"),
    ],
)
def test_what_a_file_does_not_hold(array: Any, said: str) -> None:
    with pytest.raises(Unencodable, match=said):
        shape_of(np.ndarray).encode(array)


@pytest.mark.parametrize("data", ["", "AAAA", "k05VTVBZ", 1, None])
def test_what_is_no_array(data: Any) -> None:
    with pytest.raises(Undecodable):
        shape_of(np.ndarray).decode(data)


def test_nothing_is_unpickled() -> None:
    import io
    from base64 import b64encode

    file = io.BytesIO()
    np.save(file, np.array([print]), allow_pickle=True)
    with pytest.raises(Undecodable, match=r"`load` of what dagcompile registers for `numpy.nd"):
        shape_of(np.ndarray).decode(b64encode(file.getvalue()).decode())


def test_arrays_inside_other_values() -> None:
    shape = shape_of(dict[str, list[NDArray[np.int8]]])
    value = {"a": [np.zeros(2, np.int8), np.zeros((1, 1), np.int8)]}
    assert shape.accepts(value)
    again = shape.decode(shape.encode(value))
    assert [each.shape for each in again["a"]] == [(2,), (1, 1)]
    ((wrong),) = shape.violations({"a": [np.zeros(2)]})
    assert (wrong.path, wrong.expected, wrong.got) == ('["a"][0].dtype', "'int8'", "'float64'")


def test_a_verdict_tells_what_an_array_is() -> None:
    verdict = examine(np.zeros((3, 4)), np.ndarray, subject="n.x", severity="error")
    told = {name: each["value"] for name, each in verdict.metadata.items()}
    assert told == {"dtype": "float64", "ndim": 2, "shape": "(3, 4)", "bytes": 96}


def test_the_file_form_of_an_optional_array() -> None:
    form = shape_of(NDArray[np.int8] | None).file_form()
    assert form is not None
    assert form.suffix == "npy"


def test_numpy_is_imported_by_nobody_who_does_not_use_it() -> None:
    probe = "import sys, dagcompile.runtime.types as t; t.shape_of(list[int]); "
    probe += "print('numpy' in sys.modules, 'importlib.metadata' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"
