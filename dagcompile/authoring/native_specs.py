"""Native work as the tracer needs it: its definition in the IR, and what is wrong with it."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from keyword import iskeyword
from types import FunctionType
from typing import Any

from dagcompile.authoring.importing import op_ref
from dagcompile.authoring.literals import Unfit, encoded, handles_in
from dagcompile.authoring.natives import Native, nowhere
from dagcompile.authoring.operations import Op
from dagcompile.authoring.places import Mark
from dagcompile.authoring.problems import problem
from dagcompile.authoring.signatures import Signature, read
from dagcompile.authoring.sources import Keyword
from dagcompile.authoring.specs import Spec
from dagcompile.authoring.stand_ins import Refuse, stand_in_of
from dagcompile.diagnostics import Diagnostic
from dagcompile.ir import records as ir
from dagcompile.ir.compact import compact
from dagcompile.runtime.reading.writable import writable

_PATH = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*")
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

_SAID: dict[str, str] = {
    "task_id": 'name the node: .named("...")',
    "dag": "leave it out: it is the DAG of the pipeline",
    "task_group": "leave it out: nodes are tasks of the DAG itself",
    "trigger_rule": "leave it out: what a node waits for follows from the pipeline",
    "do_xcom_push": "leave it out: what is taken of it is pushed",
    "multiple_outputs": "leave it out, and say returns=dict[str, ...]",
    "params": "leave it out: the params are those of the pipeline",
    **dict.fromkeys(
        ("retries", "retry_delay", "retry_exponential_backoff", "max_retry_delay", "retry_policy"),
        "say .with_policy(retry=Retry(...))",
    ),
    "execution_timeout": "say .with_policy(timeout=...)",
    **dict.fromkeys(("start_date", "end_date", "default_args"), "say it of the pipeline"),
    **dict.fromkeys(("inlets", "outlets"), "say .reading(asset), .writing(asset)"),
    **dict.fromkeys(
        (
            "pool", "pool_slots", "queue", "priority_weight", "weight_rule", "owner", "executor",
            "executor_config", "run_as_user", "depends_on_past", "wait_for_downstream",
            "on_execute_callback", "on_failure_callback", "on_success_callback",
            "on_retry_callback", "on_skipped_callback", "max_active_tis_per_dag",
            "max_active_tis_per_dagrun", "doc", "doc_md", "doc_json", "doc_yaml", "doc_rst",
        ),
        'say .with_policy(targets={"airflow": {...}}), as far as there is an option',
    ),
}  # fmt: skip
"""Arguments that dagcompile gives every task itself, and how to say what is meant."""


def native_spec(native: Native[Any]) -> Spec:
    """The spec of native work. What is wrong with it is told where it was made."""
    mark = Mark(*native.place)
    wrong: list[Diagnostic] = []

    def refuse(code: str, message: str, fix: str, at: str = "") -> None:
        spot = Keyword(mark, at, ()) if at else mark
        wrong.append(problem(code, message, at=spot, here="said here", fix=fix))

    module, _, cls = str(native.path).partition(":")
    name = _WORD.sub("_", cls).lower() or "native"
    what = f"native work `{cls or native.path}`"
    if not _PATH.fullmatch(str(native.path)):
        refuse(
            "DC195",
            f"{native.path!r} is no import path of an operator",
            'write "module:Class", e.g. "airflow.providers.standard.operators.bash:BashOperator"',
        )
    arguments = tuple(_arguments(native, what, refuse))
    signature = _signature(native, what, mark)
    _check_types(signature, what, refuse)
    stand_in = stand_in_of(native, signature, what, refuse)
    definition = _definition(
        ir.Ref(module=module, name=cls),
        signature,
        ir.Operator(arguments=arguments, stand_in=None if stand_in is None else stand_in.ref),
        context="" if stand_in is None else stand_in.context,
    )
    problems = (*wrong, *signature.problems)
    return _spec(native, signature, definition, name=name, spot=mark, problems=problems)


def _spec(
    native: Native[Any],
    signature: Signature,
    definition: ir.OpDef,
    *,
    name: str,
    spot: Mark,
    problems: tuple[Diagnostic, ...],
) -> Spec:
    return Spec(
        name=name,
        fn=nowhere(native.path, native.names),
        definition=definition,
        slots=signature.slots,
        positional=(),
        context=definition.context,
        keywords=frozenset(slot.name for slot in signature.slots),
        variadic=False,
        config=None,
        config_default=None,
        config_unfit=None,
        outs=signature.outs,
        record=None,
        returns=signature.returns,
        types=signature.types,
        text="",
        spot=spot,
        problems=problems,
    )


def _definition(
    ref: ir.Ref, signature: Signature, operator: ir.Operator, *, context: str
) -> ir.OpDef:
    made = ir.OpDef(
        key=f"{ref.module}:{ref.name}",
        ref=ref,
        inputs=tuple(
            ir.InPort(name=slot.name, type=slot.type, keyword_only=True) for slot in signature.slots
        ),
        outputs=tuple(
            ir.OutPort(name=out.name, type=out.type, maybe=out.maybe) for out in signature.outs
        ),
        context=context,
        operator=operator,
    )
    digest = sha256(compact(made).encode("ascii")).hexdigest()[:8]
    return replace(made, key=f"{made.key}#{digest}")


def _arguments(native: Native[Any], what: str, refuse: Refuse) -> Iterator[tuple[str, ir.Value]]:
    """The literal arguments, by name."""
    for name, value in sorted(native.arguments.items()):
        if name in native.takes:
            refuse("DC197", f"{what} takes `{name}` and is given it", "say one of them", name)
        elif name in _SAID:
            refuse("DC197", f"{what} is given `{name}`, which is not its own", _SAID[name], name)
        elif not name.isidentifier() or iskeyword(name):
            refuse("DC197", f"{what} is given {name!r}, which is no name", "give it a name", name)
        elif (found := _literal(name, value, what, refuse)) is not None:
            yield name, found.value


def _literal(name: str, value: object, what: str, refuse: Refuse) -> ir.Const | None:
    if handles_in(value):
        refuse(
            "DC196",
            f"argument `{name}` of {what} is a value of the pipeline",
            f'say takes={{"{name}": ...}}, and give the value in the call',
            name,
        )
        return None
    try:
        found = ir.Symbol(ref=op_ref(value)) if type(value) is Op else encoded(value)
    except Unfit as unfit:
        refuse("DC196", f"argument `{name}` of {what}: {unfit.reason}", unfit.fix, name)
        return None
    for each in _parts(found):
        if imported := _imported(each):
            refuse(
                "DC196",
                f"argument `{name}` of {what} holds {imported}, which would be imported when the"
                " DAG file is parsed",
                "give numbers, text, dates and containers of them, or a function of yours",
                name,
            )
            return None
    return ir.Const(value=found)


def _imported(value: ir.Value) -> str:
    """What of a literal would have to be imported to write it; a function is imported late."""
    match value:
        case ir.Member(enum=ref):
            return f"a member of `{ref.name}`"
        case ir.Instance(cls=ref):
            return f"an object of class `{ref.name}`"
        case ir.Symbol(ref=ref) if _is_class(ref):
            return f"class `{ref.name}`"
        case _:
            return ""


def _is_class(ref: ir.Ref) -> bool:
    from dagcompile.ir.references import resolve

    return isinstance(resolve(ref), type)


def _parts(value: ir.Value) -> Iterator[ir.Value]:
    yield value
    match value:
        case ir.Sequence(items=items):
            for each in items:
                yield from _parts(each)
        case ir.Mapping(items=pairs):
            for key, each in pairs:
                yield from _parts(key)
                yield from _parts(each)
        case _:
            pass


# --- types -----------------------------------------------------------------------------------


def _signature(native: Native[Any], what: str, mark: Mark) -> Signature:
    """Its types, read as those of a function are."""

    def work() -> None: ...

    fn: Any = FunctionType(work.__code__, native.names, "work")
    fn.__signature__ = inspect.Signature(
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation)
            for name, annotation in native.takes.items()
            if name.isidentifier() and not iskeyword(name)
        ],
        return_annotation=native.returns,
    )
    found = read(fn, what=what)
    made = (replace(each, labels=(*_labels(mark),)) for each in found.problems)
    return replace(found, problems=tuple(made))


def _labels(mark: Mark) -> Iterator[Any]:
    from dagcompile.diagnostics import Label

    yield Label(place=mark.place(), text="said here")


def _check_types(signature: Signature, what: str, refuse: Refuse) -> None:
    for slot in signature.slots:
        if slot.name in _SAID:
            refuse("DC197", f"{what} takes `{slot.name}`, which is not its own", _SAID[slot.name])
        if not writable(slot.shape):
            refuse(
                "DC198",
                f"`{slot.name}` of {what} is of type {slot.type}, which has no form as plain JSON",
                "give it numbers, text, dates, records and containers of them",
                "takes",
            )
    if signature.record is not None:
        refuse(
            "DC198",
            f"{what} returns a NamedTuple, but it has one result",
            "say returns= a dataclass, a model or a TypedDict",
            "returns",
        )
    for out in signature.outs:
        if not writable(out.shape):
            refuse(
                "DC198",
                f"{what} returns {out.type}, which cannot be read from plain JSON",
                "let it give numbers, text, dates, records and containers of them",
                "returns",
            )
