"""The DAG of `idle` for dag-factory: YAML, and the file that loads it."""

from pathlib import Path

from benchmarks.subjects.graph import needs

LOADER = """\
from dagfactory import load_yaml_dags

load_yaml_dags(globals_dict=globals(), config_filepath="{config}")
"""

HEAD = """\
idle:
  schedule: null
  start_date: 2000-01-01
  catchup: false
  tasks:
"""

TASK = """\
    - task_id: {name}
      decorator: airflow.sdk.task
      python_callable: benchmarks.subjects.steps.same
      value: {value}
      other: {other}
"""


def write(tasks: int, file: Path) -> None:
    """Write both; `file` is the one that Airflow reads."""
    config = file.with_suffix(".yaml")
    graph = {"s0": ("0", "0")}
    graph |= {
        name: (f"+{value}", f"+{other}")
        for name, (value, other) in needs(tasks).items()
        if name != "s0"
    }
    told = [
        TASK.format(name=name, value=value, other=other) for name, (value, other) in graph.items()
    ]
    config.write_text(HEAD + "".join(told))
    file.write_text(LOADER.format(config=config))
