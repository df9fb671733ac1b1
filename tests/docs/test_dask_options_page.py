"""The tables of docs/dask-options.md are those of the code."""

from dagcompile.targets.dask.lacking import LACKING
from dagcompile.targets.dask.options import DaskNodeOptions, DaskOptions
from tests.conftest import Golden
from tests.docs.marked import described, filled, table
from tests.docs.pages import ROOT

PAGE = ROOT / "docs/dask-options.md"


def test_the_tables_are_as_the_target(golden: Golden) -> None:
    lacking = ((f"`{name}`", why) for name, why in LACKING.items())
    parts = {
        "options of pipelines": described(DaskOptions),
        "options of nodes": described(DaskNodeOptions),
        "lacking": table(("what", "why, or what instead"), lacking),
    }
    golden(PAGE, filled(PAGE.read_text(), parts))
