"""Templates print code and nothing else."""

from pathlib import Path

import pytest
from jinja2 import DictLoader, FileSystemLoader

from dagcompile.codegen.code import Code
from dagcompile.codegen.errors import InternalError
from dagcompile.codegen.template import environment, lines, render


def rendered(source: str, **context: object) -> str:
    return render(environment(DictLoader({"t": source, "part": "({{ x }})"})), "t", **context)


def test_code_is_printed_as_it_is() -> None:
    assert rendered("a {{ x }}\n\n", x=Code("<&'\">{{ y }}")) == "a <&'\">{{ y }}\n\n"


def test_blocks_leave_no_lines_behind() -> None:
    source = (
        "{% for each in xs %}\n    {% if each %}\n    {{ each }}\n    {% endif %}\n{% endfor %}\n"
    )
    assert rendered(source, xs=[Code("a"), Code(""), Code("b")]) == "    a\n    b\n"


@pytest.mark.parametrize("value", ["text", "", None, 1, True, [], Path("x")])
def test_nothing_else_is_printed(value: object) -> None:
    with pytest.raises(InternalError, match=f"prints a {type(value).__name__}, not Code"):
        rendered("{{ x }}", x=value)


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'constant' }}",
        "{{ x ~ x }}",
        "{{ [x] | join }}",
        "{{ x | upper }}",
        "{{ x + 'a' }}",
        "{{ x.split() }}",
        "{% set y %}text{% endset %}{{ y }}",
        "{% macro m() %}text{% endmacro %}{{ m() }}",
    ],
)
def test_code_that_a_template_makes_itself_is_none(source: str) -> None:
    with pytest.raises(InternalError, match="not Code"):
        rendered(source, x=Code("x"))


@pytest.mark.parametrize("source", ["{{ gone }}", "{{ x.gone }}", "{% if gone %}{% endif %}"])
def test_what_is_not_there_is_an_error(source: str) -> None:
    with pytest.raises(InternalError, match="gone"):
        rendered(source, x=Code("x"))


def test_an_error_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "outer.j2").write_text("# first\n{% include 'inner.j2' %}\n")
    (tmp_path / "inner.j2").write_text("# first\n\nx = {{ name }}\n")
    env = environment(FileSystemLoader(tmp_path))
    with pytest.raises(
        InternalError, match=r"line 3 of template 'inner\.j2', `x = \{\{ name \}\}`: "
    ) as caught:
        render(env, "outer.j2", name="text")
    assert str(tmp_path) not in str(caught.value)
    with pytest.raises(InternalError, match=r"none\.j2"):
        render(env, "none.j2")


def test_lines_are_joined_only_if_they_are_code() -> None:
    assert lines([Code("a"), Code("b")]) == "a\nb"
    assert rendered("{{ xs | lines }}", xs=[Code("a"), Code("b")]) == "a\nb"
    with pytest.raises(InternalError, match="prints a str"):
        rendered("{{ xs | lines }}", xs=[Code("a"), "b"])
