"""Where in the body of a pipeline something is being wired."""

from typing import TYPE_CHECKING

from dagcompile.authoring.handles import Handle
from dagcompile.authoring.places import Mark, Spot
from dagcompile.authoring.problems import foreign, problem
from dagcompile.authoring.sources import Argument, Keyword

if TYPE_CHECKING:
    from dagcompile.authoring.tracer import Tracer


class Site:
    """The call that makes node `id`, or the return of the pipeline. Its mistakes are recorded."""

    __slots__ = ("here", "id", "spot", "tracer")

    def __init__(
        self, tracer: "Tracer", *, id: str, spot: Spot | None, here: str = "called here"
    ) -> None:
        self.tracer = tracer
        self.id = id
        self.spot = spot
        self.here = here

    def refuse(
        self,
        code: str,
        message: str,
        *,
        fix: str,
        at: Spot | None = None,
        here: str = "",
        hidden: bool = False,
    ) -> None:
        """Record a mistake made here, or at a part `at` of what is written here, which is not
        shown where it is `hidden`, for there is a secret in it.
        """
        spot, said = (self.spot, self.here) if at is None else (at, here)
        found = problem(code, message, at=spot, here=said, fix=fix, hidden=hidden)
        self.tracer.problems.append(found)

    def argument(self, port: str | int, positional: tuple[str, ...] = ()) -> Spot | None:
        """Where the argument for `port` is written, if this is a call."""
        return Argument(self.spot, port, positional) if isinstance(self.spot, Mark) else None

    def keyword(self, name: str) -> Spot | None:
        """Where `name=...` is written, if this is a call."""
        return Keyword(self.spot, name, ()) if isinstance(self.spot, Mark) else None

    def owns(self, handle: Handle) -> bool:
        """Whether `handle` belongs to the trace; a mistake is recorded when it does not."""
        if handle._dc_tracer is self.tracer:
            return True
        self.tracer.problems.append(foreign(handle, self.spot))
        return False

    def owns_all(self, handles: list[Handle]) -> bool:
        """Whether every one of `handles` belongs to the trace."""
        return [self.owns(handle) for handle in handles].count(False) == 0
