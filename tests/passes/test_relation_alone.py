"""The relation needs the IR and nothing else: no module of the author, no library of frames."""

import json
import subprocess
import sys
from pathlib import Path

from irs import node, op, pipeline

from dagcompile.ir import dumps
from dagcompile.passes import edges
from tests.passes import frame_kinds
from tests.passes.kinds import key_of, table_of

ALONE = """
import json, sys
from pathlib import Path

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in BLOCKED:
            raise ImportError(f"{name} is not to be imported")

BLOCKED = {"pandas", "polars", "pyarrow", "pandera", "numpy", "pydantic", "tests"}
sys.meta_path.insert(0, Blocked())

from dagcompile.ir import loads
from dagcompile.passes import edges

found = edges(loads(Path(sys.argv[1]).read_text()))
told = [(e.source_type, e.target_type, e.verdict, e.refused, e.reason) for e in found]
print(json.dumps({"edges": told, "loaded": sorted(BLOCKED & {*sys.modules})}))
"""


def test_on_json_alone(tmp_path: Path) -> None:
    types = frame_kinds.TYPES
    table = table_of(types)
    keys = [key_of(each) for each in types]
    given = pipeline(
        *(op(f"make{at}", out=key) for at, key in enumerate(keys)),
        *(op(f"take{at}", {"frame": key}) for at, key in enumerate(keys)),
        nodes=[
            *(node(f"make{at}") for at in range(len(keys))),
            *(
                node(f"take{to}", {"frame": f"make{at}"}, id=f"take{at}_{to}")
                for at in range(len(keys))
                for to in range(len(keys))
            ),
        ],
        types=table,
    )
    file = tmp_path / "daily.ir.json"
    file.write_text(dumps(given))
    command = [sys.executable, "-c", ALONE, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["loaded"] == []
    here = [
        [each.source_type, each.target_type, each.verdict, each.refused, each.reason]
        for each in edges(given)
    ]
    assert told["edges"] == here
    assert len(here) == len(types) ** 2
    assert {each[2] for each in here} == {"proven", "guarded", "impossible"}
    assert any(each[3] for each in here)
