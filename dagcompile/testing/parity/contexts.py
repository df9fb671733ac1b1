"""The context that the semantics gives a body: what it is told becomes events of the node."""

from collections.abc import Callable, Mapping
from typing import Any

from dagcompile.runtime.assets import Asset
from dagcompile.runtime.context import Context, UndeclaredAsset, undeclared
from dagcompile.runtime.types.answers import described_all


class JudgedContext(Context):
    """The context of one attempt, until it has `ended`."""

    def __init__(
        self,
        *,
        pipeline: str,
        node: str,
        attempt: int,
        writes: tuple[str, ...],
        tell: Callable[..., None],
    ) -> None:
        super().__init__(pipeline=pipeline, run="semantics", node=node, attempt=attempt)
        self.writable = writes
        self.tell = tell
        self.ended = False

    def materialize(
        self, asset: Asset, *, uri: str | None = None, metadata: Mapping[str, Any] | None = None
    ) -> None:
        """As of `Context`."""
        if self.ended:
            raise RuntimeError(f"{self.node} tells of {asset.name} after its attempt")
        super().materialize(asset, uri=uri, metadata=metadata)  # which takes no other than assets
        if asset.name not in self.writable:
            raise UndeclaredAsset(undeclared(self.node, asset.name, self.writable))
        told: dict[str, Any] = {"attempt": self.attempt, "asset": asset.name}
        where = uri if uri is not None else asset.uri
        if where is not None:
            told["uri"] = where
        if metadata:
            told["metadata"] = described_all(metadata)
        self.tell(self.node, "materialization", **told)
