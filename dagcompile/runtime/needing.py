"""What is said of outputs that are kept, and of the store that they need before a run begins.

@needs_store
def revenue(run: Run, *, day: date) -> Report: ...

store_for(revenue, "/data/kept", name="revenue")       # Store("/data/kept")
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from dagcompile.runtime.store import Store

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Keep:
    """That an output of a node is kept.

    Args:
        asset: the name by which it is known.
        type: its declared type, by which it is written.
        port: its name, where its node has several.
    """

    asset: str
    type: Any
    port: str = "result"


def needs_store(function: F) -> F:
    """`function`, of a pipeline that keeps outputs: it is not begun where there is no store."""
    function.needs_store = True  # type: ignore[attr-defined]  # which every function takes
    return function


def wants_store(function: Callable[..., Any]) -> bool:
    """Whether the pipeline of a generated `function`, or of a partial of it, keeps outputs."""
    while isinstance(function, partial):
        function = function.func
    return getattr(function, "needs_store", False) is True


def store_for(function: Callable[..., Any], stated: str | None, *, name: str) -> "Store | None":
    """Where a run of `function` keeps outputs; None where its pipeline keeps none.

    Args:
        stated: a folder or URL that goes before what the environment names.
        name: of the pipeline.

    Raises:
        dagcompile.runtime.store.NoStore: there is none that can be used, and it is needed.
    """
    if not wants_store(function):
        return None
    from dagcompile.runtime.store import Store, from_environment

    store = Store(stated, by="the store of this run") if stated else from_environment()
    check_store(store, who=name, option="--store (in Python store=)")
    return store


def check_store(store: "Store", *, who: str, option: str) -> None:
    """Do nothing where what `who` keeps can be written to `store`.

    Args:
        option: what names one, beside the environment.

    Raises:
        dagcompile.runtime.store.NoStore: it is none that can be used.
    """
    from dagcompile.runtime.store import STORE_VARIABLE, NoStore

    if not store:
        raise NoStore(
            f"{who} keeps outputs, and there is no store: name a folder or URL that every worker"
            f" can reach by {option} or {STORE_VARIABLE}"
        )
    try:
        if url := store.url():
            store.filesystem(url)
        else:
            store.folder()
    except NoStore as error:
        raise NoStore(f"{who} keeps outputs, and {error}") from error
