"""One trace: it turns the calls in the body of a pipeline into nodes.

A mistake is recorded and the trace goes on with handles of the declared type, so that all
mistakes of a pipeline are told at once.
"""

import sys
from dataclasses import replace
from threading import get_ident
from types import FrameType
from typing import Any

from dagcompile.authoring.arguments import bind, config_of, inputs_of
from dagcompile.authoring.assets import assets_of, kept_of
from dagcompile.authoring.expectations import expectations_of, wired
from dagcompile.authoring.expecting import Done, Expectation
from dagcompile.authoring.handles import Handle
from dagcompile.authoring.ids import id_obstacle
from dagcompile.authoring.joins import joined
from dagcompile.authoring.operations import Op
from dagcompile.authoring.ordering import after_of
from dagcompile.authoring.places import Mark, author_mark, is_authored_code, is_looked_at
from dagcompile.authoring.problems import problem
from dagcompile.authoring.scope import CURRENT
from dagcompile.authoring.settings import Settings
from dagcompile.authoring.shared import Shared
from dagcompile.authoring.signatures import Out, read
from dagcompile.authoring.sites import Site
from dagcompile.authoring.specs import Spec, spec_of
from dagcompile.authoring.staging import Opened
from dagcompile.authoring.types import RENAME, NameTaken, describe, merge
from dagcompile.diagnostics import CompileError, Diagnostic, Label
from dagcompile.ir import records as ir
from dagcompile.runtime.assets import Asset


