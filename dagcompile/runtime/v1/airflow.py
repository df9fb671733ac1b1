"""Version 1 of the interface between generated Airflow DAG files and the run time.

A scheduler reads a DAG file again and again, and runs none of its tasks. So what a task runs by is
loaded when the first one of a process begins, and what the settings of a task or DAG name, where
a file has it.
"""

from dagcompile.runtime.extras import needs

with needs("airflow"):
    import airflow.sdk  # noqa: F401  (a DAG file has imported it already)

TYPE_CHECKING = False  # as of `typing`, without importing it
if TYPE_CHECKING:
    from dagcompile.runtime.airflow.apart import ATTEMPT, ended
    from dagcompile.runtime.airflow.backoff import Backoff
    from dagcompile.runtime.airflow.calling import Callback, missed
    from dagcompile.runtime.airflow.cleaning import clean_store
    from dagcompile.runtime.airflow.given import Given as _Given
    from dagcompile.runtime.airflow.natives import Late
    from dagcompile.runtime.airflow.operators import OperatorStep
    from dagcompile.runtime.airflow.rendering import must_render

    class Given(_Given):
        """What the run of the current task was given."""

        def __init__(self) -> None: ...

    class Step(OperatorStep):
        """The step of the current task."""

        def __init__(self, node: str, *, store: str = "") -> None: ...

else:

    class Given:
        """Makes a `dagcompile.runtime.airflow.given.Given` of the run of the current task."""

        def __new__(cls) -> object:
            from dagcompile.runtime.airflow.given import Given as Loaded
            from dagcompile.runtime.airflow.inside import Inside

            return Loaded(Inside())

    class Step:
        """Makes the step of the current task, a `dagcompile.runtime.airflow.step.Step`."""

        def __new__(cls, node: str, *, store: str = "") -> object:
            from dagcompile.runtime.airflow.inside import Inside
            from dagcompile.runtime.airflow.operators import OperatorStep
            from dagcompile.runtime.airflow.storing import store_of

            return OperatorStep(node, Inside(), store=store_of(store))

    def clean_store(*args: object, **kwargs: object) -> None:
        """Remove what this run has stored, by `dagcompile.runtime.airflow.cleaning`."""
        from dagcompile.runtime.airflow.cleaning import clean_store as loaded

        loaded(*args, **kwargs)

    def ended(*args: object) -> None:
        """Look at how a task elsewhere has ended, by `dagcompile.runtime.airflow.apart`."""
        # Airflow keeps the text of this function in the version of a DAG.
        from dagcompile.runtime.airflow.apart import ended as loaded

        loaded(*args)

    def __getattr__(name: str) -> object:
        if name == "ATTEMPT":
            from dagcompile.runtime.airflow import apart as home
        elif name == "Backoff":
            from dagcompile.runtime.airflow import backoff as home
        elif name in ("Callback", "missed"):
            from dagcompile.runtime.airflow import calling as home
        elif name == "Late":
            from dagcompile.runtime.airflow import natives as home
        elif name == "must_render":
            from dagcompile.runtime.airflow import rendering as home
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(home, name)


__all__ = [
    "ATTEMPT", "Backoff", "Callback", "Given", "Late", "Step", "clean_store", "ended", "missed",
    "must_render",
]  # fmt: skip
