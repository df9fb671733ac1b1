"""What Airflow says of values for params. Run as a program, it is a process of Airflow."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def resolved(asked: dict[str, tuple[str, list[Any]]], *, home: Path) -> dict[str, list[Any]]:
    """For each `Param(...)` what its default resolves to, and then each value: `[value]` if it is
    taken, `null` if it is refused.
    """
    home.mkdir(exist_ok=True)
    spec, result = home / "asked.json", home / "resolved.json"
    spec.write_text(json.dumps(asked))
    done = subprocess.run(
        [sys.executable, "-W", "error", __file__, str(spec), str(result)],
        env={**os.environ, "AIRFLOW_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stdout[-3000:] + done.stderr[-5000:])
    told: dict[str, list[Any]] = json.loads(result.read_text())
    return told


def _main(spec: str, result: str) -> None:
    from airflow.sdk import Param
    from airflow.sdk.definitions._internal.types import NOTSET
    from airflow.sdk.exceptions import ParamValidationError

    def ask(text: str, value: Any) -> Any:
        try:
            return [eval(text, {"Param": Param}).resolve(value)]
        except ParamValidationError:
            return None

    asked = json.loads(Path(spec).read_text())
    told = {
        name: [ask(text, each) for each in (NOTSET, *values)]
        for name, (text, values) in asked.items()
    }
    Path(result).write_text(json.dumps(told))


if __name__ == "__main__":
    _main(*sys.argv[1:])
