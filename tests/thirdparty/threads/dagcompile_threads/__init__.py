"""Pipelines of dagcompile as modules that run on a pool of threads."""
