"""The name of a pipeline's meaning: a sha256 over the meaning part of its JSON.

    sha256(json.dumps(document["meaning"], separators=(",", ":")).encode())

Docs, build options, the format number and the layout of the text stand outside it.
"""

import json
from hashlib import sha256

from dagcompile.ir.compact import compact
from dagcompile.ir.records import Pipeline

PREFIX = "sha256:"


def digest(pipeline: Pipeline) -> str:
    """`sha256:` and 64 hexadecimal digits.

    Raises:
        ValueError: a float is not finite.
        TypeError: a record holds a value that is not part of the IR.
    """
    return PREFIX + sha256(compact(pipeline.meaning).encode("ascii")).hexdigest()


def digest_of_plain(meaning: object) -> str:
    """The digest of the meaning part of a document, of whatever format, as its file has it."""
    text = json.dumps(meaning, separators=(",", ":"))
    return PREFIX + sha256(text.encode("ascii")).hexdigest()


def short(pipeline: Pipeline) -> str:
    """The first 16 hexadecimal digits of the digest."""
    return digest(pipeline).removeprefix(PREFIX)[:16]
