"""Secrets are neither written into a pipeline nor shown by it."""

from dataclasses import dataclass
from typing import Annotated, Any, TypedDict

import pytest
from pydantic import SecretStr

from dagcompile import Bounds, Config, Secret, first_of, op, pipeline
from dagcompile.authoring.tracing import trace
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.diagnostics.render import render
from dagcompile.passes.compiler import compile_ir
from dagcompile.passes.looks import looks
from dagcompile.passes.place_guards import place_guards

CANARY = "canary-7f3a"
Token = Annotated[Secret[str], Bounds(min_length=3)]


@dataclass(frozen=True)
class Login:
    user: str
    token: Secret[str]


class Keys(TypedDict):
    token: Secret[str]


class Settings(Config):
    user: str = ""
    token: Secret[str] | None = None
    keys: dict[str, Secret[str]] | None = None


class Hushed(Config):
    token: SecretStr | None = None


@op
def makes(user: str) -> Secret[str]:
    return user


@op
def takes(token: Secret[str]) -> int:
    return len(token)


@op
def optional(token: Token | None = None) -> int:
    return 0


@op
def defaulted(token: Secret[str] = "canary-7f3a") -> int:
    return 0


@op
def plain(token: str) -> int:
    return 0


@op
def lengthy(token: Annotated[str, Bounds(min_length=3)] | int) -> int:
    return 0


@op
def untyped(token: Any) -> int:
    return 0


@op
def listed(tokens: list[Secret[str]]) -> int:
    return 0


@op
def listed_plainly(tokens: list[str]) -> int:
    return 0


@op
def listed_or_none(tokens: list[Secret[str]] | None) -> int:
    return 0


@op
def by_key(tokens: dict[Secret[str], int]) -> int:
    return 0


@op
def by_any_key(tokens: dict[Any, int]) -> int:
    return 0


@op
def logs_in(login: Login) -> int:
    return 0


@op
def logged_in(user: str) -> Login:
    return Login(user, user)


@op
def keyed(user: str) -> Keys:
    return {"token": user}


@op
def opens(keys: Keys) -> int:
    return 0


@op
def opens_plainly(keys: dict[str, str]) -> int:
    return 0


@op
def configured(user: str, config: Settings) -> int:
    return 0


@op
def hushed(user: str, config: Hushed = Hushed()) -> int:
    return 0


@pipeline
def fine(token: Secret[str], keys: dict[Secret[str], int], other: Token | None = None) -> int:
    made = makes("ann")
    takes(token)
    takes.named("again")(made)
    optional()
    optional.named("none")(None)
    optional.named("other")(other)
    untyped(token)
    listed([token, made])
    listed_or_none([token])
    by_key(keys)
    logs_in(logged_in("ann"))
    opens(keyed("ann"))
    configured("ann", config=Settings(user="ann"))
    hushed("ann")
    return takes.named("first")(first_of(made, token))


def found(made: Any) -> tuple[Diagnostic, ...]:
    try:
        traced = trace(made)
        compile_ir(traced.pipeline, traced.places)
    except CompileError as error:
        return error.diagnostics
    return ()


def test_a_secret_may_flow_where_it_stays_one() -> None:
    assert found(fine) == ()


@pipeline
def literal() -> int:
    return takes("canary-7f3a")


@pipeline
def inside() -> int:
    return listed(["canary-7f3a"])


@pipeline
def beside(token: Secret[str]) -> int:
    return listed_or_none([token, "canary-7f3a"])


@pipeline
def of_a_dict() -> int:
    return by_key({"canary-7f3a": 1})


@pipeline
def of_a_gathered_dict() -> int:
    return by_key({"canary-7f3a": untyped("a")})


@pipeline
def of_a_record() -> int:
    return logs_in(Login("ann", "canary-7f3a"))


@pipeline
def of_a_typed_dict() -> int:
    return opens({"token": "canary-7f3a"})


@pipeline
def with_a_default(token: Secret[str] = "canary-7f3a") -> int:
    return takes(token)


@pipeline
def of_an_optional(token: Token | None = "canary-7f3a") -> int:
    return optional(token)


@pipeline
def left_to_its_default() -> int:
    return defaulted()


@pipeline
def in_a_config() -> int:
    return configured("ann", config=Settings(token="canary-7f3a"))


@pipeline
def deep_in_a_config() -> int:
    return configured("ann", config=Settings(keys={"a": "canary-7f3a"}))


