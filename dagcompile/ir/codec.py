"""The IR as a text file: canonical JSON, committed beside the artifacts.

text = dumps(pipeline)
assert loads(text) == pipeline and dumps(loads(text)) == text

{
 "dagcompile_ir": 1,
 "digest": "sha256:3f2a...",
 "meaning": {...},
 "docs": {...},
 "build": {}
}
"""

import json

from dagcompile.diagnostics import CompileError, Diagnostic, Label, Place
from dagcompile.ir.digest import digest, digest_of_plain
from dagcompile.ir.layout import lay_out
from dagcompile.ir.migrations import migrated
from dagcompile.ir.plain import Json, Malformed, from_plain, to_plain
from dagcompile.ir.records import FORMAT, Pipeline
from dagcompile.runtime.collector import without_collector

_HEADER = ("dagcompile_ir", "digest")


def dumps(pipeline: Pipeline) -> str:
    """The canonical JSON of a pipeline, ending with a newline.

    Raises:
        ValueError: a float is not finite, or a string cannot be written as JSON.
        TypeError: a record holds a value that is not part of the IR.
    """
    with without_collector():
        document: Json = {
            "dagcompile_ir": FORMAT,
            "digest": digest(pipeline),
            "meaning": to_plain(pipeline.meaning),
            "docs": to_plain(pipeline.docs),
            "build": to_plain(pipeline.build),
        }
        return lay_out(document)


def loads(text: str, *, file: str = "") -> Pipeline:
    """The pipeline of a text that `dumps` wrote, in this version or an older one. `file` is named
    in errors.

    Raises:
        CompileError: the text is not the JSON of a pipeline (DC301), is of a newer format (DC302)
            or was edited by hand (DC303).
    """
    with without_collector():
        document = _parsed(text, file)
        format, stated = _checked_header(document, file)
        if format < FORMAT:
            document = _migrated(document, format, stated, file)
        body = {key: item for key, item in document.items() if key not in _HEADER}
        try:
            pipeline = from_plain(Pipeline, body)
        except Malformed as error:
            at = f" at `{error.path}`" if error.path else ""
            raise _error(
                "DC301", f"this is not the IR of a pipeline{at}: {error.reason}", file
            ) from None
        if format == FORMAT and digest(pipeline) != stated:
            raise _edited(file)
        return pipeline


def _migrated(
    document: dict[str, object], format: int, stated: str, file: str
) -> dict[str, object]:
    """A document of an older format in that of this version, once its own digest is right."""
    if digest_of_plain(document.get("meaning")) != stated:
        raise _edited(file)
    try:
        return migrated(document, format=format, wanted=FORMAT)
    except (LookupError, TypeError, ValueError, AttributeError):
        raise _error(
            "DC301", f"this is not the IR of a pipeline of format {format}", file
        ) from None


def _edited(file: str) -> CompileError:
    return _error("DC303", "the meaning and the digest disagree: it was edited by hand", file)


def _parsed(text: str, file: str) -> dict[str, object]:
    try:
        document = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except json.JSONDecodeError as error:
        place = Place(file=file, line=error.lineno, column=error.colno) if file else None
        message = (
            f"this is not JSON: {error.msg.lower()} (line {error.lineno}, column {error.colno})"
        )
        raise _error("DC301", message, file, place=place) from None
    except (ValueError, RecursionError) as error:
        raise _error("DC301", f"this is not the IR of a pipeline: {error}", file) from None
    if not isinstance(document, dict):
        raise _error("DC301", "this is not the IR of a pipeline: expected an object", file)
    return document


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is not a number of JSON")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"the number {text} is too large")
    return number


def _checked_header(document: dict[str, object], file: str) -> tuple[int, str]:
    number, stated = document.get("dagcompile_ir"), document.get("digest")
    lacking = {"dagcompile_ir", "digest"} - document.keys()
    if lacking:
        named = " and ".join(f"`{each}`" for each in sorted(lacking))
        raise _error("DC301", f"this is not the IR of a pipeline: it lacks {named}", file)
    if type(number) is not int or number < 1:
        said = "`dagcompile_ir` is to be the number of a format, from 1 on"
        raise _error("DC301", f"this is not the IR of a pipeline: {said}", file)
    if type(stated) is not str:
        said = "`digest` is to be a text"
        raise _error("DC301", f"this is not the IR of a pipeline: {said}", file)
    if number > FORMAT:
        message = f"the IR is of format {number}, and this version reads up to format {FORMAT}"
        raise _error("DC302", message, file)
    return number, stated


_FIXES = {
    "DC301": "build the pipeline again, or take the file from version control",
    "DC302": "upgrade dagcompile to the version that wrote the file",
    "DC303": "change the pipeline's source and build it again",
}


def _error(code: str, message: str, file: str, *, place: Place | None = None) -> CompileError:
    where = f"{file}: " if file else ""
    labels = (Label(place=place, text="here"),) if place else ()
    return CompileError(
        [Diagnostic(code=code, message=where + message, labels=labels, fix=_FIXES[code])]
    )
