"""The command line. `dagcompile.cli:main` is its entry point."""

from dagcompile.cli.app import main

__all__ = ["main"]
