r"""Texts as JSON, kept by every store: without NUL and without lone surrogates.

"a"          "a"
"a\0b"       {"escaped": "a\\x00b"}
"""

from typing import Any

from dagcompile.runtime.types.base import Json


def storable(text: str) -> bool:
    """Whether every store of JSON keeps `text`: no NUL, no lone surrogates."""
    if "\0" in text:
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def encode_str(value: str) -> Json:
    """The text itself, or escaped to ASCII."""
    # not json's escapes: reading those joins two lone surrogates into one character
    return value if storable(value) else {"escaped": value.encode("unicode_escape").decode()}


def decode_str(data: Json) -> str:
    """Inverse of `encode_str`."""
    if type(data) is dict and list(data) == ["escaped"]:
        return expect_str(data["escaped"]).encode("ascii").decode("unicode_escape")
    return expect_str(data)


def expect(data: Any, cls: type[Any]) -> Any:
    """`data` when it is exactly of class `cls`, else `TypeError`."""
    if type(data) is not cls:
        raise TypeError(f"expected {cls.__name__}")
    return data


def expect_str(data: Json) -> str:
    """`data` when it is a str, else `TypeError`."""
    text: str = expect(data, str)
    return text
