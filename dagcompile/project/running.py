"""`dagcompile run`: the generated script itself, in a process of its own.

    status = run_pipeline(load_project(), "daily_delays", flags=["--day", "2013-01-01"], warn=list)

What is tried here is what is shipped: there is no second interpreter.
"""

import ast
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from dagcompile.codegen.artifact import Artifact
from dagcompile.diagnostics import Diagnostic
from dagcompile.project.children import run_child
from dagcompile.project.compiled import Compiled
from dagcompile.project.config import Project
from dagcompile.project.emitting import emitted
from dagcompile.project.importing import importing
from dagcompile.project.loading import compile_selected
from dagcompile.project.problems import refused
from dagcompile.project.selection import selected
from dagcompile.project.targets import Chosen, options_of
from dagcompile.target import find_target

SCRIPTS = "python"
"""Name of the target whose artifacts `dagcompile run` starts unless told otherwise."""


def run_pipeline(
    project: Project,
    name: str,
    *,
    target: str | None = None,
    flags: Sequence[str] = (),
    variables: Mapping[str, str] | None = None,
    warn: Callable[[Sequence[Diagnostic]], object],
) -> int:
    """Compile the pipeline `name` (or reference) and run its generated script with `flags`.

    Args:
        project: knows the pipeline, and what its modules are imported from.
        name: of the pipeline.
        target: whose script is run, the python target's if None.
        flags: the script's own.
        variables: of its environment, beside those of this one.
        warn: is told the warnings of the compile before the script starts.

    Returns:
        the script's exit status.

    Raises:
        CompileError: the pipeline cannot be compiled, or the target makes no script (DC617).
    """
    (wanted,) = selected(project, [name])
    found = find_target(target or SCRIPTS)
    chosen = Chosen(target=found, options=options_of(project, found))
    with importing(project.path):
        compiled = compile_selected(wanted)
        script = script_of(compiled, chosen)
    warn(compiled.warnings)
    return run_script(script, flags=flags, path=project.path, variables=variables)


def script_of(compiled: Compiled, chosen: Chosen) -> Artifact:
    """The artifact of `chosen` that can be started.

    Raises:
        CompileError: the target lacks what the pipeline asks for (DC501), or makes no one file
            that does something when it is started (DC617).
    """
    scripts = [each for each in emitted(compiled, chosen) if _is_script(each)]
    if len(scripts) != 1:
        name = chosen.target.name
        raise refused(
            "DC617",
            f"the {name} target makes {len(scripts) or 'no'} scripts of "
            f"{compiled.pipeline.meaning.name}, and one is needed to run it",
            fix=f"run it with the {SCRIPTS} target, or start what `dagcompile build` writes",
        )
    return scripts[0]


def run_script(
    script: Artifact,
    *,
    flags: Sequence[str],
    path: Sequence[Path],
    variables: Mapping[str, str] | None = None,
) -> int:
    """Start `script` with `flags`, this interpreter and this working folder; wait for its end.

    Args:
        script: written to a folder that is removed afterwards.
        flags: passed on untouched.
        path: folders that its modules are imported from before others.
        variables: of its environment, beside those of this one.

    Returns:
        its exit status; 128 and the number of the signal that ended it.
    """
    with tempfile.TemporaryDirectory(prefix="dagcompile-") as folder:
        file = Path(folder) / Path(script.path).name
        file.write_bytes(script.text.encode())
        command = [sys.executable, str(file), *flags]
        return run_child(command, env={**_environment(path), **(variables or {})}).status


def _is_script(artifact: Artifact) -> bool:
    """Whether it is Python that does something when it is started: `if __name__ == "__main__"`."""
    if not artifact.path.endswith(".py"):
        return False
    tests = [each.test for each in ast.parse(artifact.text).body if isinstance(each, ast.If)]
    names = [each for test in tests for each in ast.walk(test) if isinstance(each, ast.Name)]
    return "__name__" in {each.id for each in names}


def _environment(path: Sequence[Path]) -> dict[str, str]:
    before = os.environ.get("PYTHONPATH")
    folders = [str(each) for each in path] + ([before] if before else [])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(folders)}
