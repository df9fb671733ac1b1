"""The example on a cluster of processes, by its command line."""

import json
from pathlib import Path

from clusters import Cluster, Started

EXAMPLE = Path(__file__).parents[2] / "examples/flights/generated"
DAY = ("--day", "2013-01-30")


def test_the_example_gives_what_its_script_gives(cluster: Cluster, tmp_path: Path) -> None:
    module, script = (tmp_path / f"daily_delays_{each}.py" for each in ("dask", "script"))
    module.write_text((EXAMPLE / "dask" / module.name).read_text())
    script.write_text((EXAMPLE / "python" / script.name).read_text())
    here, there = Started(script, *DAY), Started(module, *DAY, "--scheduler", cluster.address)
    told, ended = here.ended(), there.ended()
    assert (told.status, ended.status) == (0, 0), told.err + ended.err + cluster.said()
    assert json.loads(ended.out) == json.loads(told.out)
    assert there.told.outcomes() == here.told.outcomes()
    for node in here.told.outcomes():
        assert there.told.alike(node) == here.told.alike(node)