WRITTEN: list[tuple[Any, str]] = [
    (literal, "takes.token"),
    (inside, "listed.tokens[0]"),
    (beside, "listed_or_none.tokens[1]"),
    (of_a_dict, "by_key.tokens[key]"),
    (of_a_gathered_dict, "by_key.tokens"),
    (of_a_record, "logs_in.login.token"),
    (of_a_typed_dict, "opens.keys.token"),
    (with_a_default, "param token"),
    (of_an_optional, "param token"),
    (left_to_its_default, "defaulted.token"),
    (in_a_config, "configured.config.token"),
    (deep_in_a_config, "configured.config.keys['a']"),
]


@pytest.mark.parametrize(("made", "target"), WRITTEN)
def test_a_secret_is_not_written(made: Any, target: str) -> None:
    diagnostics = found(made)
    assert {each.code for each in diagnostics} == {"DC230"}
    assert CANARY not in render(diagnostics)
    assert f"`{target}`" in diagnostics[0].message
    assert all(label.place for each in diagnostics for label in each.labels)


@op
def longer(tokens: dict[Annotated[Secret[str], Bounds(min_length=30)], int]) -> int:
    return 0


@pipeline
def too_short() -> int:
    return longer({"canary-7f3a": untyped("a")})


@pytest.mark.parametrize("made", [each for each, _ in WRITTEN[:9]] + [too_short])
def test_the_edge_of_a_secret_that_is_written_is_told_as_impossible_without_it(made: Any) -> None:
    assert {each.code for each in found(made)} == {"DC230"}
    traced = trace(made).pipeline
    facts = looks(place_guards(traced)).edges
    assert [each.why for each in facts if each.word == "impossible"] == [
        "a secret is written for it: whoever reads the files has it"
    ]
    assert CANARY not in repr(facts)


@op
def lengthy_token(token: Annotated[Secret[str], Bounds(min_length=30)] = "canary-7f3a") -> int:
    return 0


@pipeline
def a_literal_that_does_not_fit() -> int:
    return lengthy_token("canary-7f3a-x")


@pipeline
def a_default_that_does_not_fit() -> int:
    return lengthy_token()


@pipeline
def a_param_that_does_not_fit(
    token: Annotated[Secret[str], Bounds(min_length=30)] = "canary-7f3a",
) -> int:
    return lengthy_token(token)


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (a_literal_that_does_not_fit, "DC120"),
        (a_default_that_does_not_fit, "DC121"),
        (a_param_that_does_not_fit, "DC121"),
    ],
)
def test_nor_is_one_shown_that_does_not_fit(made: Any, code: str) -> None:
    with pytest.raises(CompileError) as caught:
        compile_ir(trace(made).pipeline)
    assert code in {each.code for each in caught.value.diagnostics}
    assert CANARY not in render(caught.value.diagnostics)


@pipeline
def to_str(token: Secret[str]) -> int:
    return plain(token)


@pipeline
def to_other(token: Token) -> int:
    return lengthy(token)


@pipeline
def in_list(token: Secret[str]) -> int:
    return listed_plainly([token])


@pipeline
def of_list(tokens: list[Secret[str]]) -> int:
    return listed_plainly(tokens)


@pipeline
def of_optional(token: Secret[str] | None) -> int:
    return lengthy(first_of(token, "abc"))  # type: ignore[arg-type]


@pipeline
def as_key(keys: dict[Secret[str], int]) -> int:
    return by_any_key(keys)


@pipeline
def of_typed_dict() -> int:
    return opens_plainly(keyed("ann"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "made", [to_str, to_other, in_list, of_list, of_optional, as_key, of_typed_dict]
)
def test_a_secret_does_not_flow_where_it_would_be_shown(made: Any) -> None:
    diagnostics = found(made)
    assert "DC231" in {each.code for each in diagnostics}


@pipeline
def returns_it() -> Secret[str]:
    return makes("ann")


@pipeline
def returns_it_as_text() -> str:
    return makes("ann")


@pipeline
def returns_several() -> list[Secret[str]]:
    return [makes("ann"), makes.named("other")("ben")]


@pipeline
def returns_keys() -> Keys:
    return keyed("ann")


@pytest.mark.parametrize("made", [returns_it, returns_it_as_text, returns_several, returns_keys])
def test_a_pipeline_returns_no_secret(made: Any) -> None:
    assert {each.code for each in found(made)} == {"DC232"}


@pipeline
def returns_record() -> Login:
    return logged_in("ann")


def test_a_record_that_is_known_to_hold_a_secret_may_be_returned() -> None:
    assert found(returns_record) == ()
