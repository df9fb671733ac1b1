"""A pipeline as straight-line code over an object that has `step`, `guard` and `first_of`.

    load = run.step("load", ops.load, retry=Retry(attempts=3))(day)
    load = run.guard("load", load, list[ops.Row])

    clean = run.step("clean", ops.clean)(load)
    del load

Targets whose run time offers these calls share this lowering and differ in the object (`Runtime`)
and in where guards stand.
"""

from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import (
    Assign,
    Atom,
    DictOf,
    Parameter,
    Return,
    Statement,
    models,
    name,
)
from dagcompile.codegen.heads import is_single, signature_of
from dagcompile.codegen.literals import literal
from dagcompile.codegen.names import identifiers
from dagcompile.codegen.params import is_fixed, refuse_hidden
from dagcompile.codegen.plan import Runtime, Straight
from dagcompile.codegen.steps import Steps
from dagcompile.codegen.strings import quote
from dagcompile.codegen.types import TypeWriter
from dagcompile.ir.queries import index_of
from dagcompile.ir.records import Pipeline, Placement


def straight_line(pipeline: Pipeline, runtime: Runtime, *, guards: Placement) -> Straight:
    """Lower `pipeline` to straight-line code.

    Raises:
        CompileError: two ids of the pipeline come to the same Python name.
    """
    return _Lowering(pipeline, runtime, guards).lower()


class _Lowering:
    def __init__(self, pipeline: Pipeline, runtime: Runtime, guards: Placement) -> None:
        self.meaning = pipeline.meaning
        self.runtime = runtime
        index = index_of(self.meaning)
        self.types = TypeWriter(index.declared, pipeline.docs.aliases)
        # A param is given by its name, so it keeps it, and everything else makes way.
        self.params = frozenset(index.params)
        self.run = identifiers([runtime.variable], reserved=self.params)[runtime.variable]
        taken = {self.run, runtime.type.name, runtime.gather.name}
        self.names = identifiers(index.nodes, reserved=runtime.reserved | taken | self.params)
        self.steps = Steps(
            index, runtime, self.types, run=self.run, names=self.names, guards=guards
        )
        self.constants = {
            param.name: self._free(f"DEFAULT_{param.name.upper()}")
            for param in self.meaning.params
            if param.default is not None and not is_fixed(param.default.value)
        }

    def _free(self, wanted: str) -> str:
        return identifiers([wanted], reserved={*self.params, *self.names.values()})[wanted]

    def lower(self) -> Straight:
        nodes = [tuple(self.steps.of(node)) for node in self.meaning.nodes]
        groups = (*nodes, (self._returned(),))
        refuse_hidden(self.params, models(each for group in groups for each in group))
        signature = signature_of(
            self.meaning,
            run=Parameter(Code(self.run), self.runtime.type),
            types=self.types,
            constants=self.constants,
        )
        constants = tuple(
            Assign(Code(self.constants[param.name]), literal(param.default.value))
            for param in self.meaning.params
            if param.default is not None and param.name in self.constants
        )
        defined = {signature.name, self.run, *self.params, *self.names.values()}
        return Straight(
            constants=constants,
            signature=signature,
            groups=groups,
            names=frozenset({*defined, *self.constants.values()}),
        )

    def _returned(self) -> Statement:
        outputs = self.meaning.outputs
        if not outputs:
            return Return(name("None"))
        if is_single(self.meaning):
            return Return(self.steps.value(outputs[0].source))
        items = tuple((Atom(quote(each.name)), self.steps.value(each.source)) for each in outputs)
        return Return(self.steps.call("outputs", DictOf(items)))
