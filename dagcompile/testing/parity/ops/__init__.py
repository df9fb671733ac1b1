"""Ops of the parity suite. Each is importable where the generated files run."""
