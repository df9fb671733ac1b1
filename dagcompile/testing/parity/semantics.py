"""The judge: what a pipeline means, read off its IR.

    evaluate(pipeline, {"start": 1})     Observed(outcome="ok", results={"result": 3}, ...)

Every target must agree with this page. It knows no engine and shares nothing with the code that
runs generated files but the checks themselves, so that it can disagree with it. Nodes run one
after the other, in the order in which they were written; waits between attempts are left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar, assert_never

from dagcompile.ir import records as ir
from dagcompile.ir.placing import guards_stand
from dagcompile.ir.queries import upstream
from dagcompile.ir.references import resolve
from dagcompile.ir.values import from_value
from dagcompile.runtime.expectations import ExpectationFailed
from dagcompile.runtime.timeout import StepTimeout
from dagcompile.runtime.tokens import Outcome
from dagcompile.runtime.types import Unencodable
from dagcompile.runtime.types.markers import Skip
from dagcompile.runtime.verdict import GuardFailed, GuardVerdict, examine, withheld
from dagcompile.testing.parity.annotations import annotation_of, container
from dagcompile.testing.parity.calling import call, depth_of, in_time
from dagcompile.testing.parity.contexts import JudgedContext
from dagcompile.testing.parity.expecting import is_of_inputs, record_of, verdict_of
from dagcompile.testing.parity.keeping import kept
from dagcompile.testing.parity.observed import Event, NodeObservation, Observed, by_node
from dagcompile.testing.parity.outcomes import (
    State,
    blocks_of,
    is_broken,
    outcome_of_first,
    outcome_of_op,
    state_of_gather,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A value, or why there is none."""

    state: State
    value: Any = None


def evaluate(pipeline: ir.Pipeline, params: Mapping[str, Any]) -> Observed:
    """What a run of the compiled `pipeline` with these params comes to."""
    run = _Evaluation(pipeline, params)
    for node in pipeline.meaning.nodes:
        if run.is_stopped(node):
            run.outcomes[node.id] = "not_run"
            continue
        match node:
            case ir.OpNode():
                run.op(node)
            case ir.FirstOf():
                run.first_of(node)
            case ir.Expect():
                run.expect(node)
            case _:
                assert_never(node)
    outputs = {each.name: run.arrival(each.source) for each in pipeline.meaning.outputs}
    # A pipeline that returns nothing gives None, as a function does.
    outputs = outputs or {"result": Arrival("present", None)}
    return Observed(
        outcome="failed" if "failed" in run.outcomes.values() else "ok",
        results={name: each.value for name, each in outputs.items() if each.state == "present"},
        nodes={node: run.observation(node) for node in run.outcomes},
        events=by_node(run.events),
    )


