"""Every hard case at once: some nodes fail, and what does not need them is finished."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from dagcompile.runtime.v1 import Bounds, Check, Maybe, Retry
from dagcompile.runtime.v1.dask import Graph, gather, main
from nasty import ops


def nasty(
    graph: Graph,
    *,
    start: Annotated[int, Bounds(ge=1)],
    day: date = date(2024, 2, 29),
) -> str:
    seed = graph.step("seed", ops.seed)(start, day)
    seed = graph.guard("seed", seed, ops.Ledger)

    flaky = graph.step(
        "flaky",
        ops.flaky,
        retry=Retry(attempts=3, delay=0.1, on=ops.Unavailable),
    )(seed)
    flaky = graph.guard("flaky", flaky, dict[int, Decimal])

    split = graph.step("split", ops.split, ports=("credits", "debits"))(seed)
    split = graph.guard(
        "split",
        split,
        {"credits": Maybe[list[ops.Entry]], "debits": Maybe[list[ops.Entry]]},
    )

    total_debits = graph.step("total_debits", ops.total)(
        split.debits,
        config=ops.Rounding(places=2, sign=True),
    )
    total_debits = graph.guard("total_debits", total_debits, Decimal)

    total_credits = graph.step("total_credits", ops.total)(
        split.credits,
        config=ops.Rounding(places=2, sign=False),
    )
    total_credits = graph.guard("total_credits", total_credits, Decimal)

    either = graph.first_of("either", total_debits, total_credits)

    broken = graph.step("broken", ops.broken)(seed)
    broken = graph.guard("broken", broken, Decimal)

    publish_lost = graph.step("publish_lost", ops.publish)(broken)
    graph.guard("publish_lost", publish_lost, str)

    doubtful = graph.step("doubtful", ops.doubtful)(seed)
    doubtful = graph.guard(
        "doubtful",
        doubtful,
        Annotated[Decimal, Check(ops.positive)],
        severity="warn",
    )

    liar = graph.step("liar", ops.liar)(seed)
    liar = graph.guard("liar", liar, int)

    count = graph.step("count", ops.count)(liar)
    graph.guard("count", count, int)

    combine = graph.step("combine", ops.combine)(
        graph.guard_input("combine.parts", gather([either, doubtful]), list[Decimal]),
        flaky,
    )
    combine = graph.guard("combine", combine, Decimal)

    publish = graph.step("publish", ops.publish, after=["flaky"])(combine)
    publish = graph.guard("publish", publish, str)

    return publish


if __name__ == "__main__":
    raise SystemExit(main(nasty))
