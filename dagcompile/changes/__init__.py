"""The semantic difference of two versions of a pipeline, worked out on their IR alone."""

from dagcompile.changes.records import WEIGHTS, Change, Comparison, Part, Subject, Verb, Weight

__all__ = ["WEIGHTS", "Change", "Comparison", "Part", "Subject", "Verb", "Weight"]
