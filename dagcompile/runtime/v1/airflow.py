"""Version 1 of the interface between generated Airflow DAG files and the run time.

A scheduler reads a DAG file again and again, and runs none of its tasks. So what a task runs by is
loaded when the first one of a process begins, and a `Backoff` where a file has one.
"""

from dagcompile.runtime.extras import needs

with needs("airflow"):
    import airflow.sdk  # noqa: F401  (a DAG file has imported it already)

TYPE_CHECKING = False  # as of `typing`, without importing it
if TYPE_CHECKING:
    from dagcompile.runtime.airflow.backoff import Backoff
    from dagcompile.runtime.airflow.step import Step
else:

    class Step:
        """Makes the step of the current task: a `dagcompile.runtime.airflow.step.Step`."""

        def __new__(cls, node: str) -> object:
            from dagcompile.runtime.airflow.step import Step as Loaded

            return Loaded(node)

    def __getattr__(name: str) -> object:
        if name != "Backoff":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from dagcompile.runtime.airflow.backoff import Backoff

        return Backoff


__all__ = ["Backoff", "Step"]
