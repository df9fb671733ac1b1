"""Which assets Airflow is told of, by which other DAGs are scheduled."""

from collections.abc import Iterator

from dagcompile.ir.queries import written
from dagcompile.ir.records import OpNode, Pipeline
from dagcompile.target import Impact
from dagcompile.targets.airflow.impact.sides import Side, listed, told


def assets(old: Side, new: Side) -> Iterator[Impact]:
    """Assets that are written no more, for the first time, or that are others to Airflow."""
    before, now = _written(old.pipeline), _written(new.pipeline)
    if gone := [name for name in before if name not in now]:
        text = f"DAGs that are scheduled on {listed(gone)} are not begun by this one any more"
        yield told("assets_removed", text, "breaking", *gone)
    if made := [name for name in now if name not in before]:
        text = f"DAGs that are scheduled on {listed(made)} are begun by this one, too"
        yield told("assets_added", text, "risky", *made)
    at = {each.name: each.uri for each in old.pipeline.meaning.assets}
    for each in new.pipeline.meaning.assets:
        if each.name in at and at[each.name] != each.uri:
            text = (
                f"asset `{each.name}` is another one to Airflow, with {_at(each.uri)} for"
                f" {_at(at[each.name])}: as long as another DAG names it as it was, the tasks here"
                " that name it fail"
            )
            yield told("asset_moved", text, "risky", each.name)


def _at(uri: str | None) -> str:
    return f"`{uri}`" if uri else "no URI"


def _written(pipeline: Pipeline) -> list[str]:
    nodes = (each for each in pipeline.meaning.nodes if isinstance(each, OpNode))
    return list(dict.fromkeys(name for node in nodes for name in written(node)))
