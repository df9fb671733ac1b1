"""What a run may be given: by the form, the API, another DAG or a backfill.

Params of the pipeline are params of the DAG, and so are the fields of configs, as `node.field`.
"""

from collections.abc import Iterator

from dagcompile.target import Impact, Weight
from dagcompile.targets.airflow.impact.sides import Side, listed, told


def asked(old: Side, new: Side) -> Iterator[Impact]:
    """Params that are gone, needed, or take other values than they did."""
    before, now = old.file.params, new.file.params
    for word, weight, gone in _gone(old, new):
        text = (
            f"whoever gives a run {listed(gone)} (in the form, by the API, from another DAG, in a"
            " backfill) has it fail at its first step"
        )
        yield told(word, text, weight, *gone)
    needed = [
        name
        for name, param in now.items()
        if param.required and not (name in before and before[name].required)
    ]
    if needed:
        text = f"Airflow takes no run that is not given {listed(needed)}"
        yield told("params_required", text, "breaking", *needed)
    other = [name for name in now if name in before and before[name].schema != now[name].schema]
    if other:
        schemas = _schemas(old, new, other)
        text = f"Airflow takes other values than before for {listed(other)}: {schemas}"
        yield told("params_changed", text, "cosmetic", *other)


def _gone(old: Side, new: Side) -> Iterator[tuple[str, Weight, list[str]]]:
    """What there is no more: params of the pipeline, and fields of configs."""
    gone = [name for name in old.file.params if name not in new.file.params]
    own = {each.name for each in old.pipeline.meaning.params}
    if params := [name for name in gone if name in own]:
        yield "params_removed", "breaking", params
    if fields := [name for name in gone if name not in own]:
        yield "config_removed", "risky", fields


def _schemas(old: Side, new: Side, names: list[str]) -> str:
    return "; ".join(f"{_schema(old, each)} became {_schema(new, each)}" for each in names)


def _schema(side: Side, name: str) -> str:
    words = side.file.params[name].schema
    return "`" + ", ".join(f"{word}={value}" for word, value in words.items()) + "`"
