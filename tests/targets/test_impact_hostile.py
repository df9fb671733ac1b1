"""Whatever pipelines hold, targets tell what comes of a change, and of none nothing."""

from itertools import pairwise

import pytest
from hostile.built import TARGETS, Built

from dagcompile.changes import WEIGHTS
from dagcompile.target import Artifact, Impact, Version, find_target


def version(built: Built) -> Version:
    """What was built, as it would be committed."""
    options = find_target(built.target).options()
    artifact = Artifact(built.path, built.text)
    return Version(pipeline=built.pipeline, options=options, artifacts=(artifact,))


def is_said(impact: Impact, target: str) -> bool:
    """Whether it has what every impact has, and is no excuse."""
    return (
        impact.kind.startswith(f"{target}.")
        and impact.kind != f"{target}.unknown"
        and impact.weight in WEIGHTS
        and bool(impact.text)
    )


@pytest.mark.parametrize("target", TARGETS)
def test_hostile_pipelines_are_told_of(target: str, built: list[Built]) -> None:
    found = find_target(target)
    versions = [version(each) for each in built if each.target == target]
    for old, new in pairwise(versions[::3]):
        assert found.impacts(old, old) == ()
        told = (*found.impacts(old, new), *found.impacts(old, None), *found.impacts(None, new))
        assert all(is_said(each, target) for each in told), told
        assert target != "airflow" or told
