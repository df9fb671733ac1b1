"""The steps around an operator of Airflow: what it is given, and what it gave.

step = Step("run_job")
env = step.input(load_xcom, dict[str, str])
return step.arguments(env=env)
"""

from typing import Any

from dagcompile.runtime.airflow.natives import NotPlain, plain, reading
from dagcompile.runtime.airflow.step import Step
from dagcompile.runtime.depth import Depth
from dagcompile.runtime.verdict import Severity


class OperatorStep(Step):
    """A step that can also speak with the operator of its node."""

    def arguments(self, **inputs: Any) -> dict[str, Any]:
        """What the operator of this node is given, as plain JSON.

        Raises:
            BaseException: for good: a guard did not pass, or there is no such form.
        """
        _, named = self._accept((), inputs, ())
        try:
            return {name: plain(each, f"{self.node}.{name}") for name, each in named.items()}
        except NotPlain as error:
            self._failed(error, again=False)
            raise self._final(error) from None

    def received(
        self,
        given: Any,
        *,
        returns: Any,
        severity: Severity = "error",
        depth: Depth = "full",
        guard: bool = True,
    ) -> dict[str, Any]:
        """The XCom of this node, whose operator gave `given`."""
        read = reading(given, returns, node=self.node)
        return self.run(read, returns=returns, severity=severity, depth=depth, guard=guard)()
