"""Outputs that are kept: written to the store as assets, once the guards of their node passed.

    totals = run.step("totals", shop.totals, keeps=[Keep("shop/totals", dict[str, int])])(orders)

They stand apart from the values that only travel from task to task, which are cleaned up.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from dagcompile.runtime.assets import Asset
from dagcompile.runtime.context import Materialization
from dagcompile.runtime.events import Log
from dagcompile.runtime.needing import Keep
from dagcompile.runtime.storable import written
from dagcompile.runtime.store import Store, Unreachable, put
from dagcompile.runtime.tokens import Missing
from dagcompile.runtime.types import Unencodable

KEPT = "dagcompile-kept"
"""The folder of a store that holds what is kept: pipeline, run, then `node.port.suffix`."""


def keep_all(
    value: Any,
    keeps: Sequence[Keep],
    *,
    ports: Sequence[str],
    store: Store,
    node: str,
    attempt: int,
    log: Log,
) -> None:
    """Write the outputs of a settled `value` that are there and kept, and tell of each.

    Args:
        ports: names of the outputs where there are several.

    Raises:
        NoStore: there is no store that can be used.
        Unreachable: it cannot be written; worth another attempt.
        Unencodable: a value has no lossless form.
    """
    for each in keeps:
        output = getattr(value, each.port) if ports else value
        if type(output) is not Missing:
            told = _kept(output, each, store, node, log)
            log.materialized(node, told.record(), attempt=attempt)


def _kept(output: Any, keep: Keep, store: Store, node: str, log: Log) -> Materialization:
    subject = f"{node}.{keep.port}"
    try:
        form = written(output, keep.type)
    except Unencodable as error:
        raise Unencodable("", f"{subject} cannot be kept: {error}") from error
    name = (KEPT, log.pipeline, log.run, f"{subject}.{form.codec}")
    try:
        uri = put(name, form.data, store=store)
    except Unreachable as error:
        raise Unreachable(f"{subject} is to be kept, and {error}") from error
    digest = hashlib.sha256(form.data).hexdigest()
    metadata = {"bytes": len(form.data), "sha256": digest, **form.kind}
    return Materialization(asset=Asset(keep.asset), uri=uri, metadata=metadata)
