"""Ids that Airflow accepts: of DAGs, of tasks, and the keys of XComs."""

import hashlib
import re

LONGEST_ID = 250
"""Characters of a DAG's or task's id that Airflow accepts."""

_OTHER = re.compile(r"[^A-Za-z0-9_.-]")


def airflow_id(text: str) -> str:
    """`text` as an id that Airflow accepts: ASCII letters, digits, `_`, `-` and dots, not too long.

    Airflow itself takes letters of any script, but then fails while it hands on the value of such
    a task. An id that has lost some of them ends in a digest, so that ids stay distinct.
    """
    plain = _OTHER.sub("_", text)
    if not text.isascii():
        plain = f"{plain}-{_digest(text, 8)}"
    if len(plain) <= LONGEST_ID:
        return plain
    return f"{plain[: LONGEST_ID - 13]}-{_digest(text, 12)}"


def _digest(text: str, digits: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


def xcom_key(node: str) -> str:
    """The key of the XCom of a node of a stage. That of the task itself is no node's."""
    key = airflow_id(node)
    return f"{key}-node" if key == RETURNED else key


RETURNED = "return_value"
"""The key of what a task returns."""
