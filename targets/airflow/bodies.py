"""The statements inside each task function.

step = Step("clean")
flights = step.input(load_xcom, list[contracts.Flight])
return step.run(ops.clean, returns=list[contracts.Flight])(flights)
"""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import assert_never

from dagcompile.codegen.calls import (
    arguments_of,
    container,
    every_output,
    exceptions,
    guard_types,
    keeping,
    looking,
)
from dagcompile.codegen.code import Code
from dagcompile.codegen.expectations import early, expected, expects, given, late, looked_at
from dagcompile.codegen.expr import (
    Assign,
    Atom,
    Call,
    Do,
    Expr,
    ListOf,
    NameOf,
    Return,
    Statement,
    name,
)
from dagcompile.codegen.literals import literal
from dagcompile.codegen.strings import quote
from dagcompile.codegen.types import TypeWriter
from dagcompile.ir.placing import placement_of
from dagcompile.ir.queries import flat_sources, source_type, sources
from dagcompile.ir.records import (
    Const,
    Expect,
    FirstOf,
    FromParam,
    FromPort,
    Gather,
    Guard,
    Instance,
    Node,
    OpNode,
    Placement,
    Source,
    Stage,
)
from dagcompile.targets.airflow.crossing import after_outside, outside
from dagcompile.targets.airflow.environments import ATTEMPT, Environment
from dagcompile.targets.airflow.locals import variables_for
from dagcompile.targets.airflow.natives import arguments, received
from dagcompile.targets.airflow.params import read_param
from dagcompile.targets.airflow.step import STEP, begun, framed, method_of, step
from dagcompile.targets.airflow.tasks import Key, Role, Tasks, Work, operator_of


