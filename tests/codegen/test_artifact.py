"""What may become a file."""

import pytest

from dagcompile.codegen.artifact import Artifact, verify
from dagcompile.codegen.errors import InternalError
from dagcompile.codegen.header import with_header


def python(body: str, path: str = "daily.py") -> Artifact:
    return Artifact(
        path, with_header(body, origin="app:daily", ir="0" * 64, regenerate="dagcompile build")
    )


def test_a_good_file_is_itself() -> None:
    artifact = python('"""Doc."""\n\nx = "é"\n')
    assert verify(artifact) is artifact
    other = Artifact("daily.ir.json", '{\t"a": 1 }\n')
    assert verify(other) is other


@pytest.mark.parametrize(
    ("body", "fact"),
    [
        ("x = (\n", "not Python"),
        ("x = '\x00'\n", "not Python"),
        ("x = '\ud800'\n", "not Python"),
        ("x = '\\d'\n", "not Python"),
        ("assert (1, 'a')\n", "not Python"),
        ("x = " + "(" * 300 + ")" * 300 + "\n", "not Python"),
        ("return 1\n", "not Python"),
        ("x = 1 \n", "line 4"),
        ("if x:\n\ty = 1\n", "line 5"),
        ("x = 1\r\n", "line 4"),
        ("x = 1", "exactly one newline"),
        ("x = 1\n\n", "exactly one newline"),
    ],
)
def test_a_bad_one_is_a_bug_of_ours(body: str, fact: str) -> None:
    with pytest.raises(InternalError, match="please report") as caught:
        verify(python(body))
    assert fact in str(caught.value)


def test_a_python_file_has_a_header() -> None:
    with pytest.raises(InternalError, match="header"):
        verify(Artifact("x.py", "x = 1\n"))


def test_an_error_names_the_file() -> None:
    with pytest.raises(InternalError, match=r"'sub/daily\.py'"):
        verify(python("x = (\n", "sub/daily.py"))
