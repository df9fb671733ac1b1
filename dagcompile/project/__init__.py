"""A project: its settings, and what is done with all of its pipelines."""
