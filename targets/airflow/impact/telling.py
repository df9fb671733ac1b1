"""All that Airflow's side of a change is, in the order in which a reviewer wants to know it."""

from collections.abc import Callable, Iterator

from dagcompile.diagnostics import CompileError
from dagcompile.target import Impact, Version
from dagcompile.targets.airflow.impact.asked import asked
from dagcompile.targets.airflow.impact.assets import assets
from dagcompile.targets.airflow.impact.limits import limits
from dagcompile.targets.airflow.impact.reading import Unreadable, read_dag
from dagcompile.targets.airflow.impact.runs import first_runs, runs
from dagcompile.targets.airflow.impact.runtime import runtime
from dagcompile.targets.airflow.impact.sides import Side, told
from dagcompile.targets.airflow.impact.tasks import settings, tasks
from dagcompile.targets.airflow.impact.values import values
from dagcompile.targets.airflow.impact.versions import versions

SUFFIX = "_dag.py"
"""Of the file, beside which others may lie."""

_PARTS: tuple[Callable[[Side, Side], Iterator[Impact]], ...] = (
    versions,
    tasks,
    values,
    runs,
    limits,
    asked,
    assets,
    settings,
    runtime,
)


def impact(old: Version | None, new: Version | None) -> tuple[Impact, ...]:
    """What comes of it in Airflow that `new` takes the place of `old`."""
    try:
        return tuple(_impact(_side(old), _side(new)))
    except Unreadable as error:
        text = f"what comes of the change cannot be told: of one of the DAG files {error}"
        return (told("unknown", text, "risky"),)
    except CompileError as error:
        said = "; ".join(each.message for each in error.diagnostics)
        text = f"what comes of the change cannot be told: as tasks are named today, {said}"
        return (told("unknown", text, "risky"),)


def _side(version: Version | None) -> Side | None:
    if version is None or not version.artifacts:
        return None
    files = sorted(version.artifacts, key=lambda each: not each.path.endswith(SUFFIX))
    return Side(version=version, file=read_dag(files[0].text))


def _impact(old: Side | None, new: Side | None) -> Iterator[Impact]:
    if old is None and new is None:
        return
    if old is None:
        assert new is not None
        yield from first_runs(new)
    elif new is None:
        yield from _gone(old)
    elif old.file.id != new.file.id:
        text = (
            f"DAG `{old.file.id}` is gone once its file is, and its history is not that of"
            f" `{new.file.id}`: whoever looks it up, starts it or waits for it by its id fails"
        )
        yield told("dag_renamed", text, "breaking", old.file.id, new.file.id)
        yield from first_runs(new)
    else:
        for part in _PARTS:
            yield from part(old, new)


def _gone(old: Side) -> Iterator[Impact]:
    id = old.file.id
    text = (
        f"DAG `{id}` is gone once its file is: no run of it is made or can be asked for; its runs"
        " stay in the database"
    )
    yield told("dag_removed", text, "breaking", id)
