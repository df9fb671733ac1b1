"""Compilation: from the definition of a typed pipeline to the text of a file."""

from itertools import product

from benchmarks.clock import told
from benchmarks.records import Budget, Effort, Section, Spread, shown

SUBJECTS = ("plain", "mixed")
TARGETS = ("python", "dask", "airflow")
OURS = ("definition", "checks", "text")
"""The phases that the budget holds: tracing; types of edges and guards; all that makes the text."""

ROUNDS = {100: 30, 1_000: 15, 10_000: 5, 100_000: 2}
NOTE = (
    "Of the mixed pipeline an Airflow file has about thirteen lines a task, a script six; a node"
    " has 1.6 inputs, and two of five statements take more than a line."
)
LIMIT = 50.0
"""Microseconds a node: 20,000 nodes a second."""


def measure(effort: Effort) -> Section:
    """Microseconds a node by size, target and phase; bytes a node."""
    rows: list[tuple[str, ...]] = []
    totals: dict[tuple[str, str, int], float] = {}
    for subject, target in product(SUBJECTS, TARGETS):
        for nodes in effort.nodes:
            told_ = told("compiling", subject, target, nodes, ROUNDS[nodes])
            count = (nodes + 1) / 1e6
            seconds = {name: Spread(tuple(each)) for name, each in told_["seconds"].items()}
            together = zip(*(seconds[name].samples for name in OURS), strict=True)
            total = Spread(tuple(map(sum, together))).per(count)
            totals[subject, target, nodes] = total.median
            rows.append(
                (
                    subject,
                    target,
                    f"{nodes:,}",
                    *(shown(seconds[name].per(count).median) for name in OURS),
                    str(total),
                    shown(1e6 / total.median),
                    shown(seconds["compile"].per(count).median),
                    shown(seconds["ir"].per(count).median),
                    shown(told_["bytes"] / nodes / 1024) if nodes >= 10_000 else "",
                )
            )
    return Section(
        title="Compilation",
        about=(
            "Two typed pipelines, from calling the function to the text of the file, in µs a node:"
            " *plain* is of guarded steps with two inputs, *mixed* has fan-in, several outputs,"
            " configs, literals and retries as well (both in `benchmarks/subjects`). *Definition*"
            " is the trace, *checks* the verifier, the type of every edge and the guards, *text*"
            " lowering, imports, layout, template and digests. Apart: Python's own `compile()`, by"
            " which the text is verified, and the IR that is written beside it. Memory is what the"
            " process takes more at its peak."
        ),
        head=(
            "pipeline", "target", "nodes", *OURS, "together, µs a node", "nodes a second",
            "`compile()`", "IR", "KiB a node",
        ),
        rows=tuple(rows),
        budgets=_budgets(totals, max(effort.nodes)),
        notes=(NOTE,),
    )  # fmt: skip


def _budgets(totals: dict[tuple[str, str, int], float], largest: int) -> tuple[Budget, ...]:
    """What a node may take, by pipeline and target, and how much more in a large pipeline."""
    both = tuple(product(SUBJECTS, TARGETS))
    absolute = [
        Budget(
            what=f"{subject}, {target}, {largest:,} nodes",
            limit=LIMIT,
            got=totals[subject, target, largest],
            unit="µs a node",
        )
        for subject, target in both
    ]
    growth = [
        Budget(
            what=f"{subject}, {target}: a node of {largest:,} against one of 1,000",
            limit=1.5,
            got=totals[subject, target, largest] / totals[subject, target, 1_000],
            unit="times",
        )
        for subject, target in both
    ]
    return (*absolute, *growth)
