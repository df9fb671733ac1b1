"""Pipelines whose steps wait to be let go, and end the process that runs them."""
