"""The statements of each node in straight-line code, over an object that has `step` and `guard`.

load = run.step("load", ops.load, retry=Retry(attempts=3))(day)
load = run.guard("load", load, list[ops.Row])
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import assert_never

from dagcompile.codegen.calls import (
    arguments_of,
    attempt_options,
    container,
    every_output,
    guard_types,
    looking,
    telling,
    writing,
)
from dagcompile.codegen.expectations import early, expected, expects, given, late
from dagcompile.codegen.expr import (
    Alike,
    Assign,
    Atom,
    Attribute,
    Call,
    Delete,
    Do,
    Expr,
    ListOf,
    NameOf,
    Statement,
    TupleOf,
    call,
    name,
)
from dagcompile.codegen.lifetimes import last_uses, used
from dagcompile.codegen.params import ParamName
from dagcompile.codegen.plan import Part, Runtime
from dagcompile.codegen.shapes import Shapes, with_fields
from dagcompile.codegen.strings import quote
from dagcompile.codegen.types import TypeWriter
from dagcompile.codegen.words import Plain, Words
from dagcompile.ir.natives import function_of
from dagcompile.ir.placing import placement_of
from dagcompile.ir.queries import Index, source_type
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
    Placement,
    Policy,
    Source,
)
from dagcompile.ir.stages import stages_of


class Steps:
    """Writes the nodes of one pipeline, or of a part of it.

    Args:
        run: what the object with the steps is called.
        names: what the variable of each node is called.
    """

    def __init__(
        self,
        index: Index,
        runtime: Runtime,
        types: TypeWriter,
        *,
        run: str,
        names: Mapping[str, str],
        guards: Placement,
        part: Part | None = None,
    ) -> None:
        self.part = part
        within = index if part is None else part.index
        self.index = index
        self.run = run
        self.runtime = runtime
        self.types = types
        self.guards = guards
        variables = {node: name(each) for node, each in names.items()}
        self.words: Words = Plain(variables)
        self.several = with_fields(index.meaning)
        self.used = used(within.meaning)
        self.gates = stages_of(within).gates
        self.shapes = Shapes(
            variables,
            several=self.several,
            used=self.used,
            gates=self.gates,
            guards=guards,
            options=runtime.options,
        )
        self.models: dict[Hashable, list[Statement]] = {}
        if part is not None:
            self.used |= {node for node, ports in part.outlets.items() if ports}
        self.last = last_uses(within) if runtime.holds == "values" else {}
        # What many statements say alike is one object: it is looked through once for its imports.
        self.functions = {
            op.key: NameOf(ref)
            for op in index.meaning.ops
            if (ref := function_of(op)) is not None  # a target that needs it has refused the rest
        }
        self.methods: dict[str, Atom] = {}
        self.attempts: dict[int, list[tuple[str, Expr]]] = {}

    def of(self, node: Node) -> Sequence[Statement]:
        """The statements of a node, by a model if it has a shape."""
        dropped = [each for each in self.last.get(node.id, ()) if self._is_held(each)]
        if not isinstance(node, OpNode) or node.expectations or self.part is not None:
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
                values = tuple(self.value(item) for item in node.items)
                id_ = self.words.quoted(node.id)
                made = self.call("first_of", id_, *values, named=self._after(node))
                statements = [self._keep(node.id, made, again=False)]
            case Expect():
                statements = [Do(self._expectation(node))]
            case _:
                assert_never(node)
        names = [self.words.variable(each).code for each in dropped]
        if self.part is not None:
            statements += self._handed_on(node, self.part)
            names += [self.part.inputs[each].code for each in self.part.dropped.get(node.id, ())]
        if names:
            statements.append(Delete(tuple(names)))
        return statements

    def _handed_on(self, node: Node, part: Part) -> Iterator[Statement]:
        """What is said of a node of which others need something."""
        ports = part.outlets.get(node.id)
        if ports is None:
            return
        given: tuple[Expr, ...] = ()
        if ports:
            given = (self.words.variable(node.id), self._types(node, ports))
        key = part.keys.get(node.id)
        named = [] if key is None else [("key", Atom(quote(key)))]
        made = self.call("hand_on", self.words.quoted(node.id), *given, named=named)
        again = bool(ports) and node.id in used(part.index.meaning)
        yield self._keep(node.id, made, again=False) if again else Do(made)

    def _types(self, node: Node, ports: Sequence[str]) -> Expr:
        """The types of some outputs of a node."""
        if not isinstance(node, OpNode):
            return self.types.write(source_type(FromPort(node=node.id), self.index))
        op = self.index.ops[node.op]
        outputs = [each for each in every_output(op) if each.port in ports]
        return guard_types(outputs, self.types, op)

    def _op(self, node: OpNode) -> list[Statement]:
        op, id_ = self.index.ops[node.op], self.words.quoted(node.id)
        outputs = [guard for guard in node.guards if guard.side == "output"]
        separate = self._is_separate(node)
        options = [*self._attempts(node.policy), *self._after(node)]
        if op.fields:
            ports = tuple(Atom(quote(port.name)) for port in op.outputs)
            options.append(("ports", TupleOf(ports)))
        options += telling(op, node, self.types)
        if self.part is not None and not op.context:  # whose task has the assets of others, too
            options += writing(node)
        if outputs and self._placement(node) == "inline":
            options.append(("returns", guard_types(outputs, self.types, op)))
            options += looking(outputs[0])
            if node.policy.guarded_retry:
                options.append(("guarded_retry", name("True")))
        asked = early(node) if separate else list(node.expectations)
        options += [*expects(asked, self._giver(node)), *self.runtime.options.get(node.id, ())]
        step = self.call("step", id_, self.functions[op.key], named=options)
        given = arguments_of(op, self._inputs(node), config=self._config(node, id_))
        statements = [self._keep(node.id, Call(step, *given), again=separate)]
        if separate:
            subject = (id_, self.words.variable(node.id), self._guarded(node, outputs))
            named = [
                *looking(outputs[0] if outputs else None),
                *expects(late(node), self._giver(node)),
            ]
            guard = self.call("guard", *subject, named=named)
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
        return self.call("expectation", self.words.quoted(node.id), made, named=self._after(node))

    def _giver(self, node: OpNode | Expect) -> Callable[[str], Expr]:
        """What gives the value of an input of a node by its port."""
        op = self.index.ops[node.op] if isinstance(node, OpNode) else None
        return lambda port: self.value(given(node, op)[port])

    def _config(self, node: OpNode, id_: Atom) -> Expr | None:
        """The config of a node, as it is unless a run is given another."""
        return (
            None
            if node.config is None
            else self.call("config", id_, self.words.literal(node.config))
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
        after = node.after
        if self.part is not None:
            after = tuple(filter(self.part.comes_after, after))
        waits = (("after", after), ("unless_failed", self.gates.get(node.id, ())))
        return [
            (option, ListOf(tuple(map(self.words.quoted, ids)))) for option, ids in waits if ids
        ]

    def _inputs(self, node: OpNode) -> dict[str, Expr]:
        guards = {guard.port: guard for guard in node.guards if guard.side == "input"}
        return {each.port: self._input(node, each, guards.get(each.port)) for each in node.inputs}

    def _input(self, node: OpNode, input_: Input, guard: Guard | None) -> Expr:
        value = self.value(input_.source)
        if guard is None or self._placement(node) == "off":
            return value
        subject = self.words.quoted(f"{node.id}.{input_.port}")
        type_ = self.types.write(guard.type)
        return self.call("guard_input", subject, value, type_, named=looking(guard))

    def value(self, source: Source) -> Expr:
        """What a source is written as."""
        match source:
            case FromPort() | FromParam() if self.part is not None and source in self.part.inputs:
                return self.part.inputs[source]
            case FromPort():
                variable = self.words.variable(source.node)
                several = source.node in self.several
                return Attribute(variable, source.port) if several else variable
            case FromParam():
                return Atom(ParamName(source.name))
            case Const():
                return self.words.literal(source.value)
            case Gather():
                return call(self.runtime.gather, container(source, map(self.value, source.items)))
            case _:
                assert_never(source)

    def call(self, method: str, *args: Expr, named: Iterable[tuple[str, Expr]] = ()) -> Call:
        """A call of a method of the object with the steps."""
        if method not in self.methods:
            self.methods[method] = name(f"{self.run}.{method}")
        return Call(self.methods[method], args, tuple(named))
