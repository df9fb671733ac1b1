"""What every target does alike when it emits: where guards stand, templates, the header."""

from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from dagcompile.codegen.artifact import Artifact
from dagcompile.codegen.code import Code
from dagcompile.codegen.docstrings import docstring
from dagcompile.codegen.header import with_header
from dagcompile.codegen.imports import Imports
from dagcompile.codegen.names import identifiers
from dagcompile.codegen.template import environment
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.ir.depths import depth_text
from dagcompile.ir.digest import digest
from dagcompile.ir.records import Pipeline, Placement
from dagcompile.target.options import Options

if TYPE_CHECKING:
    from jinja2 import Environment

LONGEST = 200
"""Bytes of the name of a file without its endings; most file systems take 255 in all."""


def placement(pipeline: Pipeline, options: Options, *, default: Placement) -> Placement:
    """Where guards stand: as the build was asked, else as the options say, else `default`."""
    return pipeline.build.guards or options.guards or default


def prologue(pipeline: Pipeline) -> tuple[Code, ...]:
    """The module's docstring and the empty line below it; nothing where the pipeline has none."""
    text = doc_of(pipeline)
    return (text, Code("")) if text else ()


def doc_of(pipeline: Pipeline, *, indent: int = 0) -> Code:
    """The docstring of a pipeline, to stand at `indent`; empty where it has none."""
    # From Python 3.13 on a docstring with lone surrogates, even escaped, is no Python.
    text = pipeline.docs.text.encode(errors="backslashreplace").decode()
    return docstring(text, indent=indent)


def module_name(pipeline: Pipeline, suffix: str) -> str:
    """The name of a pipeline's module in generated code, e.g. `daily_delays_dag`."""
    return file_stem(pipeline.meaning.name) + suffix


def file_stem(id: str) -> str:
    """The name of the files of a pipeline, without what tells them from each other.

    One that is longer than file systems take ends in a digest of the whole.
    """
    name = identifiers([id])[id]
    encoded = name.encode()
    if len(encoded) <= LONGEST:
        return name
    start = encoded[: LONGEST - 13].decode(errors="ignore")
    return f"{start}_{sha256(id.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def python_artifact(
    pipeline: Pipeline, body: str, *, folder: str, module: str, imports: Imports
) -> Artifact:
    """A Python file with its header.

    Args:
        folder: of the target, within the output folder.
        module: name of the file, without its ending.
        imports: those of the file.

    Raises:
        CompileError: the file would shadow a module that it imports (DC505).
    """
    shadowed = {each.partition(".")[0] for each in imports.modules()}
    if module in shadowed:
        raise CompileError(
            [
                Diagnostic(
                    code="DC505",
                    message=f"the generated {folder}/{module}.py would hide the module {module!r} "
                    "that it imports",
                    fix="give the pipeline another name, with @pipeline(name=...)",
                )
            ]
        )
    return Artifact(f"{folder}/{module}.py", headed(pipeline, body))


def headed(pipeline: Pipeline, body: str) -> Code:
    """`body` below the header of `pipeline`, for files in which a line that begins with `#` is
    a comment. By it a build knows its file again, and whether it was edited.
    """
    origin = pipeline.docs.origin
    return with_header(
        body,
        origin=f"{origin.module}:{origin.name}",
        ir=digest(pipeline),
        regenerate=_command(pipeline),
    )


def _command(pipeline: Pipeline) -> str:
    """The command that makes the files of a pipeline again, as they are."""
    origin, build = pipeline.docs.origin, pipeline.build
    asked = f" --guards {build.guards}" if build.guards else ""
    asked += f" --guard-depth '{depth_text(build.depth)}'" if build.depth else ""
    asked += f" --expectations {build.expectations}" if build.expectations else ""
    return f"dagcompile build {origin.module}:{origin.name}{asked}"


@cache
def templates(package: str = "dagcompile") -> "Environment":
    """The environment of the templates in the folder `templates` of a package, which compiles
    them once: by default of those that come with dagcompile.
    """
    from jinja2 import PackageLoader

    return environment(PackageLoader(package, "templates"))
