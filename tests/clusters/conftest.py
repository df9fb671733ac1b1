"""One cluster of two worker processes for all tests of a session that do not break it."""

from collections.abc import Iterator

import pytest
from clusters import Cluster


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers of one thread each, with nannies. A test leaves it as it was."""
    with Cluster(tmp_path_factory.mktemp("dask")) as made:
        yield made
