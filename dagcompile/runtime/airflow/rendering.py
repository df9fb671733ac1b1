"""Whether an operator has what it is given filled in: Airflow does so for template fields alone.

must_render(run_job_task, "env")
"""

from collections.abc import Iterator
from typing import Any

from airflow.sdk import XComArg


def must_render(operator: Any, *arguments: str) -> None:
    """Refuse an operator to which Airflow would hand a reference in place of a value.

    Args:
        operator: it, made with an XCom for each of the arguments.
        arguments: their names, which are the keys of those XComs.

    Raises:
        ValueError: it has an argument that Airflow does not fill in.
    """
    fields = list(operator.template_fields)
    kept = {*fields, *_referred(operator, fields)}
    missed = [each for each in arguments if each not in kept]
    if missed:
        kind = type(operator).__name__
        raise ValueError(
            f"native work {operator.task_id!r} takes {', '.join(missed)} from the pipeline, but"
            f" {kind} would be given a reference in place of the value: Airflow fills in its"
            f" template fields alone ({', '.join(fields) or 'it has none'}). Give native(...) a"
            f" literal, or name a subclass that has {missed[0]!r} among its template_fields"
        )


def _referred(operator: Any, fields: list[str]) -> Iterator[str]:
    """The keys of the XComs that are in template fields, whatever arguments they came by."""
    for each in fields:
        for _, key in XComArg.iter_xcom_references(getattr(operator, each, None)):
            yield key
