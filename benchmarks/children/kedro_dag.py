"""The idle graph as the file that `kedro airflow create` makes of it.

python -m benchmarks.children.kedro_dag TASKS FILE
"""

import json
import sys
from pathlib import Path

import jinja2
import kedro_airflow
from kedro.pipeline import node, pipeline
from slugify import slugify

from benchmarks.subjects.graph import needs


def text(tasks: int) -> str:
    """By the template that comes with it, filled as its command does for a project."""
    nodes = [node(_same, list(sources), name, name=name) for name, sources in needs(tasks).items()]
    made = pipeline(nodes)
    loader = jinja2.FileSystemLoader(Path(kedro_airflow.__file__).parent)
    templates = jinja2.Environment(autoescape=True, loader=loader, lstrip_blocks=True)
    templates.filters["slugify"] = slugify
    written: str = templates.get_template("airflow_dag_template.j2").render(
        dag_name="idle",
        node_objs=made.group_nodes_by(group_by=None),
        env="local",
        pipeline_name="idle",
        package_name="idle",
        pipeline=made,
        conf_source="",
    )
    return written


def _same(value: int, other: int) -> int:
    return value


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(text(int(sys.argv[1])))
    json.dump(sys.argv[2], sys.stdout)
