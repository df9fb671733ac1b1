"""What an author says of an op before the call, and of a pipeline. Kept light, as ops are."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias, cast

if TYPE_CHECKING:
    from datetime import timedelta

    from dagcompile.authoring.expecting import Expectation
    from dagcompile.authoring.policy import Guard
    from dagcompile.runtime.assets import Asset
    from dagcompile.runtime.retry import Retry

Targets: TypeAlias = Mapping[str, Mapping[str, object]]
"""Options by target: `{"airflow": {"pool": "db"}}`. They are plain values."""


Keeps: TypeAlias = "Asset | Mapping[str, Asset]"
"""The asset as which an output is kept, or those of several outputs by name."""


class Settings:
    """What was said of an op before the call. Never changed once made."""

    __slots__ = (
        "after",
        "config",
        "expect",
        "guard",
        "id",
        "keeps",
        "reads",
        "retry",
        "targets",
        "timeout",
        "writes",
    )

    def __init__(
        self,
        *,
        id: str | None = None,
        config: object = None,
        retry: "Retry | None" = None,
        timeout: "float | timedelta | None" = None,
        guard: "Guard | None" = None,
        after: tuple[object, ...] = (),
        expect: "tuple[Expectation, ...]" = (),
        targets: Targets | None = None,
        reads: "tuple[Asset, ...]" = (),
        writes: "tuple[Asset, ...]" = (),
        keeps: object = None,
    ) -> None:
        self.id = id
        self.config = config
        self.retry = retry
        self.timeout = timeout
        self.guard = guard
        self.after = after
        self.expect = expect
        self.targets = targets
        self.reads = reads
        self.writes = writes
        self.keeps = keeps

    def replace(self, **changes: Any) -> "Settings":
        """These settings with some of them changed."""
        made = object.__new__(Settings)
        for name in self.__slots__:
            setattr(made, name, changes[name] if name in changes else getattr(self, name))
        return made


class PipelineSettings:
    """What was said of a pipeline. Policies are those of the nodes that do not say their own."""

    __slots__ = ("guard", "owner", "retry", "tags", "targets", "timeout")

    def __init__(
        self,
        *,
        tags: object = (),
        owner: str | None = None,
        retry: "Retry | None" = None,
        timeout: "float | timedelta | None" = None,
        guard: "Guard | None" = None,
        targets: Targets | None = None,
    ) -> None:
        self.tags = tags
        self.owner = owner
        self.retry = retry
        self.timeout = timeout
        self.guard = guard
        self.targets = targets


def joined(below: Targets | None, above: Targets | None) -> Targets | None:
    """Options `below` with those `above` in their stead; what is no dict is told of by a trace."""
    if below is None or above is None:
        return below if above is None else _copied(above)
    if not (_is_whole(below) and _is_whole(above)):
        return above
    return {name: {**below.get(name, {}), **above.get(name, {})} for name in {**below, **above}}


def _copied(targets: Targets) -> Targets:
    """Options that do not change with the dicts in which they were given."""
    return {name: {**each} for name, each in targets.items()} if _is_whole(targets) else targets


def _is_whole(targets: object) -> bool:
    return isinstance(targets, Mapping) and all(
        isinstance(each, Mapping) for each in cast("Mapping[object, object]", targets).values()
    )


def kept(below: object, above: object) -> object:
    """What is to be kept by `above`, and beside it what `below` names of other outputs; what is
    none of these is told of by a trace.
    """
    if not (isinstance(below, Mapping) and isinstance(above, Mapping)):
        return above
    return {**cast("Mapping[object, object]", below), **cast("Mapping[object, object]", above)}
