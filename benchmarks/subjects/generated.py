"""What dagcompile generates, loaded as its user would."""

import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dagcompile import Pipeline
from dagcompile.ir.records import Placement
from dagcompile.project.compiling import compile_loaded
from dagcompile.target import find_target


def text_of(pipeline: Pipeline[..., Any], *, target: str, guards: Placement | None = None) -> str:
    """The file that a target makes of `pipeline`."""
    found = find_target(target)
    compiled = compile_loaded(pipeline, guards=guards).pipeline
    (artifact,) = found.emit(compiled, found.options())
    return artifact.text


def function_of(
    pipeline: Pipeline[..., Any], *, target: str, guards: Placement | None = None
) -> Callable[..., Any]:
    """The function in the file that a target makes of `pipeline`."""
    name = f"benchmark_{pipeline.name}_{target}_{guards}"
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{name}.py"
        file.write_text(text_of(pipeline, target=target, guards=guards))
        spec = spec_from_file_location(name, file)
        assert spec is not None
        assert spec.loader is not None
        module = module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    function: Callable[..., Any] = getattr(module, pipeline.name)
    return function
