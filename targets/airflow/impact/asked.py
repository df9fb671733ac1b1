"""What a run may be given: by the form, the API, another DAG or a backfill.

Params of the pipeline are params of the DAG, and so are the fields of configs, as `node.field`.
"""

from collections.abc import Iterator

from dagcompile.target import Impact
from dagcompile.targets.airflow.impact.sides import Side, listed, told


def asked(old: Side, new: Side) -> Iterator[Impact]:
    """Params that are gone, needed, or take other values than they did."""
    before, now = old.file.params, new.file.params
    gone = [name for name in before if name not in now]
    if gone:
        text = (
            f"whoever gives a run {listed(gone)} (in the form, by the API, from another DAG, in a"
            " backfill) has it fail at its first step"
        )
        yield told("params_removed", text, "breaking", *gone)
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
        yield told("params_changed", text, "risky", *other)


def _schemas(old: Side, new: Side, names: list[str]) -> str:
    return "; ".join(f"{_schema(old, each)} became {_schema(new, each)}" for each in names)


def _schema(side: Side, name: str) -> str:
    words = side.file.params[name].schema
    return "`" + ", ".join(f"{word}={value}" for word, value in words.items()) + "`"
