"""What is known of every edge of a compiled pipeline, and where its value is looked at.

    looks(pipeline).edges
    (EdgeFact(report=<load.result to clean.rows>, word="proven", looked="producer"),
     EdgeFact(report=<load.result to half.number>, word="guarded", looked="consumer", why=...))

The reader of an edge asks two things: does the value fit, and who has looked? *Assumed* is the word
where the types say yes and nobody has; *refused* where a value may fit, but nothing that was
declared says so.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

from dagcompile.ir.placing import guards_stand
from dagcompile.ir.queries import Index, flat, index_of, source_type
from dagcompile.ir.records import (
    AnyType,
    Const,
    Expect,
    FromParam,
    FromPort,
    Guard,
    OpNode,
    Output,
    Pipeline,
    Placement,
    Sample,
    Source,
)
from dagcompile.passes.established import Established
from dagcompile.passes.relation import Relations
from dagcompile.passes.reports import Edge, EdgeReport, report_of, wired_edges

Word: TypeAlias = Literal["proven", "guarded", "assumed", "refused", "impossible"]
WORDS: tuple[Word, ...] = ("proven", "guarded", "assumed", "refused", "impossible")

Looked: TypeAlias = Literal["producer", "consumer", "start", "compile", "nowhere"]
"""Who looks at the value of an edge: a guard where it was made, a guard of its own where it is
taken, the reader of params, the compiler, or nobody.
"""

Port: TypeAlias = tuple[str, str]
"""A node and a port of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeFact:
    """One edge: its `report`, the word for it, why, and who looks at its value.

    `why` is empty where the types alone prove it.
    """

    report: EdgeReport
    word: Word
    why: str
    looked: Looked


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """All edges of a pipeline, and its checks by subject (`clean.rows`): the guards that stand, of
    `outputs` and of `inputs`, and those that are `elided`, which a check of every input and output
    would make as well.
    """

    edges: tuple[EdgeFact, ...]
    outputs: tuple[str, ...]
    inputs: tuple[str, ...]
    elided: tuple[str, ...]
    everywhere: int
    """How many checks it would be, were every input and every output of an op checked. Inputs that
    are only literals, and what may be anything, are not counted: they need none.
    """

    @property
    def words(self) -> Mapping[Word, int]:
        """How many edges each word stands at, in the order of `WORDS`."""
        found = Counter(each.word for each in self.edges)
        return {word: found[word] for word in WORDS if found[word]}

    @property
    def placed(self) -> int:
        """How many guards stand."""
        return len(self.outputs) + len(self.inputs)


