"""Types of the IR as Python annotations.

    TypeWriter(index.declared, pipeline.docs.aliases).write("list[app.ops.Row] | None")
    list[ops.Row] | None

What is written means the same type to the run time's guards, and a name that the author gave to
a type is used wherever that type stands.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

from dagcompile.codegen.expr import (
    Atom,
    BinUnion,
    Borrowed,
    Call,
    DictOf,
    Expr,
    Imported,
    NameOf,
    Subscript,
    TupleOf,
    call,
    name,
)
from dagcompile.codegen.literals import literal, with_keywords
from dagcompile.codegen.strings import quote
from dagcompile.ir.records import (
    AnyType,
    CheckDef,
    ClassType,
    Collection,
    DictType,
    EnumType,
    FactType,
    FrameType,
    LiteralType,
    RecordType,
    Ref,
    Refined,
    Scalar,
    TupleType,
    Type,
    TypeKey,
    Union,
    Value,
)

RUNTIME = "dagcompile.runtime.v1"

_SCALARS: Mapping[str, Expr] = {
    **{each: name(each) for each in ("None", "bool", "int", "float", "str", "bytes")},
    **{each: Imported("datetime", each) for each in ("date", "datetime", "time", "timedelta")},
    "Decimal": Imported("decimal", "Decimal"),
    "UUID": Imported("uuid", "UUID"),
    "Path": Imported("pathlib", "Path"),
}


class TypeWriter:
    """Writes the types of one pipeline, each once.

    Args:
        types: the types by key, those that others refer to included.
        aliases: the names that the author gave to types.
    """

    def __init__(
        self, types: Mapping[TypeKey, Type], aliases: Iterable[tuple[TypeKey, Ref]] = ()
    ) -> None:
        self._types = types
        self._written: dict[TypeKey, Expr] = {key: NameOf(ref) for key, ref in aliases}
        self._maybe: dict[TypeKey, Expr] = {}
        self._by_name: dict[tuple[tuple[str, TypeKey, bool], ...], Expr] = {}

    def write(self, key: TypeKey, *, maybe: bool = False) -> Expr:
        """The annotation of a type; `maybe` marks the output that may be withheld.

        Raises:
            KeyError: the table lacks the type, or one that it refers to.
        """
        written = self._written.get(key)
        if written is None:
            written = self._written[key] = self._type(self._types[key])
        if not maybe:
            return written
        if key not in self._maybe:
            self._maybe[key] = Subscript(Imported(RUNTIME, "Maybe"), (written,))
        return self._maybe[key]

    def by_name(self, ports: tuple[tuple[str, TypeKey, bool], ...]) -> Expr:
        """The annotations of several ports, given as name, type and `maybe`, by their names."""
        made = self._by_name.get(ports)
        if made is None:
            items = [
                (Atom(quote(port)), self.write(key, maybe=maybe)) for port, key, maybe in ports
            ]
            made = self._by_name[ports] = DictOf(tuple(items))
        return made

    def _type(self, type_: Type) -> Expr:
        match type_:
            case AnyType():
                return Imported("typing", "Any")
            case Scalar(name=scalar):
                return _SCALARS[scalar]
            case LiteralType(values=values):
                return Subscript(Imported("typing", "Literal"), tuple(map(literal, values)))
            case EnumType(ref=ref) | RecordType(ref=ref) | ClassType(ref=ref):
                return NameOf(ref)
            case Union(members=members):
                return self._union(members)
            case Collection(type=kind, item=item):
                etc = (name("..."),) if kind == "tuple" else ()
                return Subscript(name(kind), (self.write(item), *etc))
            case TupleType(items=items):
                return Subscript(name("tuple"), tuple(map(self.write, items)) or (TupleOf(),))
            case DictType(key=key, value=value):
                return Subscript(name("dict"), (self.write(key), self.write(value)))
            case FrameType():
                return _frame(type_)
            case FactType(ref=ref, facts=facts):
                return _with_facts(NameOf(ref), facts)
            case Refined():
                return self._refined(type_)
            case _:
                assert_never(type_)

    def _refined(self, type_: Refined) -> Expr:
        base = self.write(type_.base)
        if type_.secret:
            base = Subscript(Imported(RUNTIME, "Secret"), (base,))
        marks = list(_marks(type_.checks))
        if type_.name:
            marks.append(call(Imported(RUNTIME, "Named"), Atom(quote(type_.name))))
        if not marks:
            return base
        return Subscript(Imported("typing", "Annotated"), (base, *marks))

    def _union(self, keys: tuple[TypeKey, ...]) -> Expr:
        members: list[Expr] = []
        for each in map(self.write, keys):
            members += each.members if isinstance(each, BinUnion) else (each,)
        return BinUnion(tuple(members)) if len(members) > 1 else members[0]


_FRAMES: Mapping[str, Expr] = {
    "pandas": Borrowed("pandera.typing", "DataFrame", "PandasFrame"),
    "polars": Borrowed("pandera.typing.polars", "DataFrame", "PolarsFrame"),
    "lazy": Borrowed("pandera.typing.polars", "LazyFrame", "PolarsLazyFrame"),
}
_TABLE = NameOf(Ref(module="pyarrow", name="Table"))


def _frame(type_: FrameType) -> Expr:
    contract = NameOf(type_.ref)
    if type_.library == "arrow":
        return Subscript(Imported("typing", "Annotated"), (_TABLE, contract))
    return Subscript(_FRAMES[type_.library], (contract,))


def _with_facts(cls: Expr, facts: tuple[tuple[str, Value], ...]) -> Expr:
    if not facts:
        return cls
    given = [(key, literal(value)) for key, value in facts]
    marks = with_keywords(Imported(RUNTIME, "Facts"), given)
    return Subscript(Imported("typing", "Annotated"), (cls, marks))


def _marks(checks: tuple[CheckDef, ...]) -> Iterator[Call]:
    """One `Bounds` for all bounds, another only where a bound stands twice; then the checks."""
    merged: list[dict[str, Expr]] = []
    for check in checks:
        if check.ref is None:
            free = next((each for each in merged if check.name not in each), None)
            if free is None:
                merged.append(free := {})
            for _, value in check.params:
                free[check.name] = literal(value)
    for bounds in merged:
        yield call(Imported(RUNTIME, "Bounds"), **bounds)
    for check in checks:
        if check.ref is not None:
            yield _check(check, check.ref)


def _check(check: CheckDef, ref: Ref) -> Call:
    named = [(key, literal(value)) for key, value in check.params]
    if check.name != f"{ref.module}.{ref.name}":
        named.insert(0, ("name", Atom(quote(check.name))))
    return with_keywords(Imported(RUNTIME, "Check"), named, NameOf(ref))
