"""What the text of an IR names, before it is read."""

import pytest
from irs import node, op, pipeline

from dagcompile.ir.codec import dumps
from dagcompile.ir.records import Ref
from dagcompile.project.bodies.naming import modules_in, named_in, paths_in


def test_modules_are_seen_in_the_text() -> None:
    found = pipeline(op("load", {}, out="int"), nodes=[node("load", {})])
    named = {each.module for each in named_in(found)}
    assert named
    assert named <= modules_in(dumps(found).encode())
    assert modules_in('{"on_failure": ["größe.alerts:page"]}'.encode()) == {"größe.alerts"}


@pytest.mark.parametrize("module", ["/out", "../out", "..", "", "a/b", "a\\nb", "1a", "-x", "a b"])
def test_no_other_path_is_a_module(module: str) -> None:
    assert (
        modules_in(f'{{"module": "{module}", "name": "f", "at": "{module}:f"}}'.encode()) == set()
    )


def test_what_an_option_may_name_is_an_import_path() -> None:
    options = {"on_failure": "a.b:c.d", "url": "s3://x", "more": ["e:f", 3, None, {"g": "h:i"}]}
    assert [*paths_in(options)] == [
        Ref(module="a.b", name="c.d"),
        Ref(module="e", name="f"),
        Ref(module="h", name="i"),
    ]
