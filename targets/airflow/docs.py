r'''The docstrings of a DAG file, which Airflow shows as the documentation of the DAG and its tasks.

"""Mean delay on arrival of each carrier, in the order of their codes.
**Takes** `flights: Landings` from `clean.landed`, `names: Carriers` from `carrier_names`.
**Gives** `DataFrame[CarrierDelay]`, checked.
"""

That of a task is one paragraph. Airflow shows it as Python keeps it, up to Python 3.12 with the
margin of the file: what follows an empty line would be taken for code. That of the DAG says in
full what the tasks name: params, outputs, contracts with their columns, and the digests.
'''

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import assert_never, cast

from dagcompile.codegen.code import Code
from dagcompile.codegen.docstrings import docstring
from dagcompile.codegen.header import BLANK
from dagcompile.codegen.layout import COLUMNS, STEP
from dagcompile.drawing.typenames import TypeNames
from dagcompile.ir.digest import digest
from dagcompile.ir.placing import placement_of
from dagcompile.ir.queries import Index, source_type
from dagcompile.ir.records import (
    Const,
    Expect,
    FirstOf,
    FromParam,
    FromPort,
    Gather,
    OpDef,
    OpNode,
    Param,
    Pipeline,
    Placement,
    Source,
    Stage,
    Text,
    TypeKey,
    Value,
)
from dagcompile.ir.stages import stages_of
from dagcompile.ir.text import value_text
from dagcompile.ir.texts import from_text
from dagcompile.runtime.reading.durations import duration_text
from dagcompile.targets.airflow.configs import Setting
from dagcompile.targets.airflow.contracts import contract_lines
from dagcompile.targets.airflow.crossing import outside
from dagcompile.targets.airflow.markdown import paragraph, span, within, wrapped
from dagcompile.targets.airflow.tasks import Role, Work
from dagcompile.targets.airflow.times import settled

WIDTH = COLUMNS - STEP
_LONGEST = 60
"""Characters of a literal that are shown."""
_DIGEST = "\ufffd" * 16


