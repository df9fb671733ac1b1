"""What a target is, and how targets are found.

    TARGET = Target(name="airflow", title="Airflow DAG files", options=AirflowOptions, ...)

A target is a value of `Target` behind an entry point of the group `dagcompile.targets`; those
that come with dagcompile are found in the same way as a third party's. Its `emit` gets a compiled
pipeline and its own options, and nothing else. What a target has to know of the project (its
distribution, where its folder is) it takes into its options by `complete`, if it wants to.
"""

from dagcompile.target.capabilities import (
    FEATURES,
    Capability,
    Feature,
    check_capabilities,
    supported,
    unsupported,
)
from dagcompile.target.discovery import GROUP, find_target, installed_targets
from dagcompile.target.records import Home, Options, Target

__all__ = [
    "FEATURES",
    "GROUP",
    "Capability",
    "Feature",
    "Home",
    "Options",
    "Target",
    "check_capabilities",
    "find_target",
    "installed_targets",
    "supported",
    "unsupported",
]
