"""The tables of docs/types.md are true, and made from the facts that are tested here."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from bad import BAD, HEAD
from sales.pipelines import sales

from dagcompile.authoring.contracts import BadContract
from dagcompile.authoring.types import describe
from dagcompile.ir.records import Type, TypeKey
from dagcompile.passes.looks import looks
from dagcompile.passes.relation import Relation, relate
from dagcompile.project.compiling import compile_loaded
from dagcompile.runtime.types import UnsupportedType, shape_of
from tests.conftest import Golden
from tests.docs import shop, tables
from tests.docs.facts import ACCEPTED, DIFFERENCES, REFUSED, TRAVELLING
from tests.docs.marked import code, filled, table
from tests.docs.pages import ROOT
from tests.docs.related import RELATED, SAMPLES

PAGE = ROOT / "docs/types.md"


def value_of(source: str) -> Any:
    """What a source in the facts stands for."""
    return eval(source, {**vars(tables), **vars(shop)})


@pytest.mark.parametrize(("annotation", "taken", "refused"), ACCEPTED)
def test_a_guard_takes_and_refuses(
    annotation: str, taken: tuple[str, ...], refused: tuple[str, ...]
) -> None:
    shape = shape_of(value_of(annotation))
    assert [each for each in taken if not shape.accepts(value_of(each))] == []
    assert [each for each in refused if shape.accepts(value_of(each))] == []


@pytest.mark.parametrize(
    ("annotation", "value", "guard"), [(*row[:2], row[3]) for row in DIFFERENCES]
)
def test_a_guard_differs(annotation: str, value: str, *, guard: bool) -> None:
    assert shape_of(value_of(annotation)).accepts(value_of(value)) is guard


def test_a_type_checker_differs(tmp_path: Path) -> None:
    lines = [f"v{at}: {row[0]} = {row[1]}" for at, row in enumerate(DIFFERENCES, start=1)]
    known = Path(shop.__file__).read_text()
    (tmp_path / "sample.py").write_text("\n".join([known, *lines]))
    command = ["mypy", "--strict", "--cache-dir=.mypy", "--follow-imports=silent", "sample.py"]
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=tmp_path,
        env={"MYPYPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr
    above = len(known.splitlines()) + 1
    errors = [line for line in done.stdout.splitlines() if ": error" in line]
    refused = {int(line.split(":")[1]) - above for line in errors}
    wanted = {at for at, row in enumerate(DIFFERENCES, start=1) if not row[2]}
    assert refused == wanted, done.stdout


@pytest.mark.parametrize(("annotation", "value"), TRAVELLING)
def test_a_value_comes_back(annotation: str, value: str) -> None:
    shape, given = shape_of(value_of(annotation)), value_of(value)
    back = shape.decode(shape.encode(given))
    assert type(back) is type(given)
    assert back == given or back != back  # noqa: PLR0124  (not a number is not itself)


@pytest.mark.parametrize(("source", "target"), RELATED)
def test_a_relation_is_true_of_values(source: str, target: str) -> None:
    ours, theirs = (shape_of(value_of(each)) for each in (source, target))
    values = [each for each in SAMPLES if ours.accepts(value_of(each))]
    assert values, "there is nothing to try"
    taken = [each for each in values if theirs.accepts(value_of(each))]
    match _relation(source, target).verdict:
        case "proven":
            assert taken == values
        case "impossible":
            assert taken == []
        case "guarded":
            pass  # it says that nothing is said


def test_there_are_many_relations_of_every_kind() -> None:
    verdicts = Counter(_relation(*pair).verdict for pair in RELATED)
    assert len(set(RELATED)) == len(RELATED) >= 60
    assert min(verdicts.values()) >= 15
    assert len(verdicts) == 3


def test_the_tables_are_as_the_facts(golden: Golden) -> None:
    parts = {
        "accepted": _accepted(),
        "refused": _refused(),
        "senseless": _senseless(),
        "differences": _differences(),
        "related": _related(),
        "spared": _spared(),
        "travelling": _travelling(),
    }
    golden(PAGE, filled(PAGE.read_text(), parts))


def _accepted() -> str:
    rows = [(code(each), code(*taken), code(*refused)) for each, taken, refused in ACCEPTED]
    return table(("annotation", "takes", "refuses"), rows)


def _refused() -> str:
    return table(("annotation", "why not"), [(code(each), _reason(each)) for each in REFUSED])


def _senseless() -> str:
    names: dict[str, Any] = {"__name__": "shop"}
    exec(HEAD, names)
    rows = []
    for bad in BAD:
        annotation = bad.contract.removeprefix("X = ")
        if bad.code in ("DC226", "DC227") and annotation != bad.contract:
            with pytest.raises(BadContract) as caught:
                describe(shape_of(eval(annotation, names)), {})
            link = f"[{bad.code}](errors.md#{bad.code.lower()})"
            said = caught.value.reason
            rows.append((code(annotation), link, said.partition(" holds nothing: ")[2] or said))
    return table(("annotation", "", "what is said of it"), rows)


def _reason(annotation: str) -> str:
    with pytest.raises(UnsupportedType) as caught:
        shape_of(value_of(annotation))
    return _plain(caught.value.reason)


def _differences() -> str:
    words = {True: "takes it", False: "refuses it"}
    rows = [
        (code(annotation), code(value), words[checker], words[guard], why)
        for annotation, value, checker, guard, why in DIFFERENCES
    ]
    return table(("annotation", "value", "a type checker", "a guard", ""), rows)


def _related() -> str:
    rows = []
    for source, target in RELATED:
        relation = _relation(source, target)
        verdict = "guarded, refused" if relation.refused else relation.verdict
        rows.append((code(source), code(target), verdict, _plain(relation.reason)))
    return table(("from", "to", "verdict", "why"), rows)


def _spared() -> str:
    found = looks(compile_loaded(sales).pipeline)
    rows = [
        ("outputs looked at", str(len(found.outputs)), str(len(found.outputs))),
        ("inputs looked at", str(len(found.inputs)), str(found.everywhere - len(found.outputs))),
        ("checks of a run", str(found.placed), str(found.everywhere)),
    ]
    return table(("", "guards that stand", "a check of every input and output"), rows)


def _relation(source: str, target: str) -> Relation:
    types: dict[TypeKey, Type] = {}
    ours, theirs = (describe(shape_of(value_of(each)), types) for each in (source, target))
    return relate(ours, theirs, types)


def _travelling() -> str:
    rows = []
    for annotation, value in TRAVELLING:
        form = shape_of(value_of(annotation)).encode(value_of(value))
        rows.append((code(annotation), code(value), code(_plain(json.dumps(form)))))
    return table(("declared", "value", "JSON"), rows)


def _plain(text: str) -> str:
    return text.replace(shop.__name__, "shop").replace(tables.__name__, "shop")
