"""The steps."""

from datetime import date
from decimal import Decimal
from typing import Any

from dagcompile import op
from sales.contracts import Report, Sale, Sales, Sifted, Sold, Total


@op
def rates(day: date) -> dict[str, Decimal]:
    """What a unit of a currency is in euros."""
    return {"EUR": Decimal(1), "CHF": Decimal("1.05")}


@op
def products(day: date) -> set[str]:
    """What is sold on a day."""
    return {"tea", "mug"}


@op
def fetch(day: date, region: str) -> list[dict[str, str]]:
    """The rows of a region, as they come."""
    money = "CHF" if region == "alps" else "EUR"
    return [
        {"id": f"{region}-{day:%d}-{number}", "product": each, "amount": "2.50", "currency": money}
        for number, each in enumerate(("tea", "mug", "hat"))
    ]


@op
def parse(rows: list[dict[str, str]]) -> Sales:
    """Rows as sales."""
    return [Sale(r["id"], r["product"], Decimal(r["amount"]), r["currency"]) for r in rows]


@op
def sift(sales: Sales, known: set[str]) -> Sifted:
    """Sales of what is sold, and the others."""
    plausible = [each for each in sales if each.product in known]
    return Sifted(plausible, [each for each in sales if each.product not in known])


@op
def convert(sales: Sales, rates: dict[str, Decimal]) -> list[Sold]:
    """Sales in euros."""
    return [
        Sold(s.id, s.product, s.amount, s.currency, s.amount * rates[s.currency]) for s in sales
    ]


@op
def total(sales: list[Sold], region: str, day: date) -> Total:
    """The sum of a region."""
    return Total(region, day, sum((each.euros for each in sales), Decimal(0)), len(sales))


@op
def by_product(sales: list[Sold]) -> dict[str, Decimal]:
    """The sums of a region's products."""
    sums: dict[str, Decimal] = {}
    for each in sales:
        sums[each.product] = sums.get(each.product, Decimal(0)) + each.euros
    return sums


@op
def merge(sums: list[dict[str, Decimal]]) -> dict[str, Decimal]:
    """The sums of all regions."""
    merged: dict[str, Decimal] = {}
    for each in sums:
        for product, euros in each.items():
            merged[product] = merged.get(product, Decimal(0)) + euros
    return merged


@op
def rank(sums: dict[str, Decimal], top: int) -> dict[str, Decimal]:
    """The best products."""
    return dict(sorted(sums.items(), key=lambda each: -each[1])[:top])


@op
def count(sales: list[list[Sale]]) -> int:
    """How many there are."""
    return sum(map(len, sales))


@op
def forecast(totals: list[Total]) -> Any:
    """What a library without types makes of it."""
    return sum((each.euros for each in totals), Decimal(0)) / max(len(totals), 1)


@op
def report(
    day: date, totals: list[Total], best: dict[str, Decimal], refused: int, forecast: Decimal
) -> Report:
    """All of it."""
    return Report(day, totals, best, refused, forecast)


@op
def publish(report: Report) -> str:
    """A line for people."""
    return f"{report.day}: {sum(each.sales for each in report.totals)} sales"
