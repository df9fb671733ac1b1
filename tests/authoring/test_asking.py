"""What decorators of pipelines say of their nodes, and what both say to targets."""

import pickle
from datetime import timedelta
from enum import Enum
from typing import Any

import pytest
from wired.checks import found, only, source
from wired.contracts import Row

import dagcompile
from dagcompile import Guard, Pipeline, Retry, op, pipeline
from dagcompile.authoring import trace
from dagcompile.ir import records as ir
from dagcompile.ir.codec import dumps, loads
from dagcompile.ir.digest import digest
from dagcompile.ir.options import node_options_of, options_of

untyped: Any = dagcompile  # what type checkers would tell of is told of without one


class Size(Enum):
    LARGE = "large"


@op(targets={"airflow": {"pool": "db", "queue": "slow"}})
def load() -> int:
    return 1


@op(retry=Retry(attempts=5), timeout=5, guard=Guard(severity="warn"))
def own(number: int) -> int:
    return number


@op
def plain(number: int) -> int:
    return number


def policies(pipeline: Pipeline[..., Any]) -> dict[str, ir.Policy]:
    nodes = trace(pipeline).pipeline.meaning.nodes
    return {each.id: each.policy for each in nodes if isinstance(each, ir.OpNode)}


# --- defaults of a pipeline ------------------------------------------------------------------


def test_policies_of_a_pipeline_are_those_of_nodes_without_their_own() -> None:
    @pipeline(retry=Retry(attempts=2), timeout=timedelta(minutes=1), guard=Guard(depth="schema"))
    def one() -> int:
        return plain.with_policy(timeout=7)(own(plain.named("first")(load())))

    first = ir.Policy(retry=ir.Retry(attempts=2), timeout=60.0, depth="schema")
    assert policies(one) == {
        "load": first,
        "first": first,
        "own": ir.Policy(retry=ir.Retry(attempts=5), timeout=5.0, severity="warn"),
        "plain": ir.Policy(retry=ir.Retry(attempts=2), timeout=7.0, depth="schema"),
    }


def test_a_guard_of_the_pipeline_tries_again_what_has_a_retry() -> None:
    @pipeline(guard=Guard(retry=True))
    def one() -> int:
        return plain.with_policy(retry=Retry(attempts=2))(load())

    assert {each: policy.guarded_retry for each, policy in policies(one).items()} == {
        "load": False,
        "plain": True,
    }


def test_a_guard_of_a_node_tries_again_by_the_retry_of_the_pipeline() -> None:
    @pipeline(retry=Retry(attempts=2))
    def one() -> int:
        return plain.with_policy(guard=Guard(retry=True))(load())

    assert policies(one)["plain"].guarded_retry


@pytest.mark.parametrize(
    ("said", "code", "message"),
    [
        ({"retry": 3}, "DC126", "the retry of `one` is of class int"),
        ({"guard": "warn"}, "DC126", "the guard of `one` is of class str"),
        ({"timeout": 0}, "DC131", "the timeout of `one` is 0 seconds"),
        ({"tags": "daily"}, "DC187", "the tags of pipeline `one` are 'daily', not a list"),
        ({"tags": ["a", 3]}, "DC187", "the tags of pipeline `one` are ['a', 3], not a list"),
        ({"tags": [""]}, "DC187", "the tags of pipeline `one` are [''], not a list"),
        ({"owner": 3}, "DC187", "the owner of pipeline `one` is 3, not a text"),
        ({"owner": "a\nb"}, "DC187", "the owner of pipeline `one` is 'a\\nb', not a text"),
    ],
)
def test_a_mistake_in_a_pipelines_decorator_is_told_once(
    said: dict[str, Any], code: str, message: str
) -> None:
    def one() -> int:
        return plain(load())

    wrong = only(untyped.pipeline(**said)(one))
    assert wrong.code == code
    assert wrong.message.startswith(message)


def test_it_is_told_where_it_is_said() -> None:
    @untyped.pipeline(  # type: ignore[untyped-decorator]
        name="daily",
        retry=3,
        tags="daily",
        targets={"airflow": {"size": Size.LARGE}},
    )
    def one() -> int:
        return plain(load())

    places = [source(each.labels[0].place) for each in found(one)]
    assert places == ["retry=3", 'tags="daily"', '"size"']


def test_tags_and_owner_are_what_a_reader_is_told() -> None:
    @pipeline(tags=["b", "a", "b"], owner="data-platform")
    def one() -> int:
        return load()

    @pipeline(name="one")
    def other() -> int:
        return load()

    traced = trace(one).pipeline
    assert (traced.docs.tags, traced.docs.owner) == (("a", "b"), "data-platform")
    assert digest(traced) == digest(trace(other).pipeline)


# --- options of targets ----------------------------------------------------------------------