class Docs:
    """Writes the docstrings of one DAG file."""

    def __init__(
        self,
        pipeline: Pipeline,
        index: Index,
        *,
        guards: Placement,
        fields: Sequence[Setting] = (),
    ) -> None:
        self.fields = fields
        self.pipeline = pipeline
        self.index = index
        self.guards = guards
        self.type = TypeNames(index.types, pipeline.docs)
        self.stages = stages_of(index)
        self.summaries = {op: paragraph(text) for op, text in pipeline.docs.ops}

    # --- tasks -------------------------------------------------------------------------------

    def task(self, work: Work, role: Role) -> Code:
        """The docstring of a task function."""
        return _docstring("\n".join(self._task(work, role)) or f"Step {span(work.id)}.")

    def _task(self, node: Work, role: Role) -> Iterator[str]:
        match node, role:
            case Stage(), _:
                end = ", which succeed or fail as one" if len(node.nodes) > 1 else ""
                yield from _sentence("Runs", _joined(map(span, node.nodes), "and"), end)
                yield from self._crossing(node)
            case OpNode(), "body":
                yield from self._step(node, self.index.ops[node.op])
            case OpNode(), "inputs":
                yield f"Makes plain what the operator of {span(node.id)} is to take."
                taken = [self._taken(each.port, each.source) for each in node.inputs]
                yield from self._line("Takes", taken)
            case OpNode(), "guard":
                yield f"Checks what {span(node.id)} has given, before others take it."
                yield from self._line("Asked", self._given(self.index.ops[node.op]))
            case OpNode(), "guard_inputs":
                yield f"Checks what {span(node.id)} is to take."
            case FirstOf(), _:
                items = _joined(map(self._from, node.items), "or")
                yield from _sentence("Picks the first that is there:", items)
                yield from self._line("Gives", [span(self.type(node.type))])
            case Expect(), _:
                yield f"Expects {span(node.expectation.name)} of what several steps have given."
                taken = [self._taken(each.port, each.source) for each in node.inputs]
                yield from self._line("Takes", taken)
            case _:
                raise AssertionError(f"{node.id} has no task {role}")

    def _crossing(self, stage: Stage) -> Iterator[str]:
        """What goes into a stage, and what comes out of it."""
        yield from self._line("Takes", [self._from(each) for each in outside(stage, self.stages)])
        ports = [
            FromPort(node=node, port=port)
            for node, ports in self.stages.outlets[stage.id].items()
            for port in ports
        ]
        yield from self._line("Gives", [self._from(each) for each in ports])

    def _step(self, node: OpNode, op: OpDef) -> Iterator[str]:
        if op.operator is not None:
            yield f"Reads what the operator of {span(node.id)} has given."
        else:
            if summary := self.summaries.get(node.op):
                yield summary
            taken = [self._taken(each.port, each.source) for each in node.inputs]
            yield from self._line("Takes", taken)
        stands = any(each.side == "output" for each in node.guards)
        placement = placement_of(node, self.guards) if stands else "off"
        yield from self._gives(node, op, checked=_CHECKED[placement])
        names = [span(each.name) for each in node.expectations]
        yield from self._line("Expects", list(dict.fromkeys(names)))

    def _gives(self, node: OpNode, op: OpDef, *, checked: str) -> Iterator[str]:
        if checked and node.policy.severity == "warn":
            checked += ", which only warns"
        yield from self._line("Gives", self._given(op), end=checked)

    def _given(self, op: OpDef) -> list[str]:
        """The outputs of an op; none where all that it gives is None."""
        if not op.fields and [port.type for port in op.outputs] == ["None"]:
            return []
        return [
            span(f"{port.name}: {self.type(port.type)}" if op.fields else self.type(port.type))
            + (" or nothing" if port.maybe else "")
            for port in op.outputs
        ]

    def _line(self, word: str, items: Sequence[str], *, end: str = "") -> list[str]:
        if not items:
            return []
        first, *others = [*(f"{each}," for each in items[:-1]), f"{items[-1]}{end}."]
        return wrapped([f"**{word}** {first}", *others], width=WIDTH)

    def _taken(self, port: str, source: Source) -> str:
        if isinstance(source, Const):
            return span(f"{port}={_shown(source.value)}")
        type_ = self.type(source_type(source, self.index))
        return f"{span(f'{port}: {type_}')} from {self._from(source)}"

    def _from(self, source: Source) -> str:
        match source:
            case FromPort():
                node = self.index.nodes[source.node]
                several = isinstance(node, OpNode) and self.index.ops[node.op].fields
                return span(f"{source.node}.{source.port}" if several else source.node)
            case FromParam():
                return f"the param {span(source.name)}"
            case Const():
                return span(_shown(source.value))
            case Gather():
                return " and ".join(dict.fromkeys(map(self._from, source.items))) or "nothing"
            case _:
                assert_never(source)

    # --- the DAG -----------------------------------------------------------------------------

    def dag(self) -> Code:
        """The docstring of the DAG function. Its last line has the digests: `BLANK` is in it for
        that of the body.
        """
        text = within(self.pipeline.docs.text).strip("\n")
        blocks = [text] if text.strip() else []
        blocks += _section("Params", map(self._param, self.pipeline.meaning.params))
        hidden = (each for each in self.fields if each.reason)
        blocks += _section(
            "Config that the form does not have",
            ([f"{span(each.key)}:", each.reason] for each in hidden),
        )
        outputs = self.pipeline.meaning.outputs
        blocks += _section(
            "Outputs", (self._output(each.name, each.type, each.source) for each in outputs)
        )
        blocks += _section("Contracts", contract_lines(self._declared(), self.index, self.type))
        ir = digest(self.pipeline).removeprefix("sha256:")[:16]
        blocks.append(f"ir sha256:{ir}  body sha256:{_DIGEST}")
        made = _docstring("\n\n".join(blocks))
        before, _, after = made.rpartition(_ESCAPED)
        return Code(f"{before}{BLANK}{after}")

    def _param(self, param: Param) -> list[str]:
        said = [span(f"{param.name}: {self.type(param.type)}")]
        if param.default is not None:
            said[-1] += ","
            said.append(f"{span(_shown(param.default.value))} by default")
        elif param.partition is not None:
            said[-1] += ","
            said += f"{settled(param, self.pipeline.meaning)} by default".split()
        text = dict(self.pipeline.docs.params).get(param.name, "")
        if text.strip():
            said[-1] += ":"
            said += _escaped_words(text)
        return said

    def _output(self, name: str, type_: TypeKey, source: Source) -> list[str]:
        return [f"{span(f'{name}: {self.type(type_)}')}", "from", self._from(source)]

    def _declared(self) -> list[TypeKey]:
        """The types of the pipeline's ports and params, in the order in which they are met."""
        found = [param.type for param in self.pipeline.meaning.params]
        for node in self.pipeline.meaning.nodes:
            if isinstance(node, OpNode):
                op = self.index.ops[node.op]
                found += [port.type for port in op.inputs]
                found += [port.type for port in op.outputs]
        return list(dict.fromkeys(found))


_CHECKED = {"inline": ", checked", "steps": ", checked by a task of its own", "off": ""}


def _joined(items: Iterable[str], word: str) -> list[str]:
    """What is listed: `a, b and c`."""
    *others, last = items
    return [*(f"{each}," for each in others[:-1]), *others[-1:], *([word] if others else []), last]


def _sentence(begin: str, items: Sequence[str], end: str = "") -> list[str]:
    """A sentence about several things, and what it says of them all in the end."""
    *others, last = [begin, *items]
    first, *more = f"{last}{end}.".split(" ") if end else [f"{last}."]
    return wrapped([*others, first, *more], width=WIDTH)


def _section(title: str, items: Iterable[Sequence[str]]) -> list[str]:
    lines = [
        line
        for first, *others in items
        for line in wrapped([f"* {first}", *others], width=WIDTH, indent="  ")
    ]
    return [f"## {title}", "\n".join(lines)] if lines else []


def _docstring(text: str) -> Code:
    # From Python 3.13 on a docstring with lone surrogates, even escaped, is no Python.
    return docstring(text.encode(errors="backslashreplace").decode(), indent=STEP)


def _shown(value: Value) -> str:
    """A literal as short as it can be told: a date and a duration by the texts that the form has,
    a long one by how it begins.
    """
    text = value_text(value)
    if isinstance(value, Text) and value.type == "timedelta":
        text = duration_text(cast(timedelta, from_text(value)))
    elif isinstance(value, Text) and value.type not in ("str", "bytes"):
        text = value.text
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _escaped_words(text: str) -> list[str]:
    return paragraph(" ".join(text.split())).split(" ")


_ESCAPED = docstring(_DIGEST).strip('"')
"""What stands for the digest of the body once it has been quoted."""
