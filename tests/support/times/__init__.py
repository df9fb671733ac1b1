"""Pipelines with schedules and partitions of every kind; they return what their params were."""