class Tracer:
    """The nodes, types and mistakes of one pipeline, as its body runs."""

    def __init__(self, *, name: str, file: str) -> None:
        self.name = name
        self.file = file
        self.thread = get_ident()
        self.threads: dict[int, Mark] = {}  # that the body started, and where it did
        self.runs = True  # until the body has ended
        self.nodes: list[ir.Node] = []
        self.marks: dict[str, Mark] = {}
        self.stages: list[Opened] = []
        self.inside: Opened | None = None  # the stage whose block is being run
        self.specs: dict[ir.OpKey, Spec] = {}
        self.types: dict[ir.TypeKey, ir.Type] = {}
        self.assets: dict[str, tuple[Asset, str]] = {}  # by name, and whose each was first
        self.problems: list[Diagnostic] = []
        self._numbers: dict[str, int] = {}
        self._repeated: set[tuple[str, object]] = set()
        self._known: dict[int, tuple[Op[..., Any], Spec]] = {}
        self.shared = Shared(self)

    def misused(self, problem: Diagnostic) -> None:
        """Record that a handle was used as a value, in the body and not in what it calls of ours.

        The author's code, or a library's, may catch what is raised and go on with another value.
        """
        in_body = CURRENT.get() is self or get_ident() != self.thread
        if in_body and not is_looked_at(sys._getframe(1)):
            self.tell(problem)

    def tell(self, problem: Diagnostic) -> None:
        """Record a mistake while the body runs: once, and one misuse of a handle at one place."""
        again = problem in self.problems or (
            problem.code == "DC110" and any(is_same_misuse(each, problem) for each in self.problems)
        )
        if self.runs and not again:
            self.problems.append(problem)

    def call(
        self,
        op: Op[..., Any],
        args: tuple[object, ...],
        kwargs: dict[str, object],
        frame: FrameType,
    ) -> object:
        """Add a node of `op`; its handles, in the NamedTuple that the op returns if it does."""
        token = CURRENT.set(None)  # checks and validators of the author may call ops
        try:
            return self._call(op, args, kwargs, self._mark(frame))
        finally:
            CURRENT.reset(token)

    def _call(
        self, op: Op[..., Any], args: tuple[object, ...], kwargs: dict[str, object], mark: Mark
    ) -> object:
        settings = op._settings
        spec = self._spec(op, mark)
        site = self._site(settings.id, spec.name, mark)
        given = bind(site, spec, args, kwargs)
        inputs = inputs_of(site, spec, given)
        self.shared.ask(site, op)
        self.nodes.append(
            ir.OpNode(
                id=site.id,
                op=spec.definition.key,
                inputs=inputs,
                config=config_of(site, spec, settings.config, given),
                after=after_of(site, settings) if settings.after else (),
                policy=self.shared.policy(site, op),
                expectations=expectations_of(site, spec, op, inputs) if settings.expect else (),
                reads=assets_of(site, op, "reads") if settings.reads else (),
                writes=assets_of(site, op, "writes") if settings.writes else (),
                keeps=kept_of(site, op, spec) if settings.keeps is not None else (),
            )
        )
        return self._handles(spec.outs, spec.record, site.id)

    def call_first_of(
        self, settings: Settings, values: tuple[object, ...], frame: FrameType
    ) -> object:
        """Add a node that picks the first of `values` that is present."""
        site = self._site(settings.id, "first_of", self._mark(frame))
        token = CURRENT.set(None)
        try:
            items, shape = joined(site, values)
        finally:
            CURRENT.reset(token)
        after = after_of(site, settings)
        self.nodes.append(ir.FirstOf(id=site.id, items=items, type=shape.text, after=after))
        describe(shape, self.types)
        return Handle(self, ir.FromPort(node=site.id), shape)

    def call_expectation(
        self,
        expectation: Expectation,
        values: tuple[object, ...],
        named: dict[str, object],
        frame: FrameType,
    ) -> Done:
        """Add a node that looks at values; what other nodes can come after."""
        settings = expectation._settings
        site = self._site(settings.id, expectation.title, self._mark(frame))
        token = CURRENT.set(None)
        try:
            found = wired(site, expectation, values, named)
        finally:
            CURRENT.reset(token)
        if found is not None:
            record, inputs = found
            after = after_of(site, settings)
            self.nodes.append(ir.Expect(id=site.id, expectation=record, inputs=inputs, after=after))
        return Done(self, site.id)

    def open_stage(self, name: object, frame: FrameType) -> Opened:
        """Add a stage, whose block is entered next."""
        opened = Opened(self, name, self._mark(frame))
        self.stages.append(opened)
        return opened

    def call_pipeline(self, pipeline: Any, frame: FrameType) -> object:
        """Refuse a pipeline in a pipeline; go on with handles of what it returns."""
        site = Site(self, id=pipeline.name, spot=self._mark(frame))
        where = "itself" if pipeline.name == self.name else f"pipeline `{self.name}`"
        site.refuse(
            "DC102",
            f"pipeline `{site.id}` is called in {where}; pipelines cannot be nested yet",
            fix="call its ops here, or move the shared wiring to a plain function",
        )
        signature = read(pipeline.__wrapped__, what=f"pipeline `{site.id}`")
        return self._handles(signature.outs, signature.record, site.id)

    def _handles(self, outs: tuple[Out, ...], record: Any, id: str) -> object:
        made = [Handle(self, ir.FromPort(node=id, port=out.name), out.shape) for out in outs]
        return made[0] if record is None else record._make(made)

    def _mark(self, frame: FrameType) -> Mark:
        if get_ident() != self.thread:
            message = f"pipeline `{self.name}` is wired from another thread than its own"
            fix = "wire a pipeline in its own body, in one thread"
            at, here = author_mark(frame), "called here"
            if not is_authored_code(at.code):  # a pool calls what it was given
                at, here = self.threads.get(get_ident(), at), "its thread is started here"
            wrong = problem("DC111", message, at=at, here=here, fix=fix)
            self.tell(wrong)  # nobody may look at what is raised in another thread
            raise CompileError([wrong])
        code = frame.f_code
        return Mark(code, frame.f_lasti) if code.co_filename == self.file else author_mark(frame)

    def _spec(self, op: Op[..., Any], mark: Mark) -> Spec:
        known = self._known.get(id(op._shared))
        if known is not None:
            return known[1]
        spec = spec_of(op)
        self._known[id(op._shared)] = (op, spec)  # the op is kept, so its number is not reused
        known_by_key = self.specs.setdefault(spec.definition.key, spec)
        if known_by_key is spec or known_by_key.fn is not spec.fn:
            self._enter(spec, mark)
            # What a call gives in place of a secret that is wrong is a secret, too.
            hidden = any(label.hidden for each in spec.problems for label in each.labels)
            place = mark.place() if spec.problems else None
            used = Label(place=place, text="used here", hidden=hidden) if place else None
            for each in spec.problems:
                self.problems.append(_labelled(each, used))
        return spec

    def _enter(self, spec: Spec, mark: Mark) -> None:
        """Enter the types of an op, used at `mark`."""
        try:
            merge(self.types, spec.types)
        except NameTaken as error:
            message = f"op `{spec.definition.ref.name}` and what stands before it: {error}"
            self.problems.append(problem("DC225", message, at=mark, here="used here", fix=RENAME))

    def _site(self, asked: object, name: str, mark: Mark) -> Site:
        """Where node `asked`, or `name` if it is None, is made; the id is claimed for it."""
        site = Site(
            self,
            id=asked if type(asked) is not Handle and isinstance(asked, str) else name,
            spot=mark,
        )
        if asked is not None and (reason := id_obstacle(asked)):
            fix = 'give it a text of printable characters: .named("...")'
            site.refuse("DC109", f"the id {asked!r} of a node {reason}", fix=fix)
            site.id = self._free(name)
        elif site.id in self.marks:
            self._taken(site, named=asked is not None)
        self.marks[site.id] = mark
        return site

    def _free(self, id: str) -> str:
        """The first of `id_2`, `id_3`, ... that is no node's."""
        number = self._numbers.get(id, 2)
        while f"{id}_{number}" in self.marks:
            number += 1
        self._numbers[id] = number
        return f"{id}_{number}"

    def _taken(self, site: Site, *, named: bool) -> None:
        """Record that the id is another node's, and go on with one that is free."""
        id = site.id
        site.id = self._free(id)
        if site.spot == self.marks[id]:
            self._taken_again(site, id, named=named)
            return
        fix = f'give this one another: .named("{site.id}")'
        site.refuse(
            "DC112",
            f"`{id}` is the id of two nodes; ids are histories in production, and do not shift",
            fix=fix if named else f'name this one: {id}.named("{site.id}")',
        )
        first = Label(place=self.marks[id].place(), text=f"`{id}` is first made here")
        self.problems.append(_labelled(self.problems.pop(), first))

    def _taken_again(self, site: Site, id: str, *, named: bool) -> None:
        """Record once that a call, which is made again in a loop or a helper, has one id."""
        if (id, site.spot) in self._repeated:
            return
        self._repeated.add((id, site.spot))
        fix = f'.named(f"{id}_{{...}}"), with what differs from one call to the next'
        site.refuse(
            "DC112",
            f"`{id}` is the id of every node made here; ids are histories in production, and do"
            " not shift",
            fix=f"give each its own: {fix}" if named else f"name each: {id}{fix}",
            at=site.spot,
            here="called here more than once",
        )


def is_same_misuse(misuse: Diagnostic, other: Diagnostic) -> bool:
    """Whether `misuse` is of a handle, at the place of `other`."""
    return misuse.code == "DC110" and misuse.labels[0].place == other.labels[0].place


def _labelled(problem: Diagnostic, label: Label | None) -> Diagnostic:
    return problem if label is None else replace(problem, labels=(*problem.labels, label))
