"""Forms of values as files."""

import zlib
from typing import Any

import pytest

from dagcompile.runtime.types import FileForm, Undecodable, shape_of


def load(data: bytes) -> Any:
    try:
        return zlib.decompress(data).decode()
    except zlib.error as error:
        raise Undecodable("", str(error)) from error


FORM = FileForm("z", lambda text: zlib.compress(text.encode()), load)


def test_a_file_is_base64_text_in_json() -> None:
    encoded = FORM.encode("é" * 1000)
    assert isinstance(encoded, str)
    assert encoded.isascii()
    assert FORM.decode(encoded) == "é" * 1000


@pytest.mark.parametrize("data", ["a", "é", "!!!!", None, 1, [1], "YWJj"])
def test_what_is_no_file_is_undecodable(data: Any) -> None:
    with pytest.raises(Undecodable):
        FORM.decode(data)


def test_most_types_have_no_file() -> None:
    for annotation in (int, str | None, list[bytes], Any):
        assert shape_of(annotation).file_form() is None
