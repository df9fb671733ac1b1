"""One side of a change: the pipeline, lowered to tasks, and the DAG file that stands for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dagcompile.changes import Weight
from dagcompile.ir.queries import index_of
from dagcompile.ir.records import Expect, FirstOf, OpNode, Pipeline, Stage
from dagcompile.target import Impact, Version, placement
from dagcompile.targets.airflow.elsewhere import environments_of
from dagcompile.targets.airflow.impact.reading import DagFile
from dagcompile.targets.airflow.options import AirflowOptions
from dagcompile.targets.airflow.placing import placed
from dagcompile.targets.airflow.tasks import Key, Role, Tasks, tasks_of


@dataclass(frozen=True, kw_only=True)
class Side:
    """A version of a pipeline. The `file` tells which tasks there are, whoever has written it;
    `tasks` tells what they are for, as they are lowered today.
    """

    version: Version
    file: DagFile

    @property
    def pipeline(self) -> Pipeline:
        """Its pipeline."""
        return self.version.pipeline

    @property
    def options(self) -> AirflowOptions:
        """Its options."""
        assert isinstance(self.version.options, AirflowOptions)
        return self.version.options

    @cached_property
    def tasks(self) -> Tasks:
        """The tasks of its nodes."""
        guards = placement(self.pipeline, self.options, default="inline")
        index = index_of(placed(self.pipeline.meaning, guards))
        apart = environments_of(self.pipeline, self.options)
        return tasks_of(index, guards=guards, reserved=frozenset(), apart=apart)

    @cached_property
    def keys(self) -> Mapping[str, Key]:
        """What the tasks of the file are for, by their ids, where that is known."""
        found = {each.task_id: key for key, each in self.tasks.names.items()}
        return {id: key for id, key in found.items() if id in self.file.tasks}

    def what(self, id: str) -> str:
        """What a task is: `a step`, `a stage`; empty where that is not known."""
        if id not in self.keys:
            return ""
        node, role = self.keys[id]
        work = self.tasks.work(node)
        if self.tasks.is_operator(work, role):
            return f"the operator {self.file.tasks[id].form}"
        match work:
            case Stage():
                return "a stage"
            case OpNode():
                return _ROLES[role]
            case FirstOf():
                return "a choice"
            case Expect():
                return "an expectation"


_ROLES: Mapping[Role, str] = {
    "stage": "a stage",
    "body": "a step",
    "operator": "an operator",
    "inputs": "what comes before an operator",
    "guard": "a guard",
    "guard_inputs": "a guard",
}


def told(word: str, text: str, weight: Weight, *names: str) -> Impact:
    """One thing that comes of a change here."""
    return Impact(kind=f"airflow.{word}", text=text, weight=weight, names=names)


def joined(texts: Sequence[str]) -> str:
    """`a, b and c`."""
    *others, last = texts
    return f"{', '.join(others)} and {last}" if others else last


def listed(names: Sequence[str], *, most: int = 8) -> str:
    """Some names, quoted, and how many more there are."""
    shown = [f"`{each}`" for each in names[:most]]
    more = len(names) - most
    return joined([*shown, f"{more} more"] if more > 0 else shown)
