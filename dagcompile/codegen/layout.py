"""How the lines of a statement break: the one place that decides it.

    layout(Assign(Code("clean"), call(...)), imports, indent=4)

A call, display, subscript or signature stands on one line if that is at most 88 columns wide,
else one item a line with a trailing comma. The result is what `ruff format` makes of it. The
first line comes without its indent, so that a template may place it; the others have theirs.
"""

from typing import assert_never

from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import (
    Alike,
    Assign,
    Atom,
    Attribute,
    BinUnion,
    Call,
    Decorator,
    Delete,
    DictOf,
    Do,
    Expr,
    Imported,
    ListOf,
    NameOf,
    Return,
    SetOf,
    Signature,
    Statement,
    Subscript,
    TupleOf,
    With,
)
from dagcompile.codegen.filled import Form
from dagcompile.codegen.imports import Imports
from dagcompile.codegen.parts import Bracket, Part, Run, Texts, bracket, links, parameters
from dagcompile.codegen.width import width

COLUMNS = 88
"""The widest line."""

STEP = 4
"""Columns of one indent."""


def layout(item: Expr | Statement, imports: Imports, *, indent: int = 0) -> Code:
    """Source of `item`, which starts in column `indent`.

    An expression is laid out as in brackets, where it may break a line anywhere.
    """
    return Layout(imports).of(item, indent=indent)


