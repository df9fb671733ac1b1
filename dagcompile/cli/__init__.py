"""The command line. `dagcompile.cli:main` is its entry point.

A command that a target brings ends as the verbs do by `exit_on_problems`, and tells by `warn` of
what fails nothing.
"""

from dagcompile.cli.app import main
from dagcompile.cli.failing import exit_on_problems, warn

__all__ = ["exit_on_problems", "main", "warn"]
