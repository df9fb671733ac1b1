"""The flights project through a scripted history: realistic changes, one at a time.

Each is an edit of its files as a person would make it, and what a reviewer would say of it.
"""

from history.cases import CASES, NO_OPS
from history.records import Case, Edit

__all__ = ["CASES", "NO_OPS", "Case", "Edit"]
