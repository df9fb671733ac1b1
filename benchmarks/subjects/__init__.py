"""The pipelines that are measured."""
