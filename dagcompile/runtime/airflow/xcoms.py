"""What tasks hand to one another: the XCom of a node."""

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

SKIPPED: Final = "skipped"
"""The XCom of a node of a stage that was skipped: Airflow takes one that is null for none."""

Xcom: TypeAlias = Mapping[str, Any] | Literal["skipped"] | None
"""The XCom of a node, decoded from JSON: its outputs by name. None where its task was skipped."""


def ports_of(xcom: Xcom) -> Mapping[str, Any] | None:
    """The outputs of a node that are there; None where it was skipped."""
    return None if xcom is None or xcom == SKIPPED else xcom
