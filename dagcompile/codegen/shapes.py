"""Nodes that are written alike: lowered and laid out once, then filled with their own texts.

    b7_odd = run.step("b7_odd", work.foreign)(b7_left)      b8_odd = run.step("b8_odd", ...
    ⟨1⟩ = run.step(⟨0⟩, work.foreign)(⟨2⟩)                  the model of both, whose marks are as
                                                            wide as the texts that fill them

Why it is sound: how lines break follows from the structure of a statement and the widths of its
texts, from nothing else. A key holds all that lowering asks of a node but the texts that differ
from node to node (ids, variables, literals), of each of these its width, and which of them are the
same. So nodes of one key differ in these texts only, and where one stands in the model's source,
the node's own belongs. A mark is of one character for private use, which no source has otherwise.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import assert_never

from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import (
    Atom,
    Attribute,
    Call,
    DictOf,
    Expr,
    Imported,
    ListOf,
    NameOf,
    SetOf,
    Subscript,
    TupleOf,
    expressions,
)
from dagcompile.codegen.filled import mark
from dagcompile.codegen.literals import literal
from dagcompile.codegen.plan import Keywords
from dagcompile.codegen.strings import quote
from dagcompile.ir.placing import guards_stand
from dagcompile.ir.records import (
    Const,
    FromParam,
    FromPort,
    Gather,
    Meaning,
    OpNode,
    Placement,
    Source,
    Value,
)

MOST = 200
"""Texts of a node that has a shape. One with more is seldom alike another."""


class Shape:
    """A node taken apart: `texts`, in which others may differ from it, and `key`, in which they
    may not. As `Words` it gives marks for the texts.
    """

    def __init__(self, variables: Mapping[str, Atom]) -> None:
        self.known = variables
        self.texts: list[Code] = []
        self.parts: list[Hashable] = []
        self.variables: dict[str, int] = {}
        self.quotes: dict[str, int] = {}
        self.literals: dict[int, int] = {}
        """Where the texts of a value begin, by its number."""

    def key(self) -> Hashable | None:
        """The key; None if the texts are too many, or of widths that marks do not have."""
        if len(self.texts) > MOST or not "".join(self.texts).isascii():
            return None
        return (*self.parts, *map(len, self.texts))

    def add_variable(self, node: str) -> int:
        """The number of the text that is a node's variable."""
        at = self.variables.get(node)
        if at is None:
            at = self.variables[node] = len(self.texts)
            self.texts.append(self.known[node].code)
        return at

    def add_quoted(self, text: str) -> int:
        """The number of the text that is the literal of `text`."""
        at = self.quotes.get(text)
        if at is None:
            at = self.quotes[text] = len(self.texts)
            self.texts.append(quote(text))
        return at

    def add_literal(self, value: Value) -> None:
        """A value, whose numbers become texts and whose names and brackets part of the key."""
        self.parts.append("literal")
        at = self.literals.get(id(value))
        if at is None:
            at = self.literals[id(value)] = len(self.texts)
            _take_apart(literal(value), self.parts, self.texts)
        self.parts.append(at)

    def add_source(self, source: Source, several: AbstractSet[str]) -> None:
        """Where a value comes from. Of the nodes in `several` one output of several is taken."""
        match source:
            case FromPort():
                at = self.add_variable(source.node)
                self.parts += ("port", at, source.port if source.node in several else None)
            case FromParam():
                self.parts += ("param", source.name)
            case Const():
                self.add_literal(source.value)
            case Gather():
                # By their text: `1` and `True` are equal.
                self.parts += (source.type, len(source.items), *map(repr, source.keys))
                for each in source.items:
                    self.add_source(each, several)
            case _:
                assert_never(source)

    def variable(self, node: str) -> Atom:
        """The mark of a node's variable."""
        return self._mark(self.variables[node])

    def quoted(self, text: str) -> Atom:
        """The mark of a quoted text."""
        return self._mark(self.quotes[text])

    def literal(self, value: Value) -> Expr:
        """The expression that makes a value, with marks for its texts."""
        start = self.literals[id(value)]
        return _marked(literal(value), map(self._mark, range(start, len(self.texts))))

    def _mark(self, at: int) -> Atom:
        return Atom(mark(at, width=len(self.texts[at])))


