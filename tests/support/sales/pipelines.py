"""The pipeline: six steps for each of seven regions, and eight for all of them."""

from datetime import date
from typing import Annotated

from dagcompile import Bounds, pipeline
from sales import ops

REGIONS = ("alps", "coast", "east", "islands", "north", "south", "west")


@pipeline
def sales(day: date, top: Annotated[int, Bounds(ge=1)] = 3) -> str:
    """A day of the shop."""
    rates, known = ops.rates(day), ops.products(day)
    totals, sums, refused = [], [], []
    for region in REGIONS:
        rows = ops.parse.named(f"parse_{region}")(ops.fetch.named(f"fetch_{region}")(day, region))
        sifted = ops.sift.named(f"sift_{region}")(rows, known)
        sold = ops.convert.named(f"convert_{region}")(sifted.plausible, rates)
        totals.append(ops.total.named(f"total_{region}")(sold, region, day))
        sums.append(ops.by_product.named(f"by_product_{region}")(sold))
        refused.append(sifted.refused)
    best = ops.rank(ops.merge(sums), top)
    whole = ops.report(day, totals, best, ops.count(refused), ops.forecast(totals))
    return ops.publish(whole)
