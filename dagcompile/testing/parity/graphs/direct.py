"""What a plan comes to, by calling its ops one after the other, as a function body would.

It is written against the table in docs/architecture.md alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from dagcompile import SKIP
from dagcompile.testing.parity.graphs.kinds import KINDS
from dagcompile.testing.parity.graphs.plans import Argument, Known, Many, Param, Plan, Port, Step
from dagcompile.testing.parity.ops.flow import Scale

_GONE: Any = SKIP  # which is of no type at all to a type checker
BROKEN = frozenset({"failed", "not_run"})
ABSENT = frozenset({"withheld", "skipped"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Direct:
    """How a run ended: each step by id with the outputs that it withheld, and every value."""

    outcome: str
    nodes: Mapping[str, tuple[str, tuple[str, ...]]]
    results: Mapping[str, Any]


def direct(plan: Plan, params: Mapping[str, Any]) -> Direct:
    """What `plan` comes to with all its `params`."""
    run = _Run(plan, params)
    for number, step in enumerate(plan.steps):
        run.call(number, step)
    outcomes = [outcome for outcome, _ in run.ended]
    return Direct(
        outcome="failed" if "failed" in outcomes else "ok",
        nodes={
            step.id: (outcome, tuple(sorted(name for name, each in ports.items() if each is _GONE)))
            for step, (outcome, ports) in zip(plan.steps, run.ended, strict=True)
        },
        results={
            f"s{number}_{name}": value
            for number, (_, ports) in enumerate(run.ended)
            for name, value in ports.items()
            if value is not _GONE
        },
    )


class _Run:
    def __init__(self, plan: Plan, params: Mapping[str, Any]) -> None:
        self.plan = plan
        self.params = params
        self.ended: list[tuple[str, Mapping[str, Any]]] = []
        """Outcome and outputs of each step; no outputs unless it is ok."""

    def call(self, number: int, step: Step) -> None:
        found = {name: self.argument(each) for name, each in step.arguments.items()}
        states = {state for state, _ in found.values()}
        after = {self.ended[each][0] for each in step.after}
        if (states | after | self.around(number)) & BROKEN:
            self.ended.append(("not_run", {}))
        elif step.op is None:
            self.choose(step, [value for state, value in found.values() if state == "there"], after)
        elif states & ABSENT or "skipped" in after:
            self.ended.append(("skipped", {}))
        else:
            self.run(step, {name: value for name, (_, value) in found.items()})

    def around(self, number: int) -> set[str]:
        """The outcomes of all that stands together with what the stage of a step needs."""
        own = self.plan.together(number)
        needs = {need for each in own for need in self.plan.steps[each].needs}
        return {
            self.ended[each][0]
            for need in needs
            if need not in own
            for each in self.plan.together(need)
        }

    def choose(self, step: Step, there: list[Any], after: set[str]) -> None:
        skipped = not there or "skipped" in after
        (name,) = step.outputs
        self.ended.append(("skipped", {}) if skipped else ("ok", {name: there[0]}))

    def run(self, step: Step, values: dict[str, Any]) -> None:
        assert step.op is not None
        kinds = step.op.inputs
        fit = all(KINDS[kinds[name]].fits(value) for name, value in values.items())
        if not fit and not step.warns:
            self.ended.append(("failed", {}))
            return
        if step.config is not None:
            values = {**values, "config": Scale(**step.config)}
        try:
            returned = step.op.op(**values)
        except Exception:  # noqa: BLE001  (whatever it is, the step has failed)
            self.ended.append(("failed", {}))
            return
        single = tuple(step.outputs) == ("result",)
        ports = {"result": returned} if single else returned._asdict()
        fit = all(
            value is _GONE or KINDS[step.outputs[name]].fits(value) for name, value in ports.items()
        )
        self.ended.append(("ok", ports) if fit or step.warns else ("failed", {}))

    def argument(self, argument: Argument) -> tuple[str, Any]:
        """Its state and its value: `there`, or why it is not."""
        match argument:
            case Known(value):
                return "there", value
            case Param(name):
                return "there", self.params[name]
            case Port(number, name):
                outcome, ports = self.ended[number]
                if outcome != "ok":
                    return outcome, None
                return ("withheld", None) if ports[name] is _GONE else ("there", ports[name])
            case Many(type_, items, keys):
                found = [self.argument(each) for each in items]
                states = {state for state, _ in found}
                worst = next(
                    (each for each in ("failed", "not_run", *ABSENT) if each in states), ""
                )
                values = [value for _, value in found]
                if type_ == "dict":
                    return worst or "there", dict(zip(keys, values, strict=True))
                return worst or "there", tuple(values) if type_ == "tuple" else values
            case _:
                assert_never(argument)
