"""Every hard case at once: some nodes fail, and what does not need them is finished."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from dagcompile.runtime.v1 import Bounds, Check, Maybe, Retry, Run, gather, main
from nasty import ops


def nasty(
    run: Run,
    *,
    start: Annotated[int, Bounds(ge=1)],
    day: date = date(2024, 2, 29),
) -> str:
    seed = run.step("seed", ops.seed)(start, day)
    seed = run.guard("seed", seed, ops.Ledger)

    flaky = run.step(
        "flaky",
        ops.flaky,
        retry=Retry(attempts=3, delay=0.1, on=ops.Unavailable),
    )(seed)
    flaky = run.guard("flaky", flaky, dict[int, Decimal])

    split = run.step("split", ops.split, ports=("credits", "debits"))(seed)
    split = run.guard(
        "split",
        split,
        {"credits": Maybe[list[ops.Entry]], "debits": Maybe[list[ops.Entry]]},
    )

    total_debits = run.step("total_debits", ops.total)(
        split.debits,
        config=ops.Rounding(places=2, sign=True),
    )
    total_debits = run.guard("total_debits", total_debits, Decimal)

    total_credits = run.step("total_credits", ops.total)(
        split.credits,
        config=ops.Rounding(places=2, sign=False),
    )
    total_credits = run.guard("total_credits", total_credits, Decimal)

    either = run.first_of("either", total_debits, total_credits)

    broken = run.step("broken", ops.broken)(seed)
    broken = run.guard("broken", broken, Decimal)

    publish_lost = run.step("publish_lost", ops.publish)(broken)
    run.guard("publish_lost", publish_lost, str)

    doubtful = run.step("doubtful", ops.doubtful)(seed)
    doubtful = run.guard(
        "doubtful",
        doubtful,
        Annotated[Decimal, Check(ops.positive)],
        severity="warn",
    )

    liar = run.step("liar", ops.liar)(seed)
    liar = run.guard("liar", liar, int)

    count = run.step("count", ops.count)(liar)
    run.guard("count", count, int)

    combine = run.step("combine", ops.combine)(
        run.guard_input("combine.parts", gather([either, doubtful]), list[Decimal]),
        flaky,
    )
    combine = run.guard("combine", combine, Decimal)

    publish = run.step("publish", ops.publish, after=["flaky"])(combine)
    publish = run.guard("publish", publish, str)

    return publish


if __name__ == "__main__":
    raise SystemExit(main(nasty))
