"""`dagcompile graph`: a picture of a pipeline, from its source or from its committed IR.

drawn(load_project(), "daily_delays", format="mermaid", details={"types"})
drawn(load_project(), "generated/daily_delays.ir.json", format="svg")
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Literal, TypeAlias

from dagcompile.diagnostics import CompileError
from dagcompile.drawing import Detail, Picture, dot, mermaid, picture_of, svg
from dagcompile.project.config import Project
from dagcompile.project.problems import refused
from dagcompile.project.reading import read_ir
from dagcompile.project.single import compile_named, examine_named

Format: TypeAlias = Literal["mermaid", "dot", "svg"]

_FORMATS: Mapping[Format, Callable[[Picture], str]] = {"mermaid": mermaid, "dot": dot, "svg": svg}
_ENDINGS: Mapping[str, Format] = {
    ".svg": "svg",
    ".dot": "dot",
    ".gv": "dot",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".md": "mermaid",
    ".txt": "mermaid",
    "": "mermaid",
}


def drawn(
    project: Project, name: str, *, format: Format, details: AbstractSet[Detail] = frozenset()
) -> tuple[str, CompileError | None]:
    """The picture of a pipeline as text, and what is wrong with the pipeline.

    One with edges that cannot be is drawn where guards are shown, for these edges are.

    Args:
        project: where `name` is looked up.
        name: of a pipeline, its reference, or a file that ends in `.json`: IR that a build wrote.
            Nothing is imported then.
        format: mermaid, dot or svg.
        details: what is shown beside steps and edges.

    Raises:
        CompileError: there is no such pipeline, it is wrong, the file is not one of ours, or
            Graphviz is not there to make SVG (DC630).
    """
    error = None
    if name.endswith(".json"):
        pipeline = read_ir(Path(name))
    elif "guards" in details:
        examined, error = examine_named(project, name)
        pipeline = examined.pipeline
    else:
        pipeline = compile_named(project, name).pipeline
    return _FORMATS[format](picture_of(pipeline, details=details)), error


def format_of(file: Path | None) -> Format | None:
    """The format that the name of a file asks for: Mermaid without an ending, or without a file.

    None where the ending is of something that is not drawn.
    """
    return _ENDINGS.get(file.suffix.lower()) if file else "mermaid"


def write_drawing(file: Path, text: str) -> None:
    """Write a picture to `file`, whatever stood there, and make its folder.

    Raises:
        CompileError: it cannot be written (DC618).
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    except OSError as error:
        raise refused(
            "DC618", f"{file} cannot be written: {error}", fix="choose another with --out"
        ) from None