def looks(pipeline: Pipeline) -> Looks:
    """What is known of the edges of a pipeline whose guards are placed. Linear in its edges."""
    index = index_of(pipeline.meaning)
    relations = Relations(index.types)
    stand = _standing(pipeline, Established(index, pipeline.build, relations))
    met = tuple(_met(index))
    lacking = {each for each in met if not guards_stand(stand.op(each[0]), stand.default)}
    return Looks(
        edges=tuple(_fact(each, index, stand) for each in wired_edges(index, relations)),
        outputs=tuple(map(".".join, stand.outputs)),
        inputs=tuple(map(".".join, stand.inputs)),
        elided=tuple(
            ".".join(each) for each in met if each not in lacking and each not in stand.inputs
        ),
        everywhere=len(met) + len(tuple(_made(index))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stand:
    """Where guards stand, and what they establish. `default` is where those stand of nodes that
    do not say; what is between steps and inline is not told apart.
    """

    known: Established
    outputs: Mapping[Port, Guard]
    inputs: Mapping[Port, Guard]
    default: Placement

    def op(self, node: str) -> OpNode:
        """The op node of that id."""
        found = self.known.index.nodes[node]
        assert isinstance(found, OpNode)
        return found


def _standing(pipeline: Pipeline, known: Established) -> _Stand:
    default = pipeline.build.guards or "steps"
    sides: dict[str, dict[Port, Guard]] = {"output": {}, "input": {}}
    for node in pipeline.meaning.nodes:
        if isinstance(node, OpNode) and guards_stand(node, default):
            for guard in node.guards:
                sides[guard.side][node.id, guard.port] = guard
    return _Stand(known=known, outputs=sides["output"], inputs=sides["input"], default=default)


def _fact(edge: Edge, index: Index, stand: _Stand) -> EdgeFact:
    report = report_of(edge, index)
    word, why, looked = _judged(edge, report, index, stand)
    return EdgeFact(report=report, word=word, why=why, looked=looked)


def _judged(
    edge: Edge, report: EdgeReport, index: Index, stand: _Stand
) -> tuple[Word, str, Looked]:
    owner = edge.end.owner
    if report.verdict == "impossible" or report.written:
        return "impossible", report.reason, "nowhere"
    if report.refused:
        return "refused", report.reason, "nowhere"
    if isinstance(edge.source, Const):  # its value was before the compiler, checks and all
        return "proven", "", "compile"
    if isinstance(owner, Expect) and report.verdict == "guarded":
        return "assumed", f"{report.reason}; no guard stands before an expectation", "nowhere"
    doubt = _doubt(edge, stand)
    if isinstance(owner, OpNode) and (owner.id, edge.end.port) in stand.inputs:
        guard = stand.inputs[owner.id, str(edge.end.port)]
        word: Word = "guarded" if doubt else report.verdict
        return word, _said(report.reason or doubt, _partly(guard)), "consumer"
    if report.verdict == "proven" and not doubt:
        level = stand.known.level(edge.source, stand.known.less_off)
        return "proven", "", "nowhere" if level is None else _looked(edge.source, index)
    if report.verdict == "proven":
        return "assumed", doubt, "nowhere"
    if isinstance(owner, OpNode):
        off = "" if guards_stand(owner, stand.default) else _off(owner.id, stand)
        return "assumed", _said(report.reason, off or doubt), "nowhere"
    behind = "behind an output no guard can stand" if isinstance(owner, Output) else ""
    return report.verdict, _said(report.reason, behind), "nowhere"


def _said(*parts: str) -> str:
    return "; ".join(filter(None, parts))


def _less(source: Source, stand: _Stand) -> list[str]:
    """The nodes of a source whose outputs nobody has surely looked at in full."""
    nodes = {each.node for each in flat(source) if isinstance(each, FromPort)}
    return sorted(nodes & stand.known.less_off.keys())


def _doubt(edge: Edge, stand: _Stand) -> str:
    """Why the value of an edge may be of another type than its source says; empty if it may not
    be, or if that would change nothing.
    """
    known, less = stand.known, stand.known.less_off
    doubted = _less(edge.source, stand)
    if not doubted or isinstance(known.index.types[edge.end.type], AnyType):
        return ""
    level = known.level(edge.source, less)
    if known.implies(edge.source, edge.end.type, "full", level):
        return ""
    node = known.index.nodes[doubted[0]]
    if isinstance(node, OpNode) and not guards_stand(node, stand.default):
        return _off(node.id, stand)
    match less[node.id]:
        case None:
            off = known.off and not isinstance(node, OpNode)
            return "guards are off" if off else f"what `{node.id}` gives is only warned of"
        case Sample(count=count):
            return f"of what `{node.id}` gives a sample of {count} is looked at"
        case _:
            return f"of what `{node.id}` gives only the class is looked at"


def _off(node: str, stand: _Stand) -> str:
    return "guards are off" if stand.default == "off" else f"the guards of `{node}` are off"


def _partly(guard: Guard) -> str:
    """What a guard does not look at."""
    match guard.depth:
        case "full":
            return ""
        case "schema":
            return "only its class is looked at"
        case Sample(count=count):
            return f"a sample of {count} is looked at"
        case _:
            assert_never(guard.depth)


def _looked(source: Source, index: Index) -> Looked:
    """Who has looked at a value before it is taken."""
    whence = {type(each) for each in flat(source)}
    if FromPort not in whence:
        return "start" if FromParam in whence else "compile"
    return "nowhere" if isinstance(index.types[source_type(source, index)], AnyType) else "producer"


def _met(index: Index) -> Iterator[Port]:
    """The inputs at which something arrives that was computed or given, and may be wrong."""
    for node in _ops(index):
        for wired in node.inputs:
            open_ = isinstance(index.types[index.inputs[node.op, wired.port]], AnyType)
            if not (open_ or all(isinstance(each, Const) for each in flat(wired.source))):
                yield node.id, wired.port


def _made(index: Index) -> Iterator[Port]:
    """The outputs that may be wrong."""
    for node in _ops(index):
        for port in index.ops[node.op].outputs:
            if not isinstance(index.types[port.type], AnyType):
                yield node.id, port.name


def _ops(index: Index) -> Iterator[OpNode]:
    return (each for each in index.meaning.nodes if isinstance(each, OpNode))
