"""The front end: ordinary typed functions, traced to IR.

    traced = trace(load("flights.pipelines:daily_delays"))
    traced.pipeline     # the IR; places of its parts are in traced.places

What op modules need is loaded without what only compiling needs.
"""

TYPE_CHECKING = False  # as of `typing`, without importing it
if TYPE_CHECKING:
    from dagcompile.authoring.loading import LoadError as LoadError
    from dagcompile.authoring.loading import import_user_module as import_user_module
    from dagcompile.authoring.loading import load as load
    from dagcompile.authoring.operations import Op as Op
    from dagcompile.authoring.pipelines import Pipeline as Pipeline
    from dagcompile.authoring.tracing import Traced as Traced
    from dagcompile.authoring.tracing import trace as trace

__all__ = ["LoadError", "Op", "Pipeline", "Traced", "import_user_module", "load", "trace"]

_HOMES = {
    "LoadError": "dagcompile.authoring.loading",
    "Op": "dagcompile.authoring.operations",
    "Pipeline": "dagcompile.authoring.pipelines",
    "Traced": "dagcompile.authoring.tracing",
    "import_user_module": "dagcompile.authoring.loading",
    "load": "dagcompile.authoring.loading",
    "trace": "dagcompile.authoring.tracing",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
