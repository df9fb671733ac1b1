"""What of Airflow cannot be asked for, and why: for the documentation, and for who asks."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

LACKING: Final[Mapping[str, str]] = {
    "`trigger_rule` of a node": "it would change what a pipeline means: a node runs once all that"
    " it needs has succeeded, and `Maybe` and `first_of` say the rest. The target sets it where"
    " that needs it",
    "`retries`, `retry_delay`, `retry_exponential_backoff` and `max_retry_delay` of a node": "they"
    " are the op's `Retry`, on every target; Airflow's own backoff always adds up to as much again",
    "`default_args`": "the option `nodes` is for all nodes of a pipeline; retries, time limits and"
    " the owner are the pipeline's own `retry`, `timeout` and `owner`",
    "`fail_fast`": "independent branches finish when one fails, on every target; and Airflow"
    " refuses it beside the trigger rules that withheld values need",
    "objects in `executor_config`, such as a `V1Pod`": "they would have to be imported where the"
    " file is read; name a `pod_template_file`, or give plain values",
    "`email`, `email_on_failure`, `email_on_retry`": "deprecated in Airflow 3; name a callback that"
    " sends one",
    "`sla`": "gone in Airflow 3; a `deadline` of the pipeline is what came instead",
    "`on_execute`, `pre_execute` and `post_execute`": "what runs before and after a body belongs"
    " into the body, where it runs on every target",
    "`start_date` and `end_date` of a node": "a node would be missing from some runs without a"
    " word, and what needs its value would fail",
    "`schedule`, `start_date`, `end_date` and `catchup` of a DAG": "the pipeline says when it runs,"
    " on every target: `@pipeline(schedule=..., start=..., catchup=...)`; it has no end",
    "`template_searchpath`, `user_defined_macros` and other settings of templates": "no text of a"
    " pipeline is rendered as a template: what looks like one arrives as it is",
    "`access_control`": "roles are of a deployment; set them there",
    "deadlines by `FIXED_DATETIME` or `AVERAGE_RUNTIME`, and custom references": "a fixed moment"
    " would be that of one run alone; the others need code where the file is read",
    "mapping a task over a list (`expand`)": "pipelines have no node for it yet",
    "human-in-the-loop operators": "they are operators of a provider:"
    " write them as native work, `native(...)`",
}
"""What an author may look for, and why it is not there or what is there instead."""

_OF_DAG: Final = " of a DAG"


def _named(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: why for what, why in rows for name in re.findall(r"`([a-z_]+)`", what)}


OF_NODES: Final = _named((what, why) for what, why in LACKING.items() if not what.endswith(_OF_DAG))
"""Why there is no such option of a node, by the name that it would have."""

OF_DAGS: Final = OF_NODES | _named(
    (what, why) for what, why in LACKING.items() if what.endswith(_OF_DAG)
)
"""The same for a DAG."""
