"""The JSON Schema of the text that `dagcompile.ir.dumps` writes.

json_schema()["properties"]["meaning"]    {"$ref": "#/$defs/Meaning"}
"""

from typing import Any

from dagcompile.ir.records import FORMAT, Pipeline

SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """A JSON Schema (draft 2020-12) of the IR document. Loads pydantic."""
    from pydantic import ConfigDict, TypeAdapter

    # A tuple around the class, for the settings of an adapter reach only the classes inside.
    adapter = TypeAdapter(tuple[Pipeline], config=ConfigDict(extra="forbid", strict=True))
    definitions = adapter.json_schema()["$defs"]
    pipeline = definitions.pop("Pipeline")
    for each in definitions.values():
        if "kind" in each.get("properties", {}):
            each["required"] = ["kind", *each.get("required", ())]
    header = {
        "dagcompile_ir": {"const": FORMAT, "title": "Format number"},
        "digest": {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$", "title": "Digest"},
    }
    return {
        "$schema": SCHEMA_ID,
        "title": "dagcompile IR",
        "type": "object",
        "properties": header | pipeline["properties"],
        "required": [*header, "meaning", "docs", "build"],
        "additionalProperties": False,
        "$defs": definitions,
    }
