"""Whose a file in the place of an artifact is, and which pipeline it was made from.

    whose(text)     "ours", "edited" or "foreign"
    origin(text)    "flights.pipelines:daily_delays"

Python and other text say it in their header, the IR in its fields.
"""

import json
import re
from typing import Any

from dagcompile.codegen.header import origin_of
from dagcompile.codegen.write import Ownership, ownership
from dagcompile.diagnostics import CompileError
from dagcompile.ir.codec import dumps, loads
from dagcompile.ir.records import FORMAT

_KEY = "dagcompile_ir"
_LINE = re.compile(rf"""\s*\{{?\s*"{_KEY}":""")
_NEAR = 20
"""Lines among which the key is looked for where the text is JSON no more."""


def whose(text: str) -> Ownership:
    """Whose an existing file with this text is: by the header of artifacts, or as the IR.

    The IR is as it was written if writing what it says gives the same text again. Of one in an
    older format, which nobody writes any more, its digest is the witness.
    """
    if not _is_ir(text):
        return ownership(text)
    try:
        pipeline = loads(text)
        is_older = _parsed(text)[_KEY] < FORMAT
        return "ours" if is_older or dumps(pipeline) == text else "edited"
    except (CompileError, ValueError, TypeError):
        return "edited"


def origin(text: str) -> str | None:
    """The pipeline that a file with this text was made from; None if it does not say."""
    if not _is_ir(text):
        return origin_of(text)
    try:
        said: Any = _parsed(text)["docs"]["origin"]
        return f"{said['module']}:{said['name']}"
    except (KeyError, TypeError):
        return None


def is_generated(head: str) -> bool:
    """Whether a file that begins so says that dagcompile made it from a pipeline, edited or not."""
    return origin_of(head) is not None or _begins_as_ir(head)


def is_newer(text: str) -> bool:
    """Whether the text is IR of a format that this version does not know."""
    if _KEY not in text:
        return False
    try:
        loads(text)
    except CompileError as error:
        return error.diagnostics[0].code == "DC302"
    return False


def _is_ir(text: str) -> bool:
    """Whether the text is the IR of a pipeline, or was before it was edited."""
    if _KEY not in text:
        return False
    document = _parsed(text)
    if document is None:
        return _begins_as_ir(text)
    return isinstance(document, dict) and _KEY in document


def _begins_as_ir(text: str) -> bool:
    return any(_LINE.match(line) for line in text.split("\n", _NEAR)[:_NEAR])


def _parsed(text: str) -> Any:
    """The JSON of a text, a byte order mark passed over; None if it is no JSON."""
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
