"""The stages of one trace: which nodes each has, and what is wrong with them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dagcompile.authoring.ids import id_obstacle
from dagcompile.authoring.places import Mark
from dagcompile.authoring.problems import problem
from dagcompile.diagnostics import Diagnostic, Label
from dagcompile.ir import records as ir

if TYPE_CHECKING:
    from dagcompile.authoring.tracer import Tracer

_ONE_BLOCK = "a stage is one block; put all of its steps into it, or give this one another name"


class Opened:
    """A stage that the body of a pipeline has made, at `mark`."""

    def __init__(self, tracer: "Tracer", name: object, mark: Mark) -> None:
        self.tracer = tracer
        self.asked = name
        self.mark = mark
        self.nodes: tuple[str, ...] = ()
        self.raised = False
        self._first: int | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return self.asked if isinstance(self.asked, str) else repr(self.asked)

    def begin(self) -> None:
        """Its block is entered."""
        around = self.tracer.inside
        if around is not None and around is not self:
            message = f"stage `{self.name}` is opened in stage `{around.name}`"
            fix = "a stage is one task where there are tasks, so close the one around it first"
            self.raised = True  # what it holds is of the other
            self._refuse("DC190", message, fix, around)
        elif self._first is not None:
            self._refuse("DC191", f"stage `{self.name}` is entered twice", _ONE_BLOCK)
        else:
            self._first = len(self.tracer.nodes)
            self.tracer.inside = self

    def end(self, *, raised: bool) -> None:
        """Its block is left."""
        if self.tracer.inside is self:
            self.tracer.inside = None
            self.raised = raised
            self.nodes = tuple(each.id for each in self.tracer.nodes[self._first :])

    def problems(self, earlier: "Opened | None") -> Iterator[Diagnostic]:
        """What is wrong with it, when the body has ended. `earlier` has the same name."""
        if reason := id_obstacle(self.asked):
            fix = 'give it a text of printable characters: stage("...")'
            yield self._told("DC109", f"the name {self.asked!r} of a stage {reason}", fix)
        elif earlier is not None:
            yield self._told("DC191", f"two stages are named `{self.name}`", _ONE_BLOCK, earlier)
        elif self.name in self.tracer.marks:
            first = Label(
                place=self.tracer.marks[self.name].place(), text=f"step `{self.name}` is made here"
            )
            told = self._told(
                "DC191",
                f"`{self.name}` is the name of a stage and the id of a step, and may be of one",
                "give the stage another name, or the step another id: .named(...)",
            )
            yield replace(told, labels=(*told.labels, first))
        if self.raised:
            return
        if self._first is None:
            fix = f'enter it: with stage("{self.name}"): and the steps below, indented'
            yield self._told("DC192", f"stage `{self.name}` is made and not entered", fix)
        elif not self.nodes:
            fix = "call its steps in the block, or leave the stage out"
            yield self._told("DC192", f"no step is called in stage `{self.name}`", fix)
        elif len(self.nodes) == 1:
            told = self._told(
                "DC193",
                f"stage `{self.name}` has one step, `{self.nodes[0]}`, so it puts nothing together",
                "call the steps in it that belong together, or leave the stage out",
            )
            yield replace(told, severity="warning")

    def _refuse(self, code: str, message: str, fix: str, other: "Opened | None" = None) -> None:
        self.tracer.problems.append(self._told(code, message, fix, other))

    def _told(self, code: str, message: str, fix: str, other: "Opened | None" = None) -> Diagnostic:
        told = problem(code, message, at=self.mark, here="opened here", fix=fix)
        if other is None:
            return told
        label = Label(place=other.mark.place(), text=f"stage `{other.name}` is opened here")
        return replace(told, labels=(*told.labels, label))


def problems_of(opened: Iterable[Opened]) -> Iterator[Diagnostic]:
    """What is wrong with the stages that a body opened, now that it has ended."""
    named: dict[str, Opened] = {}
    for each in opened:
        yield from each.problems(named.get(each.name))
        named.setdefault(each.name, each)


def stages_of(opened: Iterable[Opened]) -> tuple[ir.Stage, ...]:
    """The stages that a body opened, in their order."""
    return tuple(ir.Stage(id=each.name, nodes=each.nodes) for each in opened if each.nodes)
