"""What is told where git refuses or fails."""

from dagcompile.diagnostics import CompileError
from dagcompile.project.problems import refused


def failed(said: bytes) -> CompileError:
    """What git said, its own advice as the repair."""
    lines = [each.strip() for each in said.decode(errors="replace").splitlines() if each.strip()]
    first = lines[0].removeprefix("fatal: ") if lines else "it says nothing"
    commands = [each for each in lines[1:] if each.startswith("git ")]
    fix = f"run `{commands[0]}`" if commands else "look whether `git status` works here"
    return refused("DC661", f"git cannot tell what it holds: {first}", fix=fix)
