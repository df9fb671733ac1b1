"""Identifiers: always valid, never reserved, never shared."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagcompile.codegen.names import identifiers
from dagcompile.codegen.pynames import BUILTINS, KEYWORDS
from dagcompile.diagnostics import CompileError

IDS = st.text(max_size=12) | st.sampled_from(
    ["class", "a.b", "1st", "ﬁ", "K", "ª", "µ", "日本", "a\u0301", "__debug__"]
)


@pytest.mark.parametrize(
    ("id_", "name"),
    [
        ("clean", "clean"),
        ("prepare.clean", "prepare_clean"),
        ("class", "class_"),
        ("None", "None_"),
        ("print", "print_"),
        ("run", "run_"),
        ("match", "match"),
        ("_", "_"),
        ("1st", "_1st"),
        ("to-s3 now!", "to_s3_now_"),
        ("", "_"),
        ("ﬁle", "file"),
        ("日本.語", "日本_語"),
        ("a·b", "a·b"),
        ("x" * 300, "x" * 300),
        ("\U0001f600", "_"),
        ("{{ x }}", "___x___"),
        ("__debug__", "__debug___"),
    ],
)
def test_what_an_id_becomes(id_: str, name: str) -> None:
    assert identifiers([id_], reserved=["run"]) == {id_: name}


@given(IDS)
def test_every_id_becomes_an_identifier(id_: str) -> None:
    name = identifiers([id_])[id_]
    tree = ast.parse(f"{name} = 1")
    target = tree.body[0].targets[0]  # type: ignore[attr-defined]
    assert target.id == name  # Python itself would normalise nothing more
    assert name not in KEYWORDS | BUILTINS


@given(st.lists(IDS, max_size=6), st.lists(IDS, max_size=3))
def test_names_are_apart_or_it_is_said_which_are_not(ids: list[str], reserved: list[str]) -> None:
    alone = {each: identifiers([each], reserved=reserved)[each] for each in ids}
    assert not set(alone.values()) & set(reserved)
    if len(set(alone.values())) == len(alone):
        assert identifiers(ids, reserved=reserved) == alone
        return
    with pytest.raises(CompileError) as caught:
        identifiers(ids, reserved=reserved)
    assert {each.code for each in caught.value.diagnostics} == {"DC401"}


def test_every_meeting_is_reported_with_all_who_meet() -> None:
    with pytest.raises(CompileError) as caught:
        identifiers(["a.b", "fine", "a_b", "a b", "class", "class_"])
    assert [each.message for each in caught.value.diagnostics] == [
        "'a.b', 'a_b' and 'a b' would have the same name 'a_b' in generated code",
        "'class' and 'class_' would have the same name 'class_' in generated code",
    ]


def test_an_id_that_is_given_twice_is_one() -> None:
    assert identifiers(["a", "a"]) == {"a": "a"}
