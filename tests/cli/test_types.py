"""`dagcompile types`: every edge, as lines and as JSON."""

import json
from typing import Any

import pytest
from commands import Command

DOUBLED = """\
proven  at start  param number → double.number           int
proven  elided    double.result → the pipeline's output  int

2 edges: 2 proven
1 guard: 1 of outputs, 0 of inputs; 1 elided (a check of all outputs and inputs: 2)
guards: double.result
elided: double.number
"""

MIXED = """
    from dataclasses import dataclass
    from typing import Annotated, Any

    from dagcompile import Bounds, op, pipeline


    @dataclass
    class AnExceptionallyLongNameForAnOrder:
        amount: Annotated[int, Bounds(ge=0)]


    @op
    def anything(number: int) -> Any:
        return number


    @op
    def orders_of_yesterday_that_were_not_paid(
        those_that_were_read_before: list[AnExceptionallyLongNameForAnOrder], number: int = 3
    ) -> dict[str, list[AnExceptionallyLongNameForAnOrder]]:
        return {}


    @op
    def tell(text: str) -> str:
        return text


    @pipeline
    def mixed(number: int) -> str:
        orders_of_yesterday_that_were_not_paid(anything(number), number)
        return tell(anything.named("other")(number))


    @pipeline
    def wrong(number: int) -> Any:
        orders_of_yesterday_that_were_not_paid(anything(number))
        return tell(orders_of_yesterday_that_were_not_paid.named("second")(number, 4))


    @pipeline
    def missing(number: int) -> str:
        return tell()
"""


@pytest.fixture
def mixed(dagcompile: Command) -> Command:
    dagcompile.write("mixed.py", MIXED)
    return dagcompile


def document(done: Any) -> Any:
    return json.loads(done.out)


def test_every_edge_is_a_line(dagcompile: Command) -> None:
    done = dagcompile("types", "doubled")
    assert (done.status, done.out, done.err) == (0, DOUBLED, "")


def test_committed_ir_is_told_of_and_nothing_imported(dagcompile: Command) -> None:
    dagcompile("build")
    dagcompile.write("flow.py", "raise SystemExit('imported')")
    assert dagcompile("types", "generated/doubled.ir.json").out == DOUBLED
    off = dagcompile("types", "generated/doubled.ir.json", "--guards", "off")
    assert "\n2 edges: 1 proven, 1 assumed\n" in off.out


def test_a_depth_may_be_asked_for(mixed: Command) -> None:
    arguments = ("types", "mixed:mixed", "--only", "guarded", "--format", "json", "--guard-depth")
    edges = document(mixed(*arguments, "schema"))["result"]["edges"]
    assert {each["why"].partition("; ")[2] for each in edges} == {"only its class is looked at"}
    assert mixed(*arguments, "deep").status == 2


def test_long_names_stay_within_100_columns(mixed: Command) -> None:
    done = mixed("types", "mixed:mixed")
    assert done.status == 0
    assert max(map(len, done.out.splitlines())) <= 100
    edges, _, _ = done.out.partition("\n\n")
    words = [line.split()[0] for line in edges.splitlines() if not line.startswith(" ")]
    assert words == ["proven", "guarded", "proven", "proven", "guarded", "proven"]
    assert "AnExceptionallyLongNameForAnOrder" in done.out
    assert "mixed.AnExceptionally" not in done.out  # no module where the name is enough
    assert "\n6 edges: 4 proven, 2 guarded\n" in done.out


def test_an_edge_that_cannot_be_does_not_hide_the_others(mixed: Command) -> None:
    done = mixed("types", "mixed:wrong")
    assert done.status == 3
    lines = [line.split()[0] for line in done.out.splitlines() if line[:1].strip()]
    assert "guards: " not in done.out  # nothing would be built
    assert lines.count("impossible") == 2
    assert lines.count("guarded") == 1
    assert done.err.count("error[DC201]: ") == 2


def test_what_cannot_be_wired_is_only_an_error(mixed: Command) -> None:
    done = mixed("types", "mixed:missing")
    assert (done.status, done.out) == (3, "")
    assert done.err.startswith("error[DC113]: ")
    assert mixed("types", "duobled").status == 2


def test_words_can_be_picked(mixed: Command) -> None:
    done = mixed("types", "mixed:mixed", "--only", "guarded", "--only", "assumed")
    assert "proven   " not in done.out
    assert done.out.count("own guard") == 2
    assert "\n6 edges: 4 proven, 2 guarded\n" in done.out
    nothing = mixed("types", "mixed:mixed", "--only", "impossible")
    assert nothing.out.startswith("6 edges: ")


def test_json_has_the_same_facts(mixed: Command) -> None:
    told = document(mixed("types", "mixed:mixed", "--only", "guarded", "--format", "json"))
    assert told["status"] == 0
    result = told["result"]
    assert result["pipeline"] == "mixed"
    assert result["edges"][1] == {
        "source": "other.result",
        "target": "tell.text",
        "source_type": "Any",
        "target_type": "str",
        "word": "guarded",
        "why": "`Any` need not be `str`",
        "looked": "consumer",
    }
    assert result["counts"] == {"proven": 4, "guarded": 2}
    assert result["guards"] == {
        "outputs": ["orders_of_yesterday_that_were_not_paid.result", "tell.result"],
        "inputs": [
            "orders_of_yesterday_that_were_not_paid.those_that_were_read_before",
            "tell.text",
        ],
        "elided": [
            "anything.number",
            "orders_of_yesterday_that_were_not_paid.number",
            "other.number",
        ],
        "placed": 4,
        "everywhere": 7,
    }


def test_json_of_a_wrong_pipeline_has_edges_and_errors(mixed: Command) -> None:
    done = mixed("types", "mixed:wrong", "--format", "json")
    told = document(done)
    assert (done.status, done.err, told["status"]) == (3, "", 3)
    assert [each["code"] for each in told["diagnostics"]] == ["DC201", "DC201"]
    assert told["result"]["counts"] == {"proven": 3, "guarded": 1, "impossible": 2}
    assert told["result"]["guards"] is None


def test_the_project_says_where_guards_stand(dagcompile: Command) -> None:
    settings = (dagcompile.folder / "pyproject.toml").read_text()
    dagcompile.write("pyproject.toml", settings.replace("targets =", 'guards = "off"\ntargets ='))
    assert "\n2 edges: 1 proven, 1 assumed\n" in dagcompile("types", "doubled").out
    steps = dagcompile("types", "doubled", "--guards", "steps")
    assert "\n2 edges: 2 proven\n" in steps.out
