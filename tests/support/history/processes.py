"""The processes in which the history is played, and read by Airflow."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

Played: TypeAlias = Mapping[str, Mapping[str, Any]]
"""What `played.play` notes, by the name of the change."""

Step: TypeAlias = tuple[Any, ...]
"""What happens to a DAG; see `versions`."""

Seen: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]]]
"""What Airflow has after each step of each scene."""


def python(*words: str, cwd: Path | None = None, given: str = "", **environment: str) -> str:
    """What Python prints in a process of its own, which ends well."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=cwd,
        input=given,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **environment},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def play(folder: Path) -> Played:
    """The whole history, played in a new folder."""
    result = folder / "played.json"
    python("-m", "history.played", str(folder / "flights"), str(result))
    found: Played = json.loads(result.read_text())
    return found


def seen_by_airflow(scenes: Mapping[str, Sequence[Step]], home: Path) -> Seen:
    """What Airflow has after each step of each scene, in one database of its own in `home`."""
    result = home / "versions.json"
    python(
        "-m",
        "history.versions",
        str(result),
        given=json.dumps(list(scenes.items())),
        AIRFLOW_HOME=str(home),
        AIRFLOW__CORE__LOAD_EXAMPLES="False",
        AIRFLOW__CORE__UNIT_TEST_MODE="False",
        AIRFLOW__CORE__MIN_SERIALIZED_DAG_UPDATE_INTERVAL="0",
    )
    found: Seen = json.loads(result.read_text())
    return found