class Bodies:
    """Writes the body of each task of one pipeline."""

    def __init__(
        self,
        tasks: Tasks,
        types: TypeWriter,
        *,
        guards: Placement,
        configurable: Collection[str] = (),
        store: Mapping[str, Expr] = MappingProxyType({}),
        environments: Mapping[str, Environment] = MappingProxyType({}),
    ) -> None:
        self.environments = environments
        self.tasks = tasks
        self.store = store
        """What every step is told of the store."""
        self.configurable = configurable
        self.index = tasks.index
        self.types = types
        self.guards = guards
        self.functions = {
            op.key: NameOf(op.ref) for op in self.index.meaning.ops if op.operator is None
        }
        self._parameters: dict[Key, tuple[Key, ...]] = {}

    def body(self, node: Node, role: Role) -> list[Statement]:
        """The statements of one task function. The first makes its step."""
        environment = self.environments.get(node.id)
        return framed(node.id, role, self._body(node, role), environment, store=self.store)

    def _body(self, node: Node, role: Role) -> list[Statement]:
        match node, role:
            case FirstOf(), _:
                return [*self._after(node), Return(self._first_of(node))]
            case Expect(), _:
                return [*self._after(node), *self._expectation(node)]
            case OpNode(), "inputs":
                return [*self._after(node), *arguments(node, self)]
            case OpNode(), "body" if self.tasks.has(node.id, "operator"):
                return [received(node, self)]
            case OpNode(), "body":
                return [*self._after(node), *self._run(node)]
            case OpNode(), "guard":
                return self._guard(node)
            case OpNode(), "guard_inputs":
                return [*self._after(node), *self._guard_inputs(node)]
            case _:
                raise AssertionError(f"{node.id} has no task {role}")

    def begun(self, id: str) -> Assign:
        """The first statement of a task, by which it has its step."""
        return begun(id, self.store)

    def parameters(self, work: Work, role: Role) -> tuple[Key, ...]:
        """The tasks, and the nodes of stages, whose XComs the task takes, in order."""
        known = self._parameters.get((work.id, role))
        if known is None:
            known = self._parameters[work.id, role] = (
                self._taken_by(work) if isinstance(work, Stage) else self._taken(work, role)
            )
        return known

    def _taken_by(self, stage: Stage) -> tuple[Key, ...]:
        sources = outside(stage, self.tasks.stages)
        nodes = [each.node for each in sources if isinstance(each, FromPort)]
        nodes += [each for each in self.checked_after(stage) if not self.is_operator(each)]
        return tuple(dict.fromkeys((each, "body") for each in nodes))

    def _taken(self, node: Node, role: Role) -> tuple[Key, ...]:
        if role == "body" and self.tasks.has(node.id, "operator"):
            return ((node.id, "operator"),)
        if self.tasks.is_operator(node, role):
            return ((node.id, "inputs"),) if sources(node) else ()
        if role == "guard" and isinstance(node, OpNode):
            nodes = [node.id, *self.tasks.looked_at(node)]
        else:
            nodes = [each.node for each in flat_sources(node) if isinstance(each, FromPort)]
            nodes += [each for each in self.checked_after(node) if not self.is_operator(each)]
        return tuple(dict.fromkeys((each, "body") for each in nodes))

    def checked_after(self, work: Work) -> list[str]:
        """The nodes that this one comes after, or one of this stage, and whose skip Airflow does
        not pass on to it.
        """
        stages = self.tasks.stages
        if isinstance(work, Stage):
            return [each for each in after_outside(work, stages) if self.index.may_skip(each)]
        joins = self.tasks.joins(work, "inputs" if self.tasks.has(work.id, "inputs") else "body")
        skips = filter(self.index.may_skip, work.after)
        return [each for each in skips if joins or stages.of(each) is not None]

    def _after(self, node: Node) -> list[Statement]:
        checked = self.checked_after(node)
        xcoms = [self._xcom(each) for each in checked if not self.is_operator(each)]
        tasks = [self.tasks.names[each, "body"] for each in checked if self.is_operator(each)]
        ids = ListOf(tuple(Atom(quote(each.task_id)) for each in tasks))
        named = (("operators", ids),) if tasks else ()
        return [Do(Call(method_of("after"), tuple(xcoms), named))] if checked else []

    def is_operator(self, node: str) -> bool:
        """Whether the value of a node is an operator's own."""
        return self.tasks.is_operator(self.index.nodes[node], "body")

    # --- bodies ------------------------------------------------------------------------------

    def _run(self, node: OpNode) -> list[Statement]:
        op = self.index.ops[node.op]
        placement = placement_of(node, self.guards)
        before, values = self.inputs(node, guarded=placement == "inline")
        returns = guard_types(every_output(op), self.types, op)
        options: list[tuple[str, Expr]] = [("returns", returns)]
        # The types are those by which values travel; only what has a guard is also checked.
        guards = [each for each in node.guards if each.side == "output"]
        if placement != "inline" or not guards:
            options.append(("guard", name("False")))
        else:
            options += looking(guards[0])
            if node.policy.guarded_retry:
                options.append(("guarded_retry", name("True")))
        asked = early(node) if placement == "steps" else list(node.expectations)
        options += expects(asked, self._giver(node, values))
        if node.policy.retry is not None and node.policy.retry.on:
            options.append(("retry_on", exceptions(node.policy.retry)))
        if node.policy.timeout is not None:
            options.append(("timeout", literal(node.policy.timeout)))
        if op.context:  # which assets it may tell of, the task says itself
            options.append(("context", literal(op.context)))
        options += keeping(op, node, self.types)
        made = Call(method_of("run"), (self.functions[op.key],), tuple(options))
        config = None if node.config is None else self._config(node, node.config)
        return [*before, Return(Call(made, *arguments_of(op, values, config=config)))]

    def _config(self, node: OpNode, config: Instance) -> Expr:
        """The config of a node: as it is, or as a run may change it by its form."""
        if node.id not in self.configurable:
            return literal(config)
        return step("config", Atom(quote(node.id)), literal(config))

    def _guard(self, node: OpNode) -> list[Statement]:
        op = self.index.ops[node.op]
        asked = late(node)
        before, values = self._inputs_of(node, looked_at(node, op), guards={}, role="guard")
        guards = [guard for guard in node.guards if guard.side == "output"]
        types = guard_types(every_output(op) if asked else guards, self.types, op)
        made = step("guard", self._xcom(node.id), types)
        told = looking(guards[0] if guards else None)
        named = (*told, *expects(asked, self._giver(node, values)))
        return [*before, Do(Call(made.func, made.args, named))]

    def _expectation(self, node: Expect) -> list[Statement]:
        before, values = self._inputs_of(node, given(node), guards={}, role="body")
        made = expected(node.expectation, values.__getitem__)
        return [*before, Return(step("expectation", made))]

    def _giver(self, node: OpNode, values: dict[str, Expr]) -> Callable[[str], Expr]:
        """What gives the value of an input by its port: as it is read, or the literal default."""
        sources = given(node, self.index.ops[node.op])
        return lambda port: values[port] if port in values else self.value(sources[port], "input")

    def _guard_inputs(self, node: OpNode) -> list[Statement]:
        guards = {guard.port for guard in node.guards if guard.side == "input"}
        before, values = self.inputs(node, guarded=True)
        checked = tuple(value for port, value in values.items() if port in guards)
        # The others are read all the same: where one is missing, nothing is to be checked.
        read = [each if Atom(each.target) in checked else Do(each.value) for each in before]
        return [*read, Do(step("guard_inputs", *checked))]

    def _first_of(self, node: FirstOf) -> Call:
        items = tuple(self.value(item, "optional") for item in node.items)
        returns = (("returns", self.types.write(node.type)),)
        return Call(method_of("first_of"), items, returns)

    # --- values ------------------------------------------------------------------------------

    def inputs(self, node: OpNode, *, guarded: bool) -> tuple[list[Assign], dict[str, Expr]]:
        """A statement for each input that is no literal, and what stands for it in the call."""
        guards = {guard.port: guard for guard in node.guards if guard.side == "input" and guarded}
        role: Role = "body" if operator_of(node, self.index) is None else "inputs"
        return self._inputs_of(node, given(node), guards=guards, role=role)

    def _inputs_of(
        self,
        node: OpNode | Expect,
        sources: Mapping[str, Source],
        *,
        guards: Mapping[str, Guard],
        role: Role,
    ) -> tuple[list[Assign], dict[str, Expr]]:
        own = (STEP, ATTEMPT) if node.id in self.environments else (STEP,)
        taken = (*own, *map(self.tasks.variable, self.parameters(node, role)))
        variables = variables_for(list(sources), taken=taken)
        statements: list[Assign] = []
        values: dict[str, Expr] = {}
        for port, source in sources.items():
            value = self.value(source, "input")
            if isinstance(node, OpNode) and (guard := guards.get(port)) is not None:
                made = step("guard_input", Atom(quote(port)), value, self.types.write(guard.type))
                value = Call(made.func, made.args, tuple(looking(guard)))
            elif isinstance(source, Const):
                values[port] = value
                continue
            variable = Code(variables[port])
            statements.append(Assign(variable, value))
            values[port] = Atom(variable)
        return statements, values

    def value(self, source: Source, method: str) -> Expr:
        """How a value is read, where it comes from another task by `method` of the step."""
        match source:
            case FromPort():
                return self._port(source, method)
            case FromParam():
                return self._param(source)
            case Const():
                return literal(source.value)
            case Gather():
                return container(source, (self.value(item, method) for item in source.items))
            case _:
                assert_never(source)

    def _port(self, source: FromPort, method: str) -> Expr:
        node = self.index.nodes[source.node]
        type_ = self.types.write(source_type(source, self.index))
        made = step(method, self._xcom(node.id), type_)
        if not isinstance(node, OpNode) or not self.index.ops[node.op].fields:
            return made
        return Call(made.func, made.args, (("port", Atom(quote(source.port))),))

    def _param(self, source: FromParam) -> Expr:
        return read_param(self.index.params[source.name], self.index, self.types, of=STEP)

    def _xcom(self, node: str) -> Expr:
        return name(self.tasks.variable((node, "body")))
