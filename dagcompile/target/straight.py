"""Targets whose run time takes straight-line code: one module a pipeline, importable and runnable.

SCRIPT = StraightModule(runtime="dagcompile.runtime.v1", variable="run", type="Run", ...)
TARGET = Target(name="python", emit=SCRIPT.emit, ...)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from dagcompile.codegen.artifact import Artifact
from dagcompile.codegen.calls import V1
from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import Atom, Call, Decorator, Do, Imported, name
from dagcompile.codegen.imports import Imports
from dagcompile.codegen.layout import Layout
from dagcompile.codegen.plan import Keywords, Runtime, Straight
from dagcompile.codegen.straight import straight_line
from dagcompile.codegen.strings import quote
from dagcompile.codegen.template import render
from dagcompile.ir.records import OpNode, Pipeline, Placement
from dagcompile.ir.text import partition_text
from dagcompile.runtime.command.arguments import documented, with_added, with_documented
from dagcompile.target.emitting import (
    module_name,
    placement,
    prologue,
    python_artifact,
    templates,
)
from dagcompile.target.options import Options


def _docstring(pipeline: Pipeline) -> tuple[Code, ...]:
    """The module's docstring, which says of every param what its author did: `--help` reads it."""
    docs, descriptions = pipeline.docs, dict(pipeline.docs.params)
    told = {
        each.name: f"On a schedule, {partition_text(each.partition)}."
        for each in pipeline.meaning.params
        if each.partition is not None
    }
    said = documented(docs.text)[1].keys() | descriptions.keys()
    untold = {name: each for name, each in told.items() if name not in said}
    text = with_documented(docs.text, descriptions | untold)
    text = with_added(text, {name: each for name, each in told.items() if name in said})
    return prologue(replace(pipeline, docs=replace(docs, text=text)))


def _needs(pipeline: Pipeline) -> tuple[Decorator, ...]:
    """What stands over the function of a pipeline: that it needs a store, if outputs are kept."""
    nodes = pipeline.meaning.nodes
    keeps = any(isinstance(each, OpNode) and each.keeps for each in nodes)
    return (Decorator(Imported(V1, "needs_store")),) if keeps else ()


def _nothing(options: Options) -> tuple[Code, ...]:  # noqa: ARG001
    return ()


def _nothing_of_all(options: Options) -> Keywords:  # noqa: ARG001
    return ()


def _none_of_nodes(
    pipeline: Pipeline,  # noqa: ARG001
    options: Options,  # noqa: ARG001
) -> Mapping[str, Keywords]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class StraightModule:
    """How the module of a pipeline is made.

    Args:
        runtime: module that has `type`, `gather`, `main` and `decorator`.
        variable: what the object with the steps is called.
        type: its class.
        template: the template, which gets all parts laid out.
        folder: of the target, within the output folder.
        suffix: of the file's name.
        holds: what the variables of its code hold.
        guards: where guards stand unless build or options say otherwise.
        preamble: lines above the docstring, by the options.
        decorator: of `runtime`, that stands over the function and takes the pipeline's id; where
            there is none, it is `main` that takes it.
        of_all: what `decorator` is told of all nodes, by the options.
        of_nodes: what `step` is told of single nodes, by the options.
    """

    runtime: str
    variable: str
    type: str
    template: str
    folder: str
    suffix: str
    holds: Literal["values", "references"]
    guards: Placement
    preamble: Callable[[Any], tuple[Code, ...]] = _nothing
    decorator: str | None = None
    of_all: Callable[[Any], Keywords] = _nothing_of_all
    of_nodes: Callable[[Pipeline, Any], Mapping[str, Keywords]] = _none_of_nodes

    def emit(self, pipeline: Pipeline, options: Options) -> tuple[Artifact, ...]:
        """The module of `pipeline`.

        Raises:
            CompileError: two parts of the pipeline would have the same name in it.
        """
        runtime = Runtime(
            variable=self.variable,
            type=Imported(self.runtime, self.type),
            gather=Imported(self.runtime, "gather"),
            holds=self.holds,
            reserved=frozenset({"main", *filter(None, (self.decorator,))}),
            options=self.of_nodes(pipeline, options),
        )
        guards = placement(pipeline, options, default=self.guards)
        plan = straight_line(pipeline, runtime, guards=guards)
        top = (*self.preamble(options), *_docstring(pipeline))
        return (self._artifact(pipeline, plan, top, self.of_all(options)),)

    def _artifact(
        self, pipeline: Pipeline, plan: Straight, top: tuple[Code, ...], of_all: Keywords
    ) -> Artifact:
        id_, function = pipeline.meaning.name, plan.signature.name
        named: Keywords = () if function == id_ else (("name", Atom(quote(id_))),)
        decorators = (*self._decorators((*named, *of_all)), *_needs(pipeline))
        main_takes = () if self.decorator else named
        main = Call(Imported(self.runtime, "main"), (name(function),), main_takes)
        ending = Do(Call(name("raise SystemExit"), (main,)))
        items = [*decorators, *plan.statements(), ending]
        imports = Imports(items, reserved=plan.names)
        layout = Layout(imports)
        body = render(
            templates(),
            self.template,
            prologue=top,
            imports=imports.block(),
            constants=[layout.of(each) for each in plan.constants],
            decorators=[layout.of(each) for each in decorators],
            signature=layout.of(plan.signature),
            groups=[[layout.of(each, indent=4) for each in group] for group in plan.groups],
            ending=layout.of(ending, indent=4),
        )
        module = module_name(pipeline, self.suffix)
        return python_artifact(pipeline, body, folder=self.folder, module=module, imports=imports)

    def _decorators(self, named: Keywords) -> tuple[Decorator, ...]:
        if self.decorator is None:
            return ()
        decorator = Imported(self.runtime, self.decorator)
        return (Decorator(Call(decorator, (), named) if named else decorator),)
