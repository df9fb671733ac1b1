"""How long it takes until something can be done."""

import sys

from benchmarks.clock import processes_in_turns
from benchmarks.records import Budget, Effort, Section

COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "import dagcompile": [sys.executable, "-c", "import dagcompile"],
    "from dagcompile import op, pipeline": [
        sys.executable,
        "-c",
        "from dagcompile import op, pipeline",
    ],
    "from dagcompile.runtime.v1 import Run, main": [
        sys.executable,
        "-c",
        "from dagcompile.runtime.v1 import Run, main",
    ],
    "import typer": [sys.executable, "-c", "import typer"],
    "--help of a bare command of typer": [
        sys.executable,
        "-m",
        "benchmarks.subjects.bare_cli",
        "--help",
    ],
    "dagcompile --help": [sys.executable, "-m", "dagcompile.cli", "--help"],
}


def measure(effort: Effort) -> Section:
    """Milliseconds of fresh processes."""
    taken = processes_in_turns(COMMANDS, rounds=2 * effort.processes)
    bare = taken["python -c pass"]
    over = {name: each.less(bare).per(1e-3) for name, each in taken.items()}
    ours, typer = over["dagcompile --help"], over["--help of a bare command of typer"]
    return Section(
        title="Starting",
        about="Fresh processes, their files in the cache of the system, in ms of processor time.",
        head=("", "ms", "over the interpreter"),
        rows=tuple(
            (f"`{name}`", str(each.per(1e-3)), str(over[name]) if each is not bare else "")
            for name, each in taken.items()
        ),
        budgets=(
            Budget(
                what="`import dagcompile` over the interpreter",
                limit=30.0,
                got=over["import dagcompile"].median,
                unit="ms",
            ),
            Budget(
                what="`dagcompile --help` over that of a bare command",
                limit=30.0,
                got=ours.less(typer).median,
                unit="ms",
            ),
        ),
    )
