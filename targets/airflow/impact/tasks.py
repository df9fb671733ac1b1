"""What becomes of the tasks of a DAG, and of what Airflow has kept of them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from dagcompile.changes.identity.sides import sides_of
from dagcompile.target import Impact
from dagcompile.targets.airflow.impact.sides import Side, listed, told


def tasks(old: Side, new: Side) -> Iterator[Impact]:
    """Those that are gone, called otherwise, new, or something else than they were."""
    gone = [each for each in old.file.tasks if each not in new.file.tasks]
    fresh = [each for each in new.file.tasks if each not in old.file.tasks]
    renamed = _renamed(old, new)
    called = {each: renamed[each] for each in gone if renamed.get(each) in fresh}
    for each, name in called.items():
        text = (
            f"task `{each}` is called `{name}`: to Airflow it is a new one, and its history stays"
            f" with `{each}`, which is shown with the versions before"
        )
        yield told("task_renamed", text, "risky", each, name)
    if lost := [each for each in gone if each not in called]:
        yield told("tasks_removed", _lost(lost), "risky", *lost)
    taken = {*called.values()}
    if made := [each for each in fresh if each not in taken]:
        yield told("tasks_added", _made(made), "safe", *made)
    yield from _others(old, new)


def _lost(ids: Sequence[str]) -> str:
    """That tasks are gone."""
    its = "its" if len(ids) == 1 else "their"
    return (
        f"{_named(ids)} {'is' if len(ids) == 1 else 'are'} gone: {its} history is shown with the"
        f" versions before alone, and in a run under way {its} instances are marked as removed"
    )


def _made(ids: Sequence[str]) -> str:
    """That there are new tasks."""
    ones = "new tasks" if len(ids) > 1 else "a new task"
    return f"{_named(ids)} {'are' if len(ids) > 1 else 'is'} {ones}, in a run under way too"


def _others(old: Side, new: Side) -> Iterator[Impact]:
    """Tasks whose history tells of another thing."""
    for id in new.file.tasks:
        if id in old.file.tasks:
            before, now = old.what(id), new.what(id)
            if before and now and before != now:
                text = f"task `{id}` was {before} and is {now}: its history tells of both"
                yield told("task_changed", text, "risky", id)


def _renamed(old: Side, new: Side) -> Mapping[str, str]:
    """What tasks are called whose nodes were renamed, by what they were called."""
    nodes = sides_of(old.pipeline, new.pipeline).names.nodes
    of_nodes = {each.nodes: each.id for each in new.pipeline.meaning.stages}
    stages = {
        each.id: of_nodes.get(tuple(nodes.get(node, node) for node in each.nodes), each.id)
        for each in old.pipeline.meaning.stages
    }
    found = {}
    for id, (name, role) in old.keys.items():
        names = stages if role == "stage" else nodes
        key = names.get(name, name), role
        if key in new.tasks.names:
            found[id] = new.tasks.names[key].task_id
    return found


def _named(ids: Sequence[str]) -> str:
    return f"task{'s' if len(ids) > 1 else ''} {listed(ids)}"


# --- what tasks are given ----------------------------------------------------------------------

_NEEDED: Mapping[str, str] = {
    "pool": "wait{s} for a slot of pool {value}, for good where there is no such pool",
    "queue": "wait{s} for a worker of queue {value}",
    "executor": "need{s} executor {value}, which the deployment has to have",
}


def settings(old: Side, new: Side) -> Iterator[Impact]:
    """What a deployment has to have for the tasks, and what does not count for runs under way."""
    for word, text in _NEEDED.items():
        before = {old.file.setting(id, word) for id in old.file.tasks}
        given = [
            (value, id)
            for id in new.file.tasks
            if (value := new.file.setting(id, word)) is not None and value not in before
        ]
        for value, pairs in groupby(sorted(given, key=lambda each: each[0]), lambda each: each[0]):
            ids = [id for _, id in pairs]
            said = text.format(s="" if len(ids) > 1 else "s", value=f"`{value.strip(chr(39))}`")
            yield told(word, f"{_named(ids)} {said}", "risky", *ids)
    yield from _elsewhere(old, new)
    yield from _retries(old, new)


def _elsewhere(old: Side, new: Side) -> Iterator[Impact]:
    """Tasks that run in another environment than they did."""
    moved: dict[str, list[str]] = {}
    for id, task in new.file.tasks.items():
        kept = id in old.file.tasks and old.file.tasks[id].form == task.form
        if task.form.startswith("task.") and not kept:
            moved.setdefault(task.form.removeprefix("task."), []).append(id)
    for what, ids in moved.items():
        text = f"{_named(ids)} {'run' if len(ids) > 1 else 'runs'} in `{what}`, for which workers"
        yield told("environment", f"{text} have to be set up", "risky", *ids)


def _retries(old: Side, new: Side) -> Iterator[Impact]:
    same = [id for id in new.file.tasks if id in old.file.tasks]
    ids = [id for id in same if _tries(old, id) != _tries(new, id)]
    if ids:
        text = f"the retries of {_named(ids)} count from the next run on, not for one under way"
        yield told("retries", text, "cosmetic", *ids)


def _tries(side: Side, id: str) -> str | None:
    return side.file.setting(id, "retries")
