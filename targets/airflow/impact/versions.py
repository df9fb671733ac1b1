"""Whether Airflow makes a new version of a DAG.

It does where what it keeps of the DAG differs: its settings, its tasks with what they are given and
how they follow one another, and the documentation, which holds a digest of the whole file below the
header. What a task does within, Airflow does not keep: only that digest tells of it.

A version of which there is no task instance is replaced: the new one has its number.
"""

import re
from collections.abc import Iterator

from dagcompile.target import Impact
from dagcompile.targets.airflow.impact.reading import DagFile
from dagcompile.targets.airflow.impact.sides import Side, joined, listed, told

MADE, SAME = "new_version", "same_version"

_DIGESTS = re.compile(r"^[ ]*ir sha256:[0-9a-f]{16}  body sha256:[0-9a-f]{16}$", re.MULTILINE)


def versions(old: Side, new: Side) -> Iterator[Impact]:
    """Of a DAG that keeps its id; nothing where its file is as it was."""
    if _texts(old) == _texts(new):
        return
    id = new.file.id
    if differing := tuple(_differing(old.file, new.file)):
        why = f"{joined(differing)} {'differ' if _many(differing) else 'differs'}"
    elif old.file.doc != new.file.doc:
        why = "of what differs Airflow keeps only the digests in its documentation"
    else:
        text = f"DAG `{id}` keeps its version: its file differs in nothing that Airflow keeps"
        yield told(SAME, text, "cosmetic", id)
        return
    yield told(MADE, f"DAG `{id}` gets a new version: {why}", "cosmetic", id)


def _texts(side: Side) -> list[tuple[str, str]]:
    return [(each.path, each.text) for each in side.version.artifacts]


def _many(phrases: tuple[str, ...]) -> bool:
    return len(phrases) > 1 or not phrases[0].startswith(("the order", "what", "the docum"))


def _differing(old: DagFile, new: DagFile) -> Iterator[str]:
    """What Airflow keeps that is not the same, in words, but for the digests."""
    same = old.tasks.keys() & new.tasks.keys()
    if old.tasks.keys() != new.tasks.keys():
        yield "its tasks"
    elif old.order != new.order:
        yield "the order of its tasks"
    words = dict.fromkeys(word for id in old.tasks if id in same for word in _words(old, new, id))
    if words:
        yield f"what tasks are given ({listed(list(words))})"
    if _params(old) != _params(new):
        yield "its params"
    given = {**old.settings, **new.settings}
    if changed := [each for each in given if old.settings.get(each) != new.settings.get(each)]:
        yield f"its settings ({listed(changed)})"
    if _said(old) != _said(new):
        yield "the documentation"


def _words(old: DagFile, new: DagFile, task: str) -> Iterator[str]:
    """What a task is given otherwise, by the name of the argument."""
    before, now = old.tasks[task], new.tasks[task]
    given = {**old.defaults, **before.settings}, {**new.defaults, **now.settings}
    for word in {**given[0], **given[1]}:
        if given[0].get(word) != given[1].get(word):
            yield word
    if before.form != now.form:
        yield now.form


def _params(file: DagFile) -> list[tuple[str, str]]:
    """In their order, which is that of the form."""
    return [(name, each.text) for name, each in file.params.items()]


def _said(file: DagFile) -> list[str]:
    """What people are told, without the digests."""
    return [_DIGESTS.sub("", file.doc).strip(), *(each.doc for each in file.tasks.values())]
