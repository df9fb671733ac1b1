"""Where expectations stand in what is generated, and what is dropped below them."""

from textwrap import dedent

import pytest

from dagcompile import expect, pipeline
from dagcompile.codegen.artifact import Artifact
from dagcompile.project.compiling import compile_loaded
from dagcompile.target import find_target
from dagcompile.testing.parity.ops import contracts, expected, flow


@pipeline
def lists(number: int) -> int:
    given = expected.listed([number, number])
    changed = expected.listed.named("changed").expecting(expect(expected.same))(given)
    ready = expect(expected.ordered)(changed)
    return flow.one.after(ready)()


@pipeline
def loose(number: int) -> int:
    return contracts.needs_int(expected.anything(number))


def text_of(made: object, target: str, guards: str) -> str:
    found = find_target(target)
    compiled = compile_loaded(made, guards=guards)  # type: ignore[arg-type]
    (artifact,) = found.emit(compiled.pipeline, found.options())
    assert isinstance(artifact, Artifact)
    return artifact.text


def body(text: str) -> str:
    """The function of a script, without its first and last lines."""
    return dedent(text.partition("-> int:\n")[2].partition("\n\nif __name__")[0]).strip()


def test_a_value_is_dropped_below_the_last_that_looks_at_it() -> None:
    assert body(text_of(lists, "python", "steps")) == dedent("""\
        listed = run.step(
            "listed",
            expected.listed,
            expects=[expect(expected.ordered)(values=gather([number, number]))],
        )(gather([number, number]))
        listed = run.guard("listed", listed, list[int])

        changed = run.step(
            "changed",
            expected.listed,
            expects=[expect(expected.ordered)(values=listed)],
        )(listed)
        changed = run.guard(
            "changed",
            changed,
            list[int],
            expects=[expect(expected.same, "result")(values=listed)],
        )
        del listed

        run.expectation("ordered", expect(expected.ordered)(values=changed))
        del changed

        one = run.step("one", flow.one, after=["ordered"])()
        one = run.guard("one", one, int)

        return one""")


@pytest.mark.parametrize("guards", ["inline", "off"])
def test_where_guards_are_no_statements_expectations_are_none(guards: str) -> None:
    text = body(text_of(lists, "python", guards))
    assert "run.guard" not in text
    assert 'expect(expected.same, "result")(values=listed)' in text
    assert text.index("changed = run.step") < text.index("expected.same") < text.index("del listed")


def test_what_nothing_is_declared_of_has_a_statement_for_what_is_expected() -> None:
    assert 'anything = run.guard(\n    "anything",\n    anything,\n    Any,\n    expects=' in body(
        text_of(loose, "python", "steps")
    )