class _Evaluation:
    def __init__(self, pipeline: ir.Pipeline, params: Mapping[str, Any]) -> None:
        meaning = pipeline.meaning
        self.name = meaning.name
        self.placement: ir.Placement = pipeline.build.guards or "steps"
        self.ops = {op.key: op for op in meaning.ops}
        self.types = {entry.key: entry.type for entry in meaning.types}
        self.params = {
            each.name: params[each.name] if each.name in params else _default(each)
            for each in meaning.params
        }
        self.blocks = blocks_of(meaning)
        self.outcomes: dict[str, Outcome] = {}
        self.ports: dict[str, dict[str, Any]] = {}
        self.attempts: dict[str, int] = {}
        self.events: list[Event] = []

    def observation(self, node: str) -> NodeObservation:
        kept = self.ports[node].items() if self.outcomes[node] == "ok" else ()
        return NodeObservation(
            outcome=self.outcomes[node],
            withheld=tuple(sorted(name for name, value in kept if isinstance(value, Skip))),
        )

    def arrival(self, source: ir.Source) -> Arrival:
        match source:
            case ir.Const():
                return Arrival("present", from_value(source.value))
            case ir.FromParam():
                return Arrival("present", self.params[source.name])
            case ir.FromPort():
                outcome = self.outcomes[source.node]
                if outcome != "ok":
                    return Arrival(outcome)
                value = self.ports[source.node][source.port]
                return Arrival("withheld" if isinstance(value, Skip) else "present", value)
            case ir.Gather():
                items = [self.arrival(each) for each in source.items]
                state = state_of_gather({each.state for each in items})
                return Arrival(state, container(source, [each.value for each in items]))
            case _:
                assert_never(source)

    def is_stopped(self, node: ir.Node) -> bool:
        """Whether something that its stage needs, or that is of one stage with it, is broken."""
        before = {need for each in self.blocks[node.id] for need in upstream(each)}
        outside = [need for need in before if self.blocks[need] is not self.blocks[node.id]]
        whole = {each.id for need in outside for each in self.blocks[need]}
        return any(is_broken(self.outcomes[each]) for each in whole)

    def first_of(self, node: ir.FirstOf) -> None:
        items = [self.arrival(each) for each in node.items]
        outcome = outcome_of_first({each.state for each in items}, self._after(node))
        self.outcomes[node.id] = outcome
        if outcome == "ok":
            self.ports[node.id] = {"result": next(e.value for e in items if e.state == "present")}
            self._tell(node.id, "started", attempt=1)
            self._tell(node.id, "returned", withheld=[])

    def op(self, node: ir.OpNode) -> None:
        inputs = {each.port: self.arrival(each.source) for each in node.inputs}
        states = {each.state for each in inputs.values()}
        self.outcomes[node.id] = outcome_of_op(states, self._after(node))
        if self.outcomes[node.id] != "ok":
            return
        values = {port: each.value for port, each in inputs.items()}
        early = [each for each in node.expectations if is_of_inputs(each)]
        late = [each for each in node.expectations if not is_of_inputs(each)]
        looked = self._defaults(node) | values
        if (
            self._judged(node, "input", values)
            and self._met(node.id, early, looked, {})
            and self._called(node, values)
            and (node.policy.guarded_retry or self._judged(node, "output", self.ports[node.id]))
            and self._met(node.id, late, looked, self.ports[node.id])
        ):
            self._keep(node)

    def expect(self, node: ir.Expect) -> None:
        inputs = {each.port: self.arrival(each.source) for each in node.inputs}
        outcome = outcome_of_op({each.state for each in inputs.values()}, self._after(node))
        self.outcomes[node.id] = outcome
        if outcome == "ok":
            self.ports[node.id] = {}
            self._tell(node.id, "started", attempt=1)
            values = {port: each.value for port, each in inputs.items()}
            if self._met(node.id, [node.expectation], values, {}):
                self._tell(node.id, "returned", withheld=[])

    def _defaults(self, node: ir.OpNode) -> dict[str, Any]:
        """The inputs that an op has when a node does not give them, as far as they are literals."""
        inputs = self.ops[node.op].inputs
        return {each.name: from_value(each.default.value) for each in inputs if each.default}

    def _met(
        self,
        node: str,
        expectations: Iterable[ir.Expectation],
        inputs: Mapping[str, Any],
        outputs: Mapping[str, Any],
    ) -> bool:
        """Look at what is there of the values of a node; it fails where an expectation of severity
        `error` is not met, or one crashes. Whether none did.
        """
        blocking: list[GuardVerdict] = []
        for each in expectations:
            sides = {"input": inputs, "output": outputs}
            values = {look.port: sides[look.side][look.port] for look in each.looks}
            if any(isinstance(value, Skip) for value in values.values()):
                continue
            verdict = verdict_of(each, values, node=node)
            self._tell(node, "expectation", verdict=verdict.record())
            if verdict.blocks:
                blocking.append(verdict)
        if blocking:
            self._tell(node, "failed", error=record_of(ExpectationFailed(*blocking)))
            self.outcomes[node] = "failed"
        return not blocking

    def _after(self, node: ir.Node) -> set[Outcome]:
        return {self.outcomes[each] for each in node.after}

    def _called(self, node: ir.OpNode, values: Mapping[str, Any]) -> bool:
        """Call the body as often as its retry allows; whether it returned."""
        op, retry = self.ops[node.op], node.policy.retry
        attempts = retry.attempts if retry else 1
        classes: Any = Exception  # others fail the node at once, unless its retry names them
        if retry and retry.on:
            classes = tuple(resolve(each) for each in retry.on)
        for attempt in range(1, attempts + 1):
            self._tell(node.id, "started", attempt=attempt)
            self.attempts[node.id] = attempt
            context = JudgedContext(
                pipeline=self.name,
                node=node.id,
                attempt=attempt,
                writes=node.writes,
                tell=self._tell,
            )
            try:
                ports = in_time(node, partial(call, node, op, values, context))
            except KeyboardInterrupt:
                raise  # it ends the run
            except BaseException as error:  # noqa: BLE001  what a body raises is an outcome
                again = isinstance(error, (StepTimeout, classes))
                failure: BaseException = error
                context.ended = True
            else:
                self.ports[node.id] = ports
                lacking = [name for name, value in ports.items() if isinstance(value, Skip)]
                self._tell(node.id, "returned", withheld=lacking)
                found = self._failure(node, "output", ports) if node.policy.guarded_retry else None
                if found is None:
                    return True
                again, failure = True, found
            told = {"attempt": attempt, "error": record_of(failure)}
            if attempt == attempts or not again:
                self._tell(node.id, "failed", **told)
                self.outcomes[node.id] = "failed"
                return False
            self._tell(node.id, "retrying", attempts=attempts, **told)
        raise AssertionError("the last attempt ends the loop")

    def _keep(self, node: ir.OpNode) -> None:
        """Tell of the outputs that are kept, and are there; the node fails where one cannot be."""
        outputs = {port.name: port.type for port in self.ops[node.op].outputs}
        attempt = self.attempts[node.id]
        for each in node.keeps:
            value = self.ports[node.id][each.port]
            if isinstance(value, Skip):
                continue
            annotation = annotation_of(outputs[each.port], self.types)
            try:
                told = kept(value, annotation, each, pipeline=self.name, node=node.id)
            except Unencodable as error:
                self._tell(node.id, "failed", attempt=attempt, error=record_of(error))
                self.outcomes[node.id] = "failed"
                return
            self._tell(node.id, "materialization", attempt=attempt, **told)

    def _judged(self, node: ir.OpNode, side: str, values: Mapping[str, Any]) -> bool:
        """Judge the guards of one side of a node; it fails where one blocks. Whether none does."""
        failure = self._failure(node, side, values)
        if failure is not None:
            self._tell(node.id, "failed", error=record_of(failure))
            self.outcomes[node.id] = "failed"
        return failure is None

    def _failure(self, node: ir.OpNode, side: str, values: Mapping[str, Any]) -> GuardFailed | None:
        """Judge the guards of one side of a node; gives its failure where one blocks."""
        stand = guards_stand(node, self.placement)
        guards = [each for each in node.guards if stand and each.side == side]
        found = [self._verdict(node.id, each, values[each.port]) for each in guards]
        verdicts = [each for each in found if each is not None]
        for verdict in verdicts:
            self._tell(node.id, "guard", verdict=verdict.record())
        blocking = [each for each in verdicts if each.blocks]
        return GuardFailed(*blocking) if blocking else None

    def _verdict(self, node: str, guard: ir.Guard, value: Any) -> GuardVerdict | None:
        annotation = annotation_of(guard.type, self.types)
        subject = f"{node}.{guard.port}"
        if not isinstance(value, Skip):
            depth = depth_of(guard.depth)
            return examine(value, annotation, subject=subject, severity=guard.severity, depth=depth)
        return (
            None if guard.maybe else withheld(annotation, subject=subject, severity=guard.severity)
        )

    def _tell(self, node: str, event: str, **fields: Any) -> None:
        self.events.append({"event": event, "node": node, **fields})


def _default(param: ir.Param) -> Any:
    if param.default is None:
        raise TypeError(f"the run is not given the param {param.name}, which has no default")
    return from_value(param.default.value)