def asked(pipeline: Pipeline[..., Any]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    traced = trace(pipeline).pipeline
    assert loads(dumps(traced)) == traced
    return options_of(traced, "airflow"), node_options_of(traced, "airflow")


def test_options_are_joined_one_by_one() -> None:
    quick = load.with_policy(targets={"airflow": {"queue": "quick"}, "dask": {"priority": 2}})

    @pipeline(targets={"airflow": {"max_active_runs": 1}})
    def one() -> int:
        plain(load.named("slow")())
        return plain.named("last")(quick())

    assert asked(one) == (
        {"max_active_runs": 1},
        {"slow": {"pool": "db", "queue": "slow"}, "load": {"pool": "db", "queue": "quick"}},
    )
    assert node_options_of(trace(one).pipeline, "dask") == {"load": {"priority": 2}}


def test_options_are_plain_values() -> None:
    given = {
        "a": [1, 2.5, None, True, "x"],
        "b": {"c": {"d": timedelta(minutes=1)}},
        "e": (1, 2),
    }

    @pipeline
    def one() -> int:
        return load.with_policy(targets={"airflow": given})()

    found = asked(one)[1]["load"]
    assert found == {
        "pool": "db",
        "queue": "slow",
        "a": [1, 2.5, None, True, "x"],
        "b": {"c": {"d": 60.0}},
        "e": [1, 2],
    }


def test_options_are_those_that_were_given() -> None:
    given: dict[str, dict[str, object]] = {"airflow": {"pool": "db"}}
    derived = plain.with_policy(targets=given)
    decorated = op(targets=given)(Row)
    given["airflow"]["pool"] = "other"
    assert derived._settings.targets == decorated._settings.targets == {"airflow": {"pool": "db"}}


def test_options_are_outside_of_the_meaning() -> None:
    @pipeline(targets={"airflow": {"max_active_runs": 1}})
    def one() -> int:
        return load()

    @pipeline(name="one")
    def other() -> int:
        return load.with_policy(targets={"airflow": {"pool": None}})()

    assert digest(trace(one).pipeline) == digest(trace(other).pipeline)
    assert asked(other)[1]["load"]["pool"] is None


def test_an_op_with_options_is_pickled_with_them() -> None:
    derived = load.with_policy(targets={"airflow": {"queue": "quick"}})
    again = pickle.loads(pickle.dumps(derived))
    assert again._settings.targets == {"airflow": {"pool": "db", "queue": "quick"}}
    assert pickle.loads(pickle.dumps(load)) is load


def handle_in(number: Any) -> Any:
    return untyped.op(load).with_policy(targets={"airflow": {"pool": number}})()


WRONG: dict[str, tuple[object, str, str, str]] = {
    "a list": (
        ["airflow"], "DC185", "the targets of `load` are of class list", "write targets="
    ),
    "a number as a target": (
        {3: {}}, "DC185", "a target of `load` is of class int, not a name", "write targets="
    ),
    "no dict": (
        {"airflow": "db"}, "DC185", "the options of `load` for airflow are of class str", "write"
    ),
    "a number as an option": (
        {"airflow": {3: "db"}}, "DC185", "an option of `load` for airflow is called 3", "write"
    ),
    "a function": (
        {"airflow": {"on_failure": Row}}, "DC185",
        "option airflow.on_failure of `load` holds `Row`",
        'give its import path, as text: "wired.contracts:Row"',
    ),
    "a member": (
        {"airflow": {"size": Size.LARGE}}, "DC185",
        "option airflow.size of `load` holds `Size.LARGE`", "give the text or number",
    ),
    "an object": (
        {"airflow": {"executor_config": {"pod": Row("a", 3)}}}, "DC185",
        "option airflow.executor_config of `load` holds an object of class Row", "give a dict",
    ),
    "a key": (
        {"airflow": {"executor_config": {3: "a"}}}, "DC185",
        "option airflow.executor_config of `load` holds a dict with a key that is not a text",
        "give texts as keys",
    ),
    "no literal": (
        {"airflow": {"executor_config": [object()]}}, "DC117",
        "option airflow.executor_config of `load`: an object of class object at `[0]`", "give",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("given", "code", "message", "fix"), WRONG.values(), ids=WRONG)
def test_what_is_no_option_is_refused(given: object, code: str, message: str, fix: str) -> None:
    node = untyped.op(load.__wrapped__).with_policy(targets=given)

    @pipeline
    def one() -> Any:
        return node()

    wrong = next(each for each in found(one) if each.code != "DC220")
    assert wrong.code == code
    assert wrong.message.startswith(message)
    assert wrong.fix.startswith(fix)


def test_a_handle_is_no_option() -> None:
    @pipeline
    def one(number: int) -> int:
        return handle_in(number)  # type: ignore[no-any-return]

    assert only(one).code == "DC118"


def test_every_mistake_is_told_at_its_own_key() -> None:
    wrong: Any = load.with_policy

    @pipeline
    def one() -> int:
        return wrong(targets={"airflow": {"size": Size.LARGE, "pool": Size.LARGE}})()  # type: ignore[no-any-return]

    assert [source(each.labels[0].place) for each in found(one)] == ['"pool"', '"size"']


@op(
    targets={
        "airflow": {"size": Size.LARGE},
    }
)
def decorated() -> int:
    return 1


def test_a_mistake_of_an_ops_decorator_is_told_there_and_once() -> None:
    @pipeline
    def one() -> int:
        return plain(decorated()) + plain(decorated.named("again")())

    @pipeline
    def two() -> int:
        plain(decorated())
        return plain.named("last")(decorated.named("again")())

    assert source(only(two).labels[0].place) == '"size"'


def test_places_of_options_are_known() -> None:
    @pipeline(targets={"airflow": {"nodes": {"pool": "db"}}})
    def one() -> int:
        return load.with_policy(targets={"airflow": {"queue": "quick"}})()

    places = trace(one).places
    assert source(places["targets:/airflow/nodes/pool"]) == '"pool"'
    assert source(places["targets:load/airflow/queue"]) == '"queue"'
    assert places["targets:load/airflow/queue"].line > places["targets:load/airflow/pool"].line
    assert source(places["targets:load/airflow/pool"]) == '"pool"'


def test_an_op_is_pickled_as_a_function_of_its_module_is() -> None:
    text = pickle.dumps(load)
    assert b"dagcompile" not in text.replace(load.__module__.encode(), b"")
    assert len(text) < 100