class Layout:
    """Lays out the statements of one file. `indent` is that of the line on which something begins,
    `column` where it begins, `tail` how many columns follow it on its last line.
    """

    def __init__(self, imports: Imports) -> None:
        self.texts = Texts(imports)
        self._links: dict[int, Run] = {}
        self._forms: dict[tuple[int, int], tuple[Form, Statement]] = {}

    def of(self, item: Expr | Statement, *, indent: int = 0) -> Code:
        """Source of `item`, as `layout` has it."""
        if isinstance(item, Alike):
            return self.alike(item, indent=indent)
        self.texts.forget()
        self._links.clear()
        match item:
            case Assign():
                return Code(self.standing(f"{item.target} = ", item.value, indent=indent))
            case Return():
                return Code(self.standing("return ", item.value, indent=indent))
            case Delete():
                return Code(self.deletion(item, indent=indent))
            case Signature():
                return Code(self.signature(item, indent=indent))
            case Decorator():
                run: Run = ("@", item.value)
            case With():
                return Code(self.context(item.value, item.target, indent=indent))
            case Do():
                run = (item.value,)
            case _:
                run = (item,)
        return Code(self.run(run, indent=indent, column=indent, tail=0))

    def alike(self, item: Alike, *, indent: int) -> Code:
        """Source of what has a model, which is laid out once."""
        known = self._forms.get((id(item.model), indent))
        if known is None:
            known = (Form(self.of(item.model, indent=indent)), item.model)
            self._forms[id(item.model), indent] = known
        return known[0].filled(item.texts)

    def links(self, part: "Attribute | Call | Subscript") -> Run:
        """What `part` is made of."""
        known = self._links.get(id(part))
        if known is None:
            known = self._links[id(part)] = links(part)
        return known

    def fit(self, part: Part, *, indent: int, column: int, tail: int) -> str:
        """`part` on one line if it fits, else broken."""
        text = self.texts.of(part)
        if column + width(text) + tail <= COLUMNS:
            return text
        match part:
            case Call() | Subscript() | Attribute():
                run = self.links(part)
                once = self.widest(run, indent=indent, column=column, tail=tail)
                return once or self.run(run, indent=indent, column=column, tail=tail)
            case Bracket():
                return self.exploded(part, indent=indent)
            case ListOf() | TupleOf() | SetOf() | DictOf():
                return self.exploded(bracket(part), indent=indent)
            case BinUnion():
                return self.union(part.members, indent=indent, column=column, tail=tail)
            case str() | Atom() | NameOf() | Imported():
                return text
            case _:
                assert_never(part)

    def widest(self, parts: Run, *, indent: int, column: int, tail: int) -> str:
        """Parts with one of several brackets broken, the widest that does; empty if none does.

        `step(node, option)(value)` breaks in its first bracket, where there is more to read.
        """
        brackets = [at for at, each in enumerate(parts) if isinstance(each, Bracket) and each.items]
        if len(brackets) < 2:
            return ""
        for at in sorted(brackets, key=lambda at: (-width(self.texts.of(parts[at])), -at)):
            part = parts[at]
            assert isinstance(part, Bracket)
            if part.comma == "never":
                continue
            before, after = self.texts.of_run(parts[:at]), self.texts.of_run(parts[at + 1 :])
            head, last = column + width(before) + 1, indent + 1 + width(after) + tail
            if max(head, last) <= COLUMNS:
                return before + self.exploded(part, indent=indent) + after
        return ""

    def run(self, parts: Run, *, indent: int, column: int, tail: int) -> str:
        """Parts beside each other: each breaks only if what comes up to the next chance to
        break does not fit.
        """
        if len(parts) == 1:
            return self.fit(parts[0], indent=indent, column=column, tail=tail)
        text = ""
        for index, part in enumerate(parts):
            rest = self.lead(parts[index + 1 :], tail=tail)
            added = self.fit(part, indent=indent, column=column, tail=rest)
            above, _, last = added.rpartition("\n")
            column = width(last) if above else column + width(last)
            text += added
        return text

    def lead(self, parts: Run, *, tail: int) -> int:
        """Columns of `parts` up to the first chance to break a line; with `tail` if none is."""
        columns = 0
        for part in parts:
            first, breaks = self.first(part)
            columns += first
            if breaks:
                return columns
        return columns + tail

    def first(self, part: Part) -> tuple[int, bool]:
        """Columns of `part` up to the first chance to break a line, and whether there is one."""
        match part:
            case str():
                return width(part), False
            case Bracket() if part.items:
                return len(part.open), True
            case Call() | Subscript() | Attribute():
                inner = self.links(part)
                for each in inner:
                    if isinstance(each, Bracket) and each.items:
                        return self.lead(inner, tail=0), True
                return width(self.texts.of(part)), False
            case ListOf() | TupleOf() | SetOf() | DictOf() if part.items:
                return 1, True
            case BinUnion():
                return self.first(part.members[0])[0], True
            case _:
                return width(self.texts.of(part)), False

    def deletion(self, item: Delete, *, indent: int) -> str:
        """`del a, b`, or one name a line in brackets; a single name has nowhere to break."""
        text = f"del {', '.join(item.targets)}"
        if len(item.targets) == 1 or indent + width(text) <= COLUMNS:
            return text
        names = Bracket("(", tuple((each,) for each in item.targets), ")")
        return f"del {self.exploded(names, indent=indent)}"

    def exploded(self, part: Bracket, *, indent: int) -> str:
        """One item a line."""
        if not part.items:
            return f"{part.open}{part.close}"
        comma = "" if part.comma == "never" else ","
        column = indent + STEP
        lines = [
            text
            if column + width(text) + len(comma) <= COLUMNS
            else self.run(item, indent=column, column=column, tail=len(comma))
            for item, text in zip(part.items, self.texts.items(part), strict=True)
        ]
        margin = " " * column
        inside = f"{comma}\n{margin}".join(lines)
        return f"{part.open}\n{margin}{inside}{comma}\n{' ' * indent}{part.close}"

    def union(self, members: tuple[Expr, ...], *, indent: int, column: int, tail: int) -> str:
        """One member a line, the first one where the union began."""
        lines = [self.fit(members[0], indent=indent, column=column, tail=0)]
        for left, member in enumerate(reversed(members[1:])):
            rest = tail if left == 0 else 0
            lines.insert(1, self.fit(member, indent=indent, column=indent + 2, tail=rest))
        return f"\n{' ' * indent}| ".join(lines)

    def standing(self, prefix: str, value: Expr, *, indent: int, suffix: str = "") -> str:
        """A line with an expression that is in no bracket. It is put in parentheses if it is a
        union, or if not even the line up to its first chance to break fits without them.
        """
        text = f"{prefix}{self.texts.of(value)}{suffix}"
        if indent + width(text) <= COLUMNS:
            return text
        column = indent + width(prefix)
        tail = width(suffix)
        inner = indent + STEP
        first = self.lead((value,), tail=tail)
        union = isinstance(value, BinUnion)
        if union or column + first > COLUMNS:
            text = self.fit(value, indent=inner, column=inner, tail=0)
            if union or all(width(each) <= COLUMNS for each in f"{' ' * inner}{text}".split("\n")):
                return f"{prefix}(\n{' ' * inner}{text}\n{' ' * indent}){suffix}"
        text = self.fit(value, indent=indent, column=column, tail=tail)
        return f"{prefix}{text}{suffix}"

    def context(self, value: Expr, target: str, *, indent: int) -> str:
        """The first line of a `with`, in parentheses if its start does not fit."""
        run: Run = (value, f" as {target}")
        column = indent + len("with ")
        if column + self.lead(run, tail=1) <= COLUMNS:
            return f"with {self.run(run, indent=indent, column=column, tail=1)}:"
        inner = indent + STEP
        text = self.run(run, indent=inner, column=inner, tail=0)
        return f"with (\n{' ' * inner}{text}\n{' ' * indent}):"

    def signature(self, item: Signature, *, indent: int) -> str:
        """A signature: its parameters break before its return type does."""
        head: Run = (f"def {item.name}", parameters(item))
        arrow = "" if item.returns is None else " -> "
        after: Run = (":",) if item.returns is None else (arrow, item.returns, ":")
        text = self.texts.of_run((*head, *after))
        if indent + width(text) <= COLUMNS:
            return text
        text = f"{head[0]}{self.exploded(parameters(item), indent=indent)}{arrow}"
        if item.returns is None:
            return f"{text}:"
        above, line, last = text.rpartition("\n")
        if item.params and _is_plain(item.returns):
            return f"{text}{self.texts.of(item.returns)}:"
        start = last[indent:] if line else last
        rest = self.standing(start, item.returns, indent=indent, suffix=":")
        return f"{above}{line}{' ' * indent if line else ''}{rest}"


def _is_plain(expr: Expr) -> bool:
    """Whether `expr` has nowhere to break a line, and is not in brackets itself."""
    while isinstance(expr, Attribute):
        expr = expr.base
    return isinstance(expr, Atom | NameOf | Imported)
