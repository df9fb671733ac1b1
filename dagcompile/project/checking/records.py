"""What a check finds: of each file that is not as it should be, why, and what mends it.

checked = check_pipelines(load_project())
checked.findings[0].verdict     "stale"
checked.findings[0].path        Path("generated/airflow/daily_delays_dag.py")
"""

from dataclasses import dataclass

from dagcompile.diagnostics import Diagnostic
from dagcompile.project.building import Failed
from dagcompile.project.faults import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How a check ended.

    Args:
        findings: in the order in which they are told.
        right: how many files are as they should be.
        failed: the pipelines that do not compile, whose files were not looked at.
        warnings: of the others.
    """

    findings: tuple[Finding, ...]
    right: int
    failed: tuple[Failed, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()
