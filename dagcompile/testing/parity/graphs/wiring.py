"""A plan as the pipeline that its author would have written."""

from contextlib import nullcontext
from inspect import Parameter, Signature
from typing import Any, NamedTuple, assert_never

from dagcompile import Guard, Retry, first_of, pipeline, stage
from dagcompile.authoring.pipelines import Pipeline
from dagcompile.testing.parity.cases.record import Case
from dagcompile.testing.parity.graphs.drawing import PARAMS
from dagcompile.testing.parity.graphs.plans import Argument, Known, Many, Param, Plan, Port, Step
from dagcompile.testing.parity.ops.flow import Scale


def pipeline_of(plan: Plan) -> Pipeline[..., Any]:
    """`plan`, wired. It returns every output of every step."""

    def wired(**params: Any) -> Any:
        made: list[dict[str, Any]] = []
        while len(made) < len(plan.steps):
            together = plan.together(len(made))
            with stage(f"stage {together.start}") if together in plan.stages else nullcontext():
                for number in together:
                    made.append(_call(plan.steps[number], made, params))
        ends = {
            f"s{n}_{name}": each for n, ports in enumerate(made) for name, each in ports.items()
        }
        return returned(**ends)

    fields = [
        (f"s{number}_{name}", Any)
        for number, step in enumerate(plan.steps)
        for name in step.outputs
    ]
    returned = NamedTuple("Ends", fields)  # type: ignore[misc]
    return pipeline(name=plan.name)(_declared(wired, plan, returned))


def _declared(fn: Any, plan: Plan, returned: Any) -> Any:
    """`fn` as a function that says of itself which params it takes and what it returns."""
    parameters = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name in plan.params
        for _, annotation, default in (PARAMS[name],)
    ]
    fn.__signature__ = Signature(parameters, return_annotation=returned)
    return fn


def _call(step: Step, made: list[dict[str, Any]], params: dict[str, Any]) -> dict[str, Any]:
    """The handles of the step's outputs by name."""
    given = {name: _written(each, made, params) for name, each in step.arguments.items()}
    op: Any = first_of if step.op is None else step.op.op
    op = op.named(step.id)
    if step.after:
        op = op.after(*(next(iter(made[each].values())) for each in step.after))
    if step.op is None:
        return {"result": op(*given.values())}
    if step.attempts is not None:
        op = op.with_policy(retry=Retry(attempts=step.attempts, delay=0))
    if step.warns:
        op = op.with_policy(guard=Guard(severity="warn"))
    if step.config is not None:
        given["config"] = Scale(**step.config)
    returned = op(**given)
    if tuple(step.outputs) == ("result",):
        return {"result": returned}
    return {name: getattr(returned, name) for name in step.outputs}


def _written(argument: Argument, made: list[dict[str, Any]], params: dict[str, Any]) -> Any:
    match argument:
        case Known(value):
            return value
        case Param(name):
            return params[name]
        case Port(number, name):
            return made[number][name]
        case Many(type_, items, keys):
            parts = [_written(each, made, params) for each in items]
            if type_ == "dict":
                return dict(zip(keys, parts, strict=True))
            return tuple(parts) if type_ == "tuple" else parts
        case _:
            assert_never(argument)


def case_of(plan: Plan, title: str, **params: Any) -> Case:
    """`plan` as a case of the suite."""
    return Case(name=plan.name, title=title, pipeline=pipeline_of(plan), params=params)
