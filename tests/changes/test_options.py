"""Options of targets: known to their target alone."""

from changed import reasons, told, with_build
from irs import node, op, pipeline

from dagcompile.ir.records import Mapping, NodeOptions, Pipeline, Sequence, TargetOptions, Value


def given(options: dict[str, Value] | None = None, **nodes: dict[str, Value]) -> Pipeline:
    names = ["load", *(each for each in nodes if each != "load")]
    made = pipeline(op("load"), nodes=[node("load", id=each) for each in names])
    return with_build(
        made,
        targets=of(options or {}),
        nodes=tuple(NodeOptions(node=name, targets=of(each)) for name, each in nodes.items()),
    )


def of(options: dict[str, Value]) -> tuple[TargetOptions, ...]:
    return (TargetOptions(target="airflow", values=tuple(options.items())),) if options else ()


def test_an_option_is_told_by_its_target_and_node() -> None:
    assert told(given({"max_active_runs": 1}), given({"max_active_runs": 4})) == [
        "risky options changed airflow.max_active_runs: 1 -> 4"
    ]
    assert reasons(given({"max_active_runs": 1}), given({"max_active_runs": 4})) == [
        "what it does to a run is for target `airflow` to say"
    ]
    assert told(given(), given(load={"pool": "db"})) == [
        "risky options added load.airflow.pool: 'db'"
    ]
    assert told(given(load={"pool": "db"}), given()) == [
        "risky options removed load.airflow.pool: 'db' ->"
    ]


def test_options_of_a_node_that_only_one_version_has_are_told_with_it() -> None:
    found = told(given(load={"pool": "db"}), given(load={"pool": "db"}, more={"pool": "db"}))
    assert not [each for each in found if "options" in each]


def test_options_in_another_order_ask_for_the_same() -> None:
    assert told(given({"pool": "a", "queue": "b"}), given({"queue": "b", "pool": "a"})) == [
        "cosmetic options changed"
    ]
    links = [("ada", "mailto:ada"), ("bob", "mailto:bob")]
    old, new = Mapping(items=tuple(links)), Mapping(items=tuple(reversed(links)))
    assert [each.split(":")[0] for each in told(given({"links": old}), given({"links": new}))] == [
        "cosmetic options changed airflow.links"
    ]
    tags = [Sequence(type="list", items=each) for each in (("a", "b"), ("b", "a"))]
    assert told(given({"tags": tags[0]}), given({"tags": tags[1]})) == [
        "risky options changed airflow.tags: ['a', 'b'] -> ['b', 'a']"
    ]
