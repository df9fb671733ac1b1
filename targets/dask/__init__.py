"""Dask graphs: one graph a run, guards as keys of their own."""

from dagcompile.targets.dask.target import TARGET

__all__ = ["TARGET"]
