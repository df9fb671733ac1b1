"""Every hard case at once: some nodes fail, and what does not need them is finished."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Annotated

from airflow.sdk import Param, dag, task

from dagcompile.runtime.v1 import Bounds, Check, Maybe
from dagcompile.runtime.v1.airflow import Step


@task(task_id="seed", multiple_outputs=False)
def seed():
    from nasty import ops

    step = Step("seed")
    start = step.param("start", Annotated[int, Bounds(ge=1)])
    day = step.param("day", date)
    return step.run(ops.seed, returns=ops.Ledger)(start, day)


@task(
    task_id="flaky",
    multiple_outputs=False,
    retries=2,
    retry_delay=timedelta(seconds=0.1),
)
def flaky(seed_xcom):
    from nasty import ops

    step = Step("flaky")
    ledger = step.input(seed_xcom, ops.Ledger)
    return step.run(
        ops.flaky,
        returns=dict[int, Decimal],
        retry_on=ops.Unavailable,
    )(ledger)


@task(task_id="split", multiple_outputs=False)
def split(seed_xcom):
    from nasty import ops

    step = Step("split")
    ledger = step.input(seed_xcom, ops.Ledger)
    return step.run(
        ops.split,
        ports=("credits", "debits"),
        returns={"credits": Maybe[list[ops.Entry]], "debits": Maybe[list[ops.Entry]]},
    )(ledger)


@task(task_id="total_debits", multiple_outputs=False)
def total_debits(split_xcom):
    from nasty import ops

    step = Step("total_debits")
    entries = step.input(split_xcom, list[ops.Entry], port="debits")
    return step.run(ops.total, returns=Decimal)(
        entries,
        config=ops.Rounding(places=2, sign=True),
    )


@task(task_id="total_credits", multiple_outputs=False)
def total_credits(split_xcom):
    from nasty import ops

    step = Step("total_credits")
    entries = step.input(split_xcom, list[ops.Entry], port="credits")
    return step.run(ops.total, returns=Decimal)(
        entries,
        config=ops.Rounding(places=2, sign=False),
    )


@task(task_id="either", multiple_outputs=False, trigger_rule="none_failed")
def either(total_debits_xcom, total_credits_xcom):
    step = Step("either")
    return step.first_of(
        step.optional(total_debits_xcom, Decimal),
        step.optional(total_credits_xcom, Decimal),
        returns=Decimal,
    )


@task(task_id="broken", multiple_outputs=False)
def broken(seed_xcom):
    from nasty import ops

    step = Step("broken")
    ledger = step.input(seed_xcom, ops.Ledger)
    return step.run(ops.broken, returns=Decimal)(ledger)


@task(task_id="publish_lost", multiple_outputs=False)
def publish_lost(broken_xcom):
    from nasty import ops

    step = Step("publish_lost")
    amount = step.input(broken_xcom, Decimal)
    return step.run(ops.publish, returns=str)(amount)


@task(task_id="doubtful", multiple_outputs=False)
def doubtful(seed_xcom):
    from nasty import ops

    step = Step("doubtful")
    ledger = step.input(seed_xcom, ops.Ledger)
    return step.run(
        ops.doubtful,
        returns=Annotated[Decimal, Check(ops.positive)],
        severity="warn",
    )(ledger)


@task(task_id="liar", multiple_outputs=False)
def liar(seed_xcom):
    from nasty import ops

    step = Step("liar")
    ledger = step.input(seed_xcom, ops.Ledger)
    return step.run(ops.liar, returns=int)(ledger)


@task(task_id="count", multiple_outputs=False)
def count(liar_xcom):
    from nasty import ops

    step = Step("count")
    number = step.input(liar_xcom, int)
    return step.run(ops.count, returns=int)(number)


@task(task_id="combine", multiple_outputs=False, trigger_rule="none_failed")
def combine(either_xcom, doubtful_xcom, flaky_xcom):
    from nasty import ops

    step = Step("combine")
    parts = step.guard_input(
        "parts",
        [
            step.input(either_xcom, Decimal),
            step.input(doubtful_xcom, Annotated[Decimal, Check(ops.positive)]),
        ],
        list[Decimal],
    )
    totals = step.input(flaky_xcom, dict[int, Decimal])
    return step.run(ops.combine, returns=Decimal)(parts, totals)


@task(task_id="publish", multiple_outputs=False, trigger_rule="none_failed")
def publish(combine_xcom):
    from nasty import ops

    step = Step("publish")
    amount = step.input(combine_xcom, Decimal)
    return step.run(ops.publish, returns=str)(amount)


@dag(
    dag_id="nasty",
    schedule=None,
    start_date=datetime(2000, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    params={
        "start": Param(type="integer", minimum=1),
        "day": Param("2024-02-29", type="string", format="date"),
    },
)
def nasty():
    """Every hard case at once: some nodes fail, and what does not need them is finished."""
    seed_xcom = seed()
    flaky_xcom = flaky(seed_xcom)
    split_xcom = split(seed_xcom)
    total_debits_xcom = total_debits(split_xcom)
    total_credits_xcom = total_credits(split_xcom)
    either_xcom = either(total_debits_xcom, total_credits_xcom)
    broken_xcom = broken(seed_xcom)
    publish_lost(broken_xcom)
    doubtful_xcom = doubtful(seed_xcom)
    liar_xcom = liar(seed_xcom)
    count(liar_xcom)
    combine_xcom = combine(either_xcom, doubtful_xcom, flaky_xcom)
    publish_xcom = publish(combine_xcom)
    flaky_xcom >> publish_xcom


nasty()
