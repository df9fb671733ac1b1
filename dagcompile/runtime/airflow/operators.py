"""The steps around an operator of Airflow: what it is given, and what it gave.

step = Step("run_job")
env = step.input(load_xcom, dict[str, str])
return step.arguments(env=env)
"""

import json
from typing import Any

from dagcompile.runtime.airflow.natives import NotPlain, plain, reading
from dagcompile.runtime.airflow.step import Step
from dagcompile.runtime.airflow.values import BUDGET, BUDGET_VARIABLE, CannotStore, budget
from dagcompile.runtime.depth import Depth
from dagcompile.runtime.verdict import Severity


class OperatorStep(Step):
    """A step that can also speak with the operator of its node."""

    def arguments(self, **inputs: Any) -> dict[str, Any] | None:
        """What the operator of this node is given, as plain JSON: an XCom for each argument.

        Returns:
            them, where it is left to Airflow to make them.

        Raises:
            BaseException: for good: a guard did not pass, there is no such form, or it is too
                large for an XCom.
        """
        _, named = self._accept((), inputs, ())
        try:
            given = {name: _argument(each, f"{self.node}.{name}") for name, each in named.items()}
        except (NotPlain, CannotStore) as error:
            self._failed(error, again=False)
            raise self._final(error) from None
        return self.host.given_on(given)

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


def _argument(value: Any, path: str) -> Any:
    """`value` as an operator is given it.

    Raises:
        NotPlain: it has no form as plain JSON.
        CannotStore: it takes more bytes than an XCom may.
    """
    made = plain(value, path)
    size = len(json.dumps(made, separators=(",", ":")).encode())
    # A budget below the usual one lets more be stored, which an operator cannot read.
    if size > (most := max(BUDGET, budget())):
        raise CannotStore(
            f"{path} takes {size:,} bytes as plain JSON, more than the {most:,} that may travel"
            f" in an XCom, and an operator knows of no store: give it the path or URL of a file"
            f" that an op has written, or set {BUDGET_VARIABLE} to more"
        )
    return made
