"""The typed, serialisable form of a pipeline. Everything after the front end reads only this.

    text = dumps(pipeline)        # committed beside the artifacts
    loads(text) == pipeline

`records` is its grammar, `queries` are questions about it, `verify` its rules, `schema` the
JSON Schema of the text.
"""

from dagcompile.ir.codec import dumps, loads
from dagcompile.ir.records import FORMAT, Pipeline

__all__ = ["FORMAT", "Pipeline", "dumps", "loads"]
