"""The tables of docs/airflow-options.md are those of the code."""

from dagcompile.targets.airflow.lacking import LACKING
from dagcompile.targets.airflow.options import AirflowNodeOptions, AirflowOptions
from dagcompile.targets.airflow.versions import FEATURES, FLOOR, PROVEN, number
from tests.conftest import Golden
from tests.docs.marked import described, filled, table
from tests.docs.pages import ROOT

PAGE = ROOT / "docs/airflow-options.md"


def test_the_tables_are_as_the_target(golden: Golden) -> None:
    parts = {
        "options of pipelines": described(AirflowOptions),
        "options of nodes": described(AirflowNodeOptions),
        "versions": _versions(),
        "lacking": table(("what", "why, or what instead"), LACKING.items()),
    }
    golden(PAGE, filled(PAGE.read_text(), parts))


def _versions() -> str:
    known = (
        "the run time imports what `airflow.sdk.exceptions` has in Task SDK 1.2.0, and not in"
        f" 1.1.0; files are run by our tests on {PROVEN} alone"
    )
    features = sorted(FEATURES.values(), key=lambda each: number(each.version))
    rows = ((each.what, each.version, each.evidence) for each in features)
    return table(("feature", "Airflow", "known from"), [("any file", FLOOR, known), *rows])
