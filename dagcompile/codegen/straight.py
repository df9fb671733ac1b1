"""A pipeline as straight-line code over an object that has `step`, `guard` and `first_of`.

    load = run.step("load", ops.load, retry=Retry(attempts=3))(day)
    load = run.guard("load", load, list[ops.Row])

    clean = run.step("clean", ops.clean)(load)
    del load

Targets whose run time offers these calls share this lowering and differ in the object (`Runtime`)
and in where guards stand.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import assert_never

from dagcompile.codegen.calls import (
    arguments_of,
    attempt_options,
    container,
    every_output,
    guard_types,
    looking,
)
from dagcompile.codegen.code import Code
from dagcompile.codegen.expectations import early, expected, expects, given, late
from dagcompile.codegen.expr import (
    Alike,
    Assign,
    Atom,
    Attribute,
    Call,
    Delete,
    DictOf,
    Do,
    Expr,
    ListOf,
    NameOf,
    Parameter,
    Return,
    Statement,
    TupleOf,
    call,
    models,
    name,
)
from dagcompile.codegen.heads import is_single, signature_of
from dagcompile.codegen.lifetimes import last_uses, used
from dagcompile.codegen.literals import literal
from dagcompile.codegen.names import identifiers
from dagcompile.codegen.params import ParamName, is_fixed, refuse_hidden
from dagcompile.codegen.plan import Runtime, Straight
from dagcompile.codegen.shapes import Shapes, with_fields
from dagcompile.codegen.strings import quote
from dagcompile.codegen.types import TypeWriter
from dagcompile.codegen.words import Plain, Words
from dagcompile.ir.placing import placement_of
from dagcompile.ir.queries import Index, index_of
from dagcompile.ir.records import (
    Const,
    Expect,
    FirstOf,
    FromParam,
    FromPort,
    Gather,
    Guard,
    Input,
    Node,
    OpNode,
    Pipeline,
    Placement,
    Policy,
    Source,
)


def straight_line(pipeline: Pipeline, runtime: Runtime, *, guards: Placement) -> Straight:
    """Lower `pipeline` to straight-line code.

    Raises:
        CompileError: two ids of the pipeline come to the same Python name.
    """
    return _Lowering(pipeline, runtime, guards).lower()


class _Lowering:
    def __init__(self, pipeline: Pipeline, runtime: Runtime, guards: Placement) -> None:
        self.pipeline = pipeline
        self.meaning = pipeline.meaning
        self.runtime = runtime
        self.guards = guards
        self.index: Index = index_of(self.meaning)
        self.types = TypeWriter(self.index.declared, pipeline.docs.aliases)
        # A param is given by its name, so it keeps it, and everything else makes way.
        self.params = frozenset(self.index.params)
        self.run = identifiers([runtime.variable], reserved=self.params)[runtime.variable]
        taken = {self.run, runtime.type.name, runtime.gather.name}
        self.names = identifiers(self.index.nodes, reserved=runtime.reserved | taken | self.params)
        self.variables = {node: name(each) for node, each in self.names.items()}
        self.words: Words = Plain(self.variables)
        self.several = with_fields(self.meaning)
        self.used = used(self.meaning)
        self.shapes = Shapes(self.variables, several=self.several, used=self.used, guards=guards)
        self.models: dict[Hashable, list[Statement]] = {}
        self.last = last_uses(self.index) if runtime.holds == "values" else {}
        # What many statements say alike is one object: it is looked through once for its imports.
        self.functions = {op.key: NameOf(op.ref) for op in self.meaning.ops}
        self.methods: dict[str, Atom] = {}
        self.attempts: dict[int, list[tuple[str, Expr]]] = {}
        self.constants = {
            param.name: self._free(f"DEFAULT_{param.name.upper()}")
            for param in self.meaning.params
            if param.default is not None and not is_fixed(param.default.value)
        }

    def _free(self, wanted: str) -> str:
        return identifiers([wanted], reserved={*self.params, *self.names.values()})[wanted]

    def lower(self) -> Straight:
        nodes = [tuple(self._written(node)) for node in self.meaning.nodes]
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
            return Return(self._value(outputs[0].source))
        items = tuple((Atom(quote(each.name)), self._value(each.source)) for each in outputs)
        return Return(self._call("outputs", DictOf(items)))

    def _written(self, node: Node) -> Sequence[Statement]:
        """The statements of a node, by a model if it has a shape."""
        dropped = [each for each in self.last.get(node.id, ()) if self._is_held(each)]
        if not isinstance(node, OpNode) or node.expectations:
            return self._node(node, dropped)
        shape = self.shapes.of(node, named=dropped)
        key = shape.key()
        if key is None:
            return self._node(node, dropped)
        models = self.models.get(key)
        if models is None:
            plain, self.words = self.words, shape
            models = self.models[key] = self._node(node, dropped)
            self.words = plain
        return [Alike(each, shape.texts) for each in models]

    def _node(self, node: Node, dropped: Sequence[str]) -> list[Statement]:
        match node:
            case OpNode():
                statements = self._op(node)
            case FirstOf():
                values = tuple(self._value(item) for item in node.items)
                id_ = self.words.quoted(node.id)
                made = self._call("first_of", id_, *values, named=self._after(node))
                statements = [self._keep(node.id, made, again=False)]
            case Expect():
                statements = [Do(self._expectation(node))]
            case _:
                assert_never(node)
        if dropped:
            names = [self.words.variable(each).code for each in dropped]
            statements.append(Delete(tuple(names)))
        return statements

    def _op(self, node: OpNode) -> list[Statement]:
        op, id_ = self.index.ops[node.op], self.words.quoted(node.id)
        outputs = [guard for guard in node.guards if guard.side == "output"]
        separate = self._is_separate(node)
        options = [*self._attempts(node.policy), *self._after(node)]
        if op.fields:
            ports = tuple(Atom(quote(port.name)) for port in op.outputs)
            options.append(("ports", TupleOf(ports)))
        if outputs and self._placement(node) == "inline":
            options.append(("returns", guard_types(outputs, self.types, op)))
            options += looking(outputs[0])
            if node.policy.guarded_retry:
                options.append(("guarded_retry", name("True")))
        asked = early(node) if separate else list(node.expectations)
        options += expects(asked, self._giver(node))
        step = self._call("step", id_, self.functions[op.key], named=options)
        given = arguments_of(op, self._inputs(node), config=self._config(node, id_))
        statements = [self._keep(node.id, Call(step, *given), again=separate)]
        if separate:
            subject = (id_, self.words.variable(node.id), self._guarded(node, outputs))
            named = [
                *looking(outputs[0] if outputs else None),
                *expects(late(node), self._giver(node)),
            ]
            guard = self._call("guard", *subject, named=named)
            statements.append(self._keep(node.id, guard, again=False))
        return statements

    def _guarded(self, node: OpNode, outputs: Sequence[Guard]) -> Expr:
        """The types that the outputs of a node are guarded against. Where something is expected of
        them, all are named: one that says nothing of its value is `Any`, which guards nothing.
        """
        op = self.index.ops[node.op]
        return guard_types(every_output(op) if late(node) else outputs, self.types, op)

    def _expectation(self, node: Expect) -> Call:
        made = expected(node.expectation, self._giver(node))
        return self._call("expectation", self.words.quoted(node.id), made, named=self._after(node))

    def _giver(self, node: OpNode | Expect) -> Callable[[str], Expr]:
        """What gives the value of an input of a node by its port."""
        op = self.index.ops[node.op] if isinstance(node, OpNode) else None
        return lambda port: self._value(given(node, op)[port])

    def _config(self, node: OpNode, id_: Atom) -> Expr | None:
        """The config of a node, as it is unless a run is given another."""
        return (
            None
            if node.config is None
            else self._call("config", id_, self.words.literal(node.config))
        )

    def _attempts(self, policy: Policy) -> list[tuple[str, Expr]]:
        """`attempt_options`. Nodes share policies, which the pipeline keeps."""
        made = self.attempts.get(id(policy))
        if made is None:
            made = self.attempts[id(policy)] = attempt_options(policy)
        return made

    def _keep(self, node: str, made: Expr, *, again: bool) -> Statement:
        """`made` under the node's name, if that is used `again` or later."""
        if again or node in self.used:
            return Assign(self.words.variable(node).code, made)
        return Do(made)

    def _is_held(self, node: str) -> bool:
        """Whether the value of a node has a variable."""
        return node in self.used or self._is_separate(self.index.nodes[node])

    def _is_separate(self, node: Node) -> bool:
        """Whether the output of a node is guarded by a statement of its own."""
        if not isinstance(node, OpNode) or self._placement(node) != "steps":
            return False
        return bool(late(node)) or any(guard.side == "output" for guard in node.guards)

    def _placement(self, node: OpNode) -> Placement:
        return placement_of(node, self.guards)

    def _after(self, node: Node) -> list[tuple[str, Expr]]:
        if not node.after:
            return []
        return [("after", ListOf(tuple(map(self.words.quoted, node.after))))]

    def _inputs(self, node: OpNode) -> dict[str, Expr]:
        guards = {guard.port: guard for guard in node.guards if guard.side == "input"}
        return {each.port: self._input(node, each, guards.get(each.port)) for each in node.inputs}

    def _input(self, node: OpNode, input_: Input, guard: Guard | None) -> Expr:
        value = self._value(input_.source)
        if guard is None or self._placement(node) == "off":
            return value
        subject = self.words.quoted(f"{node.id}.{input_.port}")
        type_ = self.types.write(guard.type)
        return self._call("guard_input", subject, value, type_, named=looking(guard))

    def _value(self, source: Source) -> Expr:
        match source:
            case FromPort():
                variable = self.words.variable(source.node)
                several = source.node in self.several
                return Attribute(variable, source.port) if several else variable
            case FromParam():
                return Atom(ParamName(source.name))
            case Const():
                return self.words.literal(source.value)
            case Gather():
                return call(self.runtime.gather, container(source, map(self._value, source.items)))
            case _:
                assert_never(source)

    def _call(self, method: str, *args: Expr, named: Iterable[tuple[str, Expr]] = ()) -> Call:
        if method not in self.methods:
            self.methods[method] = name(f"{self.run}.{method}")
        return Call(self.methods[method], args, tuple(named))
