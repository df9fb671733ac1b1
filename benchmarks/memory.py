"""How much memory a script takes whose values are big."""

from benchmarks.clock import told
from benchmarks.records import Budget, Effort, Section, Spread

STEPS = 20
MEGABYTES = 50
ROUNDS = 3


def measure(effort: Effort) -> Section:
    """Peaks in megabytes."""
    peaks = {
        how: Spread(tuple(told("peak", how, STEPS, MEGABYTES) / 1024 for _ in range(ROUNDS)))
        for how in ("by-hand", "script")
    }
    return Section(
        title="Memory of a script",
        about=(
            f"A chain of {STEPS} steps that each take and give {MEGABYTES} MB, guards on: what the"
            " process takes more at its peak, in MB, against code that drops each value with `del`."
        ),
        head=("", "MB"),
        rows=tuple((how.replace("-", " "), str(peak)) for how, peak in peaks.items()),
        budgets=(
            Budget(
                what="the peak against that of code by hand",
                limit=1.05,
                got=peaks["script"].median / peaks["by-hand"].median,
                unit="times",
            ),
        ),
    )
