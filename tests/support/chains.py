"""Which tests run one after another in one process, where several processes share them.

Tests of one file stay together, since they share what is expensive: an Airflow that serves, a
build of everything. Files that use one deployment are one chain, and of a file whose parts share
nothing each part is one. The longest come first, so that none is left alone at the end.
"""

from typing import Any, TypeAlias

import pytest
from xdist.scheduler import LoadScopeScheduling

Chain: TypeAlias = str

PARITY = "tests/parity/test_parity.py"
DEPLOYED = "those that leave the servers of `deployed` running"
HISTORY = "those that look at what is said of the history of the flights"
HOSTILE = "those that look at what hostile pipelines are built to"
SHARING = {
    **{f"tests/deployed/test_{name}.py": DEPLOYED for name in ("flights", "form", "versions")},
    **{f"tests/history/test_{name}.py": HISTORY for name in ("history", "dag_versions")},
    **{f"tests/targets/test_{name}.py": HOSTILE for name in ("hostile", "impact_hostile")},
}

LONGEST: tuple[Chain, ...] = (
    f"{PARITY} airflow",
    # These wait more than they work, so they go beside one that works.
    "tests/deployed/test_killed.py",
    "tests/deployed/test_times.py",
    "tests/deployed/test_assets.py",
    "tests/deployed/test_options.py",
    "tests/deployed/test_lacking.py",
    DEPLOYED,
    "tests/docs/test_pages.py",
    "tests/packaging/test_packaging.py",
    HISTORY,
    f"{PARITY} distributed",
    "tests/passes/test_relation_properties.py",
    "tests/passes/test_relation_frame_properties.py",
    "tests/passes/test_relation_contracts.py",
    "tests/targets/test_airflow_elsewhere.py",
    "tests/targets/test_airflow_values.py",
    "tests/clusters/test_lost.py",
    "tests/clusters/test_given_up.py",
    "tests/clusters/test_submit.py",
    "tests/clusters/test_values.py",
    "tests/clusters/test_versions.py",
    "tests/targets/test_times.py",
    "tests/targets/test_secrets.py",
    "tests/project/test_interrupted.py",
    "tests/project/test_merging.py",
    "tests/project/test_scaffold.py",
    "examples/flights/tests/test_artifacts.py",
)


def chain_of(test: str) -> Chain:
    """The chain of a test, by its id."""
    file, _, name = test.partition("::")
    if file == PARITY:
        engine = name.partition("[")[2].partition("-")[0].removesuffix("]")
        return f"{file} {engine}"
    return SHARING.get(file, file)


def longest_first(tests: list[pytest.Item]) -> None:
    """Put tests in the order in which processes take their chains."""
    ranks = {chain: rank for rank, chain in enumerate(LONGEST)}
    tests.sort(key=lambda test: ranks.get(chain_of(test.nodeid), len(ranks)))


def sharing(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """What gives a process its next chain, in the order of the tests."""
    config.option.loadscopereorder = False
    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = chain_of
    return scheduler
