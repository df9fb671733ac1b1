"""The name of a pipeline's meaning: a sha256 over the meaning part of its JSON.

    sha256(json.dumps(document["meaning"], separators=(",", ":")).encode())

Docs, build options, the format number and the layout of the text stand outside it.
"""

import hashlib
import json

from dagcompile.ir.plain import Json, to_plain
from dagcompile.ir.records import Pipeline

PREFIX = "sha256:"


def digest(pipeline: Pipeline) -> str:
    """`sha256:` and 64 hexadecimal digits."""
    return digest_of_plain(to_plain(pipeline.meaning))


def short(pipeline: Pipeline) -> str:
    """The first 16 hexadecimal digits of the digest."""
    return digest(pipeline).removeprefix(PREFIX)[:16]


def digest_of_plain(meaning: Json) -> str:
    """The digest of a meaning that is in JSON builtins already."""
    text = json.dumps(meaning, separators=(",", ":"), allow_nan=False, check_circular=False)
    return PREFIX + hashlib.sha256(text.encode("ascii")).hexdigest()
