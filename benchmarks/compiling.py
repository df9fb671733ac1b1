"""Compilation: from the definition of a typed pipeline to the text of a file."""

from benchmarks.clock import told
from benchmarks.records import Budget, Effort, Section, Spread, shown

TARGETS = ("python", "dask", "airflow")
OURS = ("definition", "checks", "text")
"""The phases that the budget holds: tracing; types of edges and guards; all that makes the text."""

ROUNDS = {100: 30, 1_000: 15, 10_000: 5, 100_000: 2}
NOTE = (
    "An Airflow file has about thirteen lines a task, a script six. The pipeline is a rich one: a"
    " node has 1.6 inputs, and two of five statements take more than a line."
)
LIMIT = 50.0
"""Microseconds a node: 20,000 nodes a second."""


def measure(effort: Effort) -> Section:
    """Microseconds a node by size, target and phase; bytes a node."""
    rows: list[tuple[str, ...]] = []
    totals: dict[tuple[str, int], float] = {}
    for target in TARGETS:
        for nodes in effort.nodes:
            told_ = told("compiling", target, nodes, ROUNDS[nodes])
            count = (nodes + 1) / 1e6
            seconds = {name: Spread(tuple(each)) for name, each in told_["seconds"].items()}
            together = zip(*(seconds[name].samples for name in OURS), strict=True)
            total = Spread(tuple(map(sum, together))).per(count)
            totals[target, nodes] = total.median
            rows.append(
                (
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
    largest = max(effort.nodes)
    return Section(
        title="Compilation",
        about=(
            "A typed pipeline with fan-in, several outputs, configs, literals, retries and guards"
            " (`benchmarks/subjects/mixed.py`), from calling its function to the text of the file,"
            " in µs a node: *definition* is the trace, *checks* the verifier, the type of every"
            " edge and the guards, *text* lowering, imports, layout, template and digests. Apart:"
            " Python's own `compile()`, by which the text is verified, and the IR that is written"
            " beside it. Memory is what the process takes more at its peak."
        ),
        head=(
            "target", "nodes", *OURS, "together, µs a node", "nodes a second", "`compile()`", "IR",
            "KiB a node",
        ),
        rows=tuple(rows),
        budgets=(
            *(
                Budget(
                    what=f"{target}, {largest:,} nodes",
                    limit=LIMIT,
                    got=totals[target, largest],
                    unit="µs a node",
                )
                for target in TARGETS
            ),
            *(
                Budget(
                    what=f"{target}: a node of {largest:,} against one of 1,000",
                    limit=1.5,
                    got=totals[target, largest] / totals[target, 1_000],
                    unit="times",
                )
                for target in TARGETS
            ),
        ),
        notes=(NOTE,),
    )  # fmt: skip
