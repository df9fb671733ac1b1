"""What a target cannot do is said before anything is written; a target answers for everything."""

from dataclasses import replace
from typing import Any

import pytest
from hostile import opaque

from dagcompile.codegen.artifact import Artifact
from dagcompile.diagnostics import CompileError
from dagcompile.ir.records import Build, OpNode, Pipeline, Policy, Retry
from dagcompile.passes.place_guards import place_guards
from dagcompile.project.compiling import compile_loaded
from dagcompile.project.emitting import emitted
from dagcompile.project.targets import Chosen
from dagcompile.target import (
    FEATURES,
    Capability,
    Feature,
    Options,
    Target,
    check_capabilities,
    find_target,
    installed_targets,
    supported,
    unsupported,
)

ALL: dict[Feature, Capability] = dict.fromkeys(FEATURES, supported())


def emit_nothing(pipeline: Pipeline, options: Options) -> tuple[Artifact, ...]:
    text = f"{pipeline.meaning.name} {options.guards}\n"
    return (Artifact(f"notes/{pipeline.meaning.name}.txt", text),)


def target(lacks: str = "") -> Target:
    """One that does everything except, perhaps, one thing."""
    missing = unsupported("it cannot", instead="do without")
    return Target(
        name="notes",
        title="notes",
        guards="steps",
        options=Options,
        capabilities={name: missing if name == lacks else each for name, each in ALL.items()},
        emit=emit_nothing,
    )


def build(name: str, target: Target) -> tuple[Artifact, ...]:
    compiled = compile_loaded(getattr(opaque, name))
    return emitted(compiled, Chosen(target=target, options=target.options()))


def test_every_installed_target_answers_for_every_feature() -> None:
    assert {each.name for each in installed_targets()} == {"airflow", "dask", "python"}
    for each in installed_targets():
        assert each.capabilities.keys() == FEATURES.keys()
        for answer in each.capabilities.values():
            assert answer.supported or (answer.note and answer.instead)


def test_our_own_targets_say_yes_or_no_to_every_feature() -> None:
    unsaid = replace(target(), capabilities={}).capabilities["retry"]
    for each in installed_targets():
        assert unsaid not in each.capabilities.values(), each.name


def test_what_a_target_does_not_answer_for_it_lacks() -> None:
    answers: dict[Feature, Capability] = dict(ALL)
    del answers["retry"]
    older = replace(target(), capabilities=answers)
    assert older.capabilities.keys() == FEATURES.keys()
    with pytest.raises(CompileError) as caught:
        build("everything", older)
    (problem,) = caught.value.diagnostics
    said = "first has a retry, which the notes target does not support: it does not say that it can"
    assert (problem.code, problem.message) == ("DC501", said)


def test_a_target_that_answers_for_what_is_no_feature_cannot_be_made() -> None:
    answers: Any = {**ALL, "retrys": supported()}
    with pytest.raises(ValueError, match="target notes: there is no feature retrys"):
        replace(target(), capabilities=answers)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("edge", "connect.result holds hostile.opaque.Connection"),
        ("inside", "pool.result holds hostile.opaque.Connection"),
        ("recursive", "tree.result holds hostile.opaque.Connection"),
        ("given", "param connection holds hostile.opaque.Connection"),
    ],
)
def test_airflow_refuses_a_class_of_which_only_the_class_is_known(name: str, said: str) -> None:
    with pytest.raises(CompileError) as caught:
        build(name, find_target("airflow"))
    problems = [each for each in caught.value.diagnostics if each.message.startswith(said)]
    assert [each.code for each in caught.value.diagnostics] == ["DC501"]
    (problem,) = problems
    assert "which the airflow target does not support" in problem.message
    assert problem.fix.startswith("return a dataclass, a pydantic model or builtins")
    (label,) = problem.labels
    assert label.place is not None
    assert label.place.file.endswith("opaque.py")


@pytest.mark.parametrize("name", ["edge", "inside", "recursive", "given"])
@pytest.mark.parametrize("at", ["python", "dask"])
def test_where_values_stay_in_one_language_it_is_accepted(name: str, at: str) -> None:
    assert build(name, find_target(at))


def test_a_target_of_a_third_party_is_a_record() -> None:
    (artifact,) = build("everything", target())
    assert (artifact.path, artifact.text) == ("notes/everything.txt", "everything None\n")


@pytest.mark.parametrize(
    ("feature", "said"),
    [
        ("retry", ["first has a retry"]),
        ("after", ["last comes after first, pick"]),
        ("first_of", ["pick is a first_of"]),
        ("withheld outputs", ["second.result may be withheld"]),
    ],
)
def test_each_use_of_a_feature_that_is_lacking_is_told(feature: str, said: list[str]) -> None:
    with pytest.raises(CompileError) as caught:
        build("everything", target(lacks=feature))
    end = ", which the notes target does not support: it cannot"
    assert [each.message for each in caught.value.diagnostics] == [f"{each}{end}" for each in said]
    fix = "do without; or leave the notes target out: `targets` in the configuration, or --target"
    assert {(each.code, each.fix) for each in caught.value.diagnostics} == {("DC501", fix)}


@pytest.mark.parametrize("guards", ["steps", "inline", "off"])
def test_a_place_of_guards_that_is_lacking_is_told(guards: str) -> None:
    feature = {"steps": "guards as steps"}.get(guards, f"guards {guards}")
    lacking = target(lacks=feature)
    pipeline = compile_loaded(opaque.everything).pipeline
    asked = replace(pipeline, build=Build(guards=guards))  # type: ignore[arg-type]
    found = check_capabilities(asked, lacking.capabilities, target="notes", places={})
    message = (
        f"everything is built with {feature}, which the notes target does not support: it cannot"
    )
    assert [each.message for each in found] == [message]
    assert not check_capabilities(pipeline, lacking.capabilities, target="notes", places={})


def test_a_place_of_guards_that_the_options_ask_for_is_lacking() -> None:
    lacking = target(lacks="guards inline")
    compiled = compile_loaded(opaque.everything)
    with pytest.raises(CompileError) as caught:
        emitted(compiled, Chosen(target=lacking, options=Options(guards="inline")))
    assert "everything is built with guards inline" in caught.value.diagnostics[0].message


@pytest.mark.parametrize(
    ("feature", "policy", "said"),
    [
        ("guard depth", Policy(depth="schema"), "do not look into all of a value"),
        ("guards inline", Policy(placement="inline"), "asks for guards inline"),
        (
            "guard retry",
            Policy(retry=Retry(attempts=2), guarded_retry=True),
            "is tried again where its guard fails",
        ),
    ],
)
def test_what_a_node_says_of_its_guards_is_a_use(feature: str, policy: Policy, said: str) -> None:
    plain = compile_loaded(opaque.everything).pipeline
    first = plain.meaning.nodes[0]
    assert isinstance(first, OpNode)
    nodes = (replace(first, policy=policy), *plain.meaning.nodes[1:])
    asked = place_guards(replace(plain, meaning=replace(plain.meaning, nodes=nodes)))
    lacking = target(lacks=feature).capabilities
    found = check_capabilities(asked, lacking, target="notes", places={})
    assert [said in each.message for each in found] == [True]
