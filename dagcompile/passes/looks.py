"""What is known of every edge of a compiled pipeline, and where its value is looked at.

    looks(pipeline).edges
    (EdgeFact(report=<load.result to clean.rows>, word="proven", looked="producer"),
     EdgeFact(report=<load.result to half.number>, word="guarded", looked="consumer", why=...))

The reader of an edge asks two things: does the value fit, and who has looked? *Assumed* is the word
where the types say yes and nobody has.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dagcompile.ir.queries import Index, flat, index_of, source_type
from dagcompile.ir.records import (
    AnyType,
    Const,
    Expect,
    FirstOf,
    FromParam,
    FromPort,
    Guard,
    OpNode,
    Pipeline,
    Source,
)
from dagcompile.passes.edges import Edge, EdgeReport, report_of, wired_edges
from dagcompile.passes.relation import Relations

Word: TypeAlias = Literal["proven", "guarded", "assumed", "impossible"]
WORDS: tuple[Word, ...] = ("proven", "guarded", "assumed", "impossible")

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
    stand = _standing(pipeline)
    met = tuple(_met(index))
    return Looks(
        edges=tuple(
            _fact(each, index, stand) for each in wired_edges(index, Relations(index.types))
        ),
        outputs=tuple(map(".".join, stand.outputs)),
        inputs=tuple(map(".".join, stand.inputs)),
        elided=tuple(".".join(each) for each in met if not (stand.off or each in stand.inputs)),
        everywhere=len(met) + len(tuple(_made(index))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stand:
    """Where guards stand. `doubted` are the nodes whose outputs nobody has surely looked at."""

    outputs: Mapping[Port, Guard]
    inputs: Mapping[Port, Guard]
    doubted: AbstractSet[str]
    off: bool


def _standing(pipeline: Pipeline) -> _Stand:
    off = pipeline.build.guards == "off"
    doubted: set[str] = set()
    sides: dict[str, dict[Port, Guard]] = {"output": {}, "input": {}}
    for node in pipeline.meaning.nodes:
        if isinstance(node, FirstOf):
            doubt = any(isinstance(s, FromPort) and s.node in doubted for s in node.items)
        elif isinstance(node, Expect):
            continue  # it gives nothing
        else:
            doubt = off or node.policy.severity == "warn"
            for guard in () if off else node.guards:
                sides[guard.side][node.id, guard.port] = guard
        if doubt:
            doubted.add(node.id)
    return _Stand(outputs=sides["output"], inputs=sides["input"], doubted=doubted, off=off)


def _fact(edge: Edge, index: Index, stand: _Stand) -> EdgeFact:
    report = report_of(edge, index)
    word, why, looked = _judged(edge, report, index, stand)
    return EdgeFact(report=report, word=word, why=why, looked=looked)


def _judged(
    edge: Edge, report: EdgeReport, index: Index, stand: _Stand
) -> tuple[Word, str, Looked]:
    owner, open_ = edge.end.owner, isinstance(index.types[edge.end.type], AnyType)
    if report.verdict == "impossible" or report.undeclared:
        return "impossible", report.reason, "nowhere"
    if isinstance(edge.source, Const):  # its value was before the compiler, checks and all
        return "proven", "", "compile"
    if isinstance(owner, Expect) and report.verdict == "guarded":
        return "assumed", f"{report.reason}; no guard stands before an expectation", "nowhere"
    doubted = sorted(_doubted(edge.source, stand))
    if isinstance(owner, OpNode) and (owner.id, edge.end.port) in stand.inputs:
        if report.verdict == "proven" and doubted:
            return "guarded", f"what `{doubted[0]}` gives is only warned of", "consumer"
        return report.verdict, report.reason, "consumer"
    if report.verdict == "proven" and (open_ or not doubted):
        return "proven", "", "nowhere" if doubted else _looked(edge.source, index)
    if report.verdict == "proven" or stand.off:
        off = "guards are off" if stand.off else f"what `{doubted[0]}` gives is only warned of"
        return "assumed", "; ".join(filter(None, (report.reason, off))), "nowhere"
    return report.verdict, report.reason, "nowhere"


def _doubted(source: Source, stand: _Stand) -> AbstractSet[str]:
    """The nodes of a source whose outputs nobody has surely looked at."""
    nodes = {each.node for each in flat(source) if isinstance(each, FromPort)}
    return nodes & stand.doubted


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