class Kinds:
    """Numbers of records that are written alike. Equal ones need not be: `1` equals `True`."""

    def __init__(self) -> None:
        self._by_text: dict[str, int] = {}
        self._known: dict[int, tuple[int, object]] = {}

    def of(self, record: object) -> int:
        """The number of `record`, which is kept: pipelines share what nodes have alike."""
        known = self._known.get(id(record))
        if known is None:
            number = self._by_text.setdefault(repr(record), len(self._by_text))
            known = self._known[id(record)] = (number, record)
        return known[0]


def with_fields(meaning: Meaning) -> frozenset[str]:
    """The ids of the nodes whose value is several outputs by name."""
    ops = {op.key for op in meaning.ops if op.fields}
    nodes = (node for node in meaning.nodes if isinstance(node, OpNode))
    return frozenset(node.id for node in nodes if node.op in ops)


class Shapes:
    """Takes the nodes of one pipeline apart.

    Args:
        variables: what the variable of each node is called.
        several: the nodes whose value is several outputs by name.
        used: the nodes whose value something takes.
        gates: the nodes that must not have failed, by the node that does not need them itself.
        guards: where guards stand.
        options: what a target is told besides, by node.
    """

    def __init__(
        self,
        variables: Mapping[str, Atom],
        *,
        several: AbstractSet[str],
        used: AbstractSet[str],
        gates: Mapping[str, tuple[str, ...]],
        guards: Placement,
        options: Mapping[str, Keywords],
    ) -> None:
        self._variables = variables
        self._several = several
        self._used = used
        self._gates = gates
        self._guards = guards
        self._options = options
        self._kinds = Kinds()

    def of(self, node: OpNode, *, named: Sequence[str]) -> Shape:
        """The shape of a node, below which the variables of `named` are deleted."""
        made = Shape(self._variables)
        made.add_quoted(node.id)
        made.add_variable(node.id)
        kinds = self._kinds
        made.parts += (node.op, kinds.of(node.policy), kinds.of(node.guards))
        made.parts += (node.writes, node.keeps)
        if node.id in self._options:
            made.parts += ("options", kinds.of(self._options[node.id]))
        gates = self._gates.get(node.id, ())
        made.parts += (node.id in self._used, len(node.inputs), len(node.after), len(gates))
        for each in node.inputs:
            made.parts.append(each.port)
            made.add_source(each.source, self._several)
        made.parts += map(made.add_quoted, (*node.after, *gates))
        if node.config is not None:
            made.add_literal(node.config)
        if guards_stand(node, self._guards):
            for guard in node.guards:
                if guard.side == "input":
                    made.add_quoted(f"{node.id}.{guard.port}")
        made.parts += ("deletes", len(named), *map(made.add_variable, named))
        return made


def _is_text(atom: Atom) -> bool:
    """Whether it stands for itself alone. A name means something, and stays."""
    return not atom.code.isidentifier()


def _take_apart(expr: Expr, parts: list[Hashable], texts: list[Code]) -> None:
    if isinstance(expr, Atom):
        if _is_text(expr):
            parts.append(None)
            texts.append(expr.code)
        else:
            parts.append(expr.code)
        return
    inner = expressions(expr)
    parts += (type(expr).__name__, len(inner), _own(expr))
    for each in inner:
        _take_apart(each, parts, texts)


def _own(expr: Expr) -> Hashable:
    """What an expression holds beside others."""
    match expr:
        case Attribute():
            return expr.name
        case NameOf(ref):
            return (ref.module, ref.name)
        case Imported():
            return (expr.module, expr.name)
        case Call():
            return tuple([key for key, _ in expr.kwargs])
        case _:
            return None


def _marked(expr: Expr, marks: Iterator[Atom]) -> Expr:
    """`expr` with marks for its texts, in the order in which `_take_apart` takes them."""
    match expr:
        case Atom():
            return next(marks) if _is_text(expr) else expr
        case Call():
            func = _marked(expr.func, marks)
            args = tuple([_marked(each, marks) for each in expr.args])
            return Call(func, args, tuple([(key, _marked(v, marks)) for key, v in expr.kwargs]))
        case Attribute():
            return Attribute(_marked(expr.base, marks), expr.name)
        case Subscript():
            base = _marked(expr.base, marks)
            return Subscript(base, tuple([_marked(each, marks) for each in expr.items]))
        case ListOf() | TupleOf() | SetOf():
            return type(expr)(tuple([_marked(each, marks) for each in expr.items]))
        case DictOf():
            pairs = [(_marked(key, marks), _marked(item, marks)) for key, item in expr.items]
            return DictOf(tuple(pairs))
        case _:
            return expr
