"""What a body may know of its attempt, and tell of the assets that it wrote.

    @op(writes=[REPORT])
    def publish(report: Report, ctx: Context = Context()) -> str:
        path = write(report)
        ctx.materialize(REPORT, uri=path, metadata={"rows": len(report)})
        return path

In a run the step gives the body a context of its attempt. A call without one, as in a unit test,
has a context of no run, which keeps what it was told:

    ctx = Context()
    publish(report, ctx)
    assert ctx.materializations[0].metadata == {"rows": 3}
"""

import threading
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dagcompile.runtime.assets import Asset, check_uri

if TYPE_CHECKING:
    from dagcompile.runtime.events import Event, Log
    from dagcompile.runtime.types.answers import Measured

KEPT = 1000
"""How many materializations a context keeps, the last ones."""

_PATIENCE = 1.0
"""Seconds that the end of an attempt waits for what a thread of its body is just telling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Materialization:
    """That an asset was written: where, if that was told, and what was told of it.

    Raises:
        TypeError: something in `metadata` cannot be told.
    """

    asset: Asset
    uri: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    _described: "dict[str, Measured]" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        described: dict[str, Measured] = {}
        if self.metadata:
            from dagcompile.runtime.types.answers import described_all

            described = described_all(self.metadata)
        object.__setattr__(self, "_described", described)

    def record(self) -> "Event":
        """As JSON, the same on every engine."""
        record: Event = {"asset": self.asset.name}
        uri = self.uri or self.asset.uri
        if uri is not None:
            record["uri"] = uri
        if self._described:
            record["metadata"] = self._described
        return record


class UndeclaredAsset(ValueError):
    """A body told of an asset that its op does not say it writes."""


class Context:
    """The attempt that a body is called in. Its default, `Context()`, is of no run.

    Args:
        pipeline: id of the pipeline; empty outside a run, as the next two.
        run: id of the run.
        node: id of the node.
        attempt: number of the attempt, from 1.
    """

    __slots__ = ("_lock", "_tell", "_told", "_writes", "attempt", "node", "pipeline", "run")

    def __init__(
        self, *, pipeline: str = "", run: str = "", node: str = "", attempt: int = 1
    ) -> None:
        self.pipeline = pipeline
        self.run = run
        self.node = node
        self.attempt = attempt
        self._told: deque[Materialization] = deque(maxlen=KEPT)
        self._lock = threading.Lock()
        self._writes: Collection[str] | None = None  # any asset, outside a run
        self._tell: Callable[[Materialization], None] | None = None

    @property
    def materializations(self) -> tuple[Materialization, ...]:
        """What this context was told, in order; of very many the last thousand."""
        return tuple(self._told)

    def materialize(
        self,
        asset: Asset,
        *,
        uri: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> None:
        """Tell that `asset` was written. May be called from any thread of the body, and again.

        Args:
            asset: one of those that the op `writes`.
            uri: where it was written, if that is not the asset's own URI.
            metadata: numbers, bools, texts, None, lists and dicts of these, `Markdown`, `Url`,
                paths and `TableRows` by name.

        Raises:
            UndeclaredAsset: the op does not say that it writes this asset.
            TypeError: `asset` is no Asset, or something in `metadata` is of another class.
            ValueError: the URI is none, or stands in `metadata`.
            RuntimeError: the attempt has ended.
        """
        told = _checked(asset, uri, metadata)
        if self._writes is not None and asset.name not in self._writes:
            raise UndeclaredAsset(undeclared(self.node, asset.name, self._writes))
        with self._lock:
            if self._tell is not None:
                self._tell(told)
            self._told.append(told)

    def _refuse(self, told: Materialization) -> None:
        raise RuntimeError(
            f"{self.node} tells of the asset {told.asset.name} after the end of its attempt"
            f" {self.attempt}: wait in the body for what it starts"
        )

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        if self._tell is None:
            return _unbound, (self.pipeline, self.run, self.node, self.attempt)
        raise TypeError(
            f"the context of {self.node} stays in the process of its step; return what is to be"
            " told, and tell it there"
        )

    def __repr__(self) -> str:
        where = ("pipeline", "run", "node", "attempt") if self.node else ()
        return f"Context({', '.join(f'{name}={getattr(self, name)!r}' for name in where)})"


@contextmanager
def attempted(node: str, *, attempt: int, writes: Collection[str], log: "Log") -> Iterator[Context]:
    """The context of one attempt at `node`, which may write `writes`. Later it takes nothing."""
    context = Context(pipeline=log.pipeline, run=log.run, node=node, attempt=attempt)
    context._writes = writes
    context._tell = lambda told: log.materialized(node, told.record(), attempt=attempt)
    try:
        yield context
    finally:
        # A body that was told to stop may have been stopped while it held the lock.
        held = context._lock.acquire(timeout=_PATIENCE)
        context._tell = context._refuse
        if held:
            context._lock.release()


def _unbound(pipeline: str, run: str, node: str, attempt: int) -> Context:
    return Context(pipeline=pipeline, run=run, node=node, attempt=attempt)


def _checked(asset: Any, uri: str | None, metadata: Any) -> Materialization:
    if not isinstance(asset, Asset):
        hint = f"; write Asset({asset!r})" if isinstance(asset, str) else ""
        raise TypeError(f"an Asset is materialized, got {type(asset).__name__}{hint}")
    if uri is not None:
        check_uri(uri)
    if metadata is None:
        return Materialization(asset=asset, uri=uri)
    if not isinstance(metadata, Mapping):
        raise TypeError(f"metadata is a dict, got {type(metadata).__name__}")
    if "uri" in metadata:
        raise ValueError("where an asset was written is told by uri=..., not in its metadata")
    return Materialization(asset=asset, uri=uri, metadata=dict(metadata))


def undeclared(node: str, name: str, writes: Collection[str]) -> str:
    """Why `node`, which writes `writes`, may not tell of the asset `name`."""
    from difflib import get_close_matches

    known = sorted(writes)
    near = get_close_matches(name, known, n=1)
    says = f"it writes {', '.join(known)}" if known else "it says of none that it writes it"
    guess = f"did you mean {near[0]}? else " if near else ""
    return (
        f"{node} tells that it wrote the asset {name}, but {says}; {guess}declare it:"
        " @op(writes=[...]), or .writing(...) where the op is used"
    )
