"""A wide graph on one Dask cluster: generated, by hand, and a call of the scheduler a step."""

from benchmarks.clock import told
from benchmarks.records import Budget, Effort, Section, Spread, shown

ROUNDS = 5
LARGE, LARGE_ROUNDS = 10_000, 2
"""Steps from which on only what has a budget is run, and how often."""
HAND = ("tasks by hand", "layers by hand", "`dask.delayed`")
OURS = ("generated, guards off", "`execute`, guards off")


def measure(effort: Effort) -> Section:
    """Microseconds a step, of a clock and of processors."""
    sizes = [each for each in effort.nodes if 1_000 <= each <= 10_000]
    rows: list[tuple[str, ...]] = []
    budgets: list[Budget] = []
    for nodes in sizes:
        which = (LARGE_ROUNDS, *HAND, *OURS) if nodes >= LARGE else (min(ROUNDS, effort.rounds),)
        taken = told("dask_cluster", nodes, *which)
        clock = {name: Spread(tuple(each[0] for each in many)) for name, many in taken.items()}
        work = {name: Spread(tuple(each[1] for each in many)) for name, many in taken.items()}
        best = min((clock[each] for each in HAND if each in clock), key=lambda each: each.median)
        least = min((work[each] for each in HAND if each in work), key=lambda each: each.median)
        for name in taken:
            figures = clock[name].per(nodes / 1e6), work[name].per(nodes / 1e6)
            times = (clock[name].times(best), work[name].times(least))
            rows.append((f"{nodes:,}", name, *map(str, (*figures, *times))))
        for name in OURS:
            for what, got in (("time", clock[name].times(best)), ("work", work[name].times(least))):
                said = f"{nodes:,} steps, {what} of {name} against the better by hand"
                budgets.append(Budget(what=said, limit=1.05, got=got.median, unit="times"))
    made, notes = _making(effort)
    return Section(
        title="A Dask cluster",
        about=(
            "Steps that do nothing, in rows of 100, on one local cluster of two worker processes of"
            " a thread each, in turns: from the first line that makes the graph to its result, in"
            " µs a step. *Work* is processor time of the client, the scheduler and the workers"
            " together. By hand, tasks have keys that group by op, which is the fastest form."
            " *Generated* is computed as a collection; `execute` looks at the cluster first, and"
            " its events go to the client. *Times* the better by hand are of the same round."
        ),
        head=("steps", "", "time, µs a step", "work, µs a step", "time, times", "work, times"),
        rows=tuple(rows),
        budgets=(*budgets, *made),
        notes=notes,
    )


def _making(effort: Effort) -> tuple[tuple[Budget, ...], tuple[str, ...]]:
    """That graphs are made in time and memory that grow with them; and what a scheduler takes."""
    large = max(effort.nodes)
    small = large // 10
    least, most = (Spread(tuple(told("dask_graph", each, "seconds"))) for each in (small, large))
    bytes_small, bytes_large = (told("dask_graph", each, "memory") for each in (small, large))
    sent = told("dask_graph", large, "submit")
    budgets = (
        Budget(
            what=f"making the graph of {large:,} steps",
            limit=10.0,
            got=most.median * large / 1e6,
            unit="s",
        ),
        Budget(
            what=f"a step of {large:,} against one of {small:,}, to make",
            limit=1.5,
            got=most.median / least.median,
            unit="times",
        ),
        Budget(
            what=f"memory of a step of {large:,} against one of {small:,}, to make",
            limit=1.2,
            got=bytes_large / bytes_small,
            unit="times",
        ),
    )
    told_of = "; ".join(
        f"{name}: {shown(seconds)} s, {more:,.0f} bytes a task"
        for name, (seconds, more) in sent.items()
    )
    size = f"{bytes_large:,.0f} bytes of memory a step at its peak"
    return budgets, (
        f"To make the graph takes {most} µs a step of {large:,}, and {size}.",
        f"Until a scheduler without workers has {large:,} tasks, and what it takes: {told_of}.",
    )
