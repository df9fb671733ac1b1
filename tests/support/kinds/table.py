"""Kinds of callables: what an author writes, whether it may be an op, and what the author reads.

The rows are data: tests try every one of them, and docs/authoring.md shows them.
"""

import decimal
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from dagcompile import op
from kinds import hinted, ops, plain

Opaque = Any
"""An op or what stands where one should: rows hold what type checkers would refuse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of callable.

    Args:
        kind: what it is, in words.
        written: how an author writes it.
        make: gives the op.
        verdict: whether it may stand in a pipeline.
        ref: where generated code finds it.
        named: whether it takes its input by name only.
        result: what it gives for the input 4, which is called `number`.
        code: of what the author reads.
        says: part of the message.
        fix: the way out, or the part of it that is for this kind.
    """

    kind: str
    written: str
    make: Callable[[], Opaque]
    verdict: Literal["supported", "refused"]
    ref: str = ""
    named: bool = False
    result: object = 5
    code: str = ""
    says: str = ""
    fix: str = ""


def yes(
    kind: str,
    written: str,
    make: Callable[[], Opaque],
    ref: str,
    result: object = 5,
    *,
    named: bool = False,
) -> Kind:
    """A kind that is supported."""
    return Kind(
        kind=kind,
        written=written,
        make=make,
        verdict="supported",
        ref=ref,
        result=result,
        named=named,
    )


def no(
    kind: str, written: str, make: Callable[[], Opaque], /, *, code: str, says: str, fix: str
) -> Kind:
    """A kind that is refused."""
    return Kind(
        kind=kind, written=written, make=make, verdict="refused", code=code, says=says, fix=fix
    )


FUNCTIONS: tuple[Kind, ...] = (
    yes("function", "op(plain)", lambda: op(plain.plain), "kinds.plain:plain"),
    yes("function under another name", "again = op(plain)", lambda: ops.decorated_name,
        "kinds.plain:plain"),
    yes("async function", "async def later(...)", lambda: op(plain.later), "kinds.plain:later"),
    yes("function that returns a coroutine", "-> Coroutine[Any, Any, int]",
        lambda: op(plain.promised), "kinds.plain:promised"),
    no("generator", "yield number", lambda: op(plain.yielding), code="DC105",
       says="op `yielding` is a generator", fix="return a list of what it yields"),
    no("async generator", "async def ...: yield number", lambda: op(plain.yielding_later),
       code="DC105", says="op `yielding_later` is an async generator",
       fix="return a list of what it yields"),
    no("function that returns an iterator", "-> Iterator[int]", lambda: op(plain.iterating),
       code="DC220", says="its guard would consume it",
       fix="use a type whose values can be checked without being consumed: list[...]"),
    no("context manager", "@op @contextmanager", lambda: op(plain.opened), code="DC220",
       says="what op `opened` returns",
       fix="use a type whose values can be checked without being consumed: list[...]"),
    yes("generator behind a decorator that makes a list", "@gathered",
        lambda: op(plain.collected), "kinds.plain:collected", [4]),
    yes("overloaded function", "@overload ... def either(value: int | str)",
        lambda: op(plain.either), "kinds.plain:either", 4),
    yes("function of a type variable", "def same(value: T) -> T", lambda: op(plain.same),
        "kinds.plain:same", 4),
    yes("function of a constrained type variable", "TypeVar('N', int, float)",
        lambda: op(plain.twice), "kinds.plain:twice", 8),
    no("function of a ParamSpec", "*args: P.args, **kwargs: P.kwargs",
       lambda: op(plain.called_with), code="DC104", says="op `called_with` takes `*args`",
       fix="take one parameter of type list[...] or dict[str, ...]"),
    no("function with *args", "def many(*numbers: int)", lambda: op(plain.many), code="DC104",
       says="op `many` takes `*numbers`",
       fix="take one parameter of type list[...] or dict[str, ...]"),
    no("function with **kwargs", "def options(**numbers: int)", lambda: op(plain.options),
       code="DC104", says="op `options` takes `**numbers`",
       fix="take one parameter of type list[...] or dict[str, ...]"),
    no("nested function, inline", "op(nest())", lambda: op(plain.nest()), code="DC103",
       says="it is defined inside `nest`", fix="move it to module level"),
    yes("nested function with a name", "nested = op(nest())", lambda: ops.named_nested,
        "kinds.ops:named_nested", 4),
    no("lambda, inline", "op(lambda number: ...)", lambda: op(lambda number: number),
       code="DC103", says="it is a lambda, which has no name to import",
       fix="write it as a def, or give the op a name at module level: name = op(...)"),
    no("named lambda, inline", "op(negated)", lambda: op(plain.negated), code="DC103",
       says="it is a lambda",
       fix="write it as a def, or give the op a name at module level: name = op(...)"),
    yes("lambda with a name", "up = op(lambda number: ...)", lambda: ops.named_lambda,
        "kinds.ops:named_lambda"),
)  # fmt: skip
"""Functions of the author."""

OBJECTS: tuple[Kind, ...] = (
    no("partial, inline", "op(partial(plain))", lambda: op(partial(plain.plain)), code="DC103",
       says="it is a partial of `plain`, which has no name to import",
       fix="give the op a name at module level: name = op(partial(plain, ...))"),
    no("named partial, inline", "op(quick)", lambda: op(plain.quick), code="DC103",
       says="it is a partial of `plain`",
       fix="give the op a name at module level: name = op(partial(plain, ...))"),
    yes("partial with a name", "quick = op(partial(plain, ...))", lambda: ops.named_partial,
        "kinds.ops:named_partial", 9),
    no("method of an object, inline", "op(maker.ahead)", lambda: op(plain.maker.ahead),
       code="DC103", says="it is a method of an object of class Maker",
       fix="give the op a name at module level: name = op(....ahead)"),
    yes("method of an object with a name", "ahead = op(maker.ahead)", lambda: ops.named_method,
        "kinds.ops:named_method", 6),
    no("object that can be called, inline", "op(Maker(3))", lambda: op(plain.Maker(3)),
       code="DC103", says="it is an object of class Maker",
       fix="give the op a name at module level: name = op(Maker(...))"),
    yes("object that can be called, with a name", "step = op(Maker(3))",
        lambda: ops.named_object, "kinds.ops:named_object", 7),
    no("object of C without a signature", "first = op(itemgetter(0))", lambda: ops.named_getter,
       code="DC104", says="the parameters of op `named_getter` cannot be read",
       fix="wrap it in a typed function"),
    yes("function with a cache", "@op @lru_cache", lambda: ops.cached, "kinds.ops:cached"),
    yes("function with a cache, wrapped where it is used", "op(cached)", lambda: op(plain.cached),
        "kinds.plain:cached"),
    no("op below a cache", "@lru_cache @op", lambda: ops.cached_above, code="DC110",
       says="`param number` is hashed", fix="put @op above a cache"),
    yes("function of singledispatch", "@singledispatch", lambda: op(plain.shown),
        "kinds.plain:shown", "int 4"),
    no("method of a text", "op('-'.join)", lambda: op("-".join), code="DC103",
       says="it is a method of an object of class str",
       fix="give the op a name at module level: name = op(....join)"),
)  # fmt: skip
"""Objects that can be called."""

BUILTINS: tuple[Kind, ...] = (
    yes("builtin function", "op(abs)", lambda: op(abs), "builtins:abs", 4),
    yes("function of a C module", "op(math.sqrt)", lambda: op(math.sqrt), "math:sqrt", 2.0),
    yes("class method of a builtin", "op(Decimal.from_float)",
        lambda: op(decimal.Decimal.from_float), "decimal:Decimal.from_float",
        decimal.Decimal(4)),
    no("builtin without a signature", "op(max)", lambda: op(max), code="DC104",
       says="the parameters of op `max` cannot be read", fix="wrap it in a typed function"),
    no("builtin class without a signature", "op(int)", lambda: op(int), code="DC104",
       says="the parameters of op `int` cannot be read", fix="wrap it in a typed function"),
    no("method of a builtin class", "op(int.bit_length)", lambda: op(int.bit_length),
       code="DC135", says="it is a method of the objects of `int`",
       fix="write a function at module level that makes the object, or takes it as an input"),
)  # fmt: skip
"""Functions that are not written in Python."""

CLASSES: tuple[Kind, ...] = (
    yes("dataclass", "op(Row)", lambda: op(plain.Row), "kinds.plain:Row", plain.Row(4)),
    yes("pydantic model", "op(Model)", lambda: op(plain.Model), "kinds.plain:Model",
        plain.Model(number=4), named=True),
    yes("static method", "op(Maker.halved)", lambda: op(plain.Maker.halved),
        "kinds.plain:Maker.halved", 2),
    yes("class method", "op(Maker.doubled)", lambda: op(plain.Maker.doubled),
        "kinds.plain:Maker.doubled", 8),
    yes("class method of a subclass", "op(Special.doubled)", lambda: op(plain.Special.doubled),
        "kinds.plain:Special.doubled", 8),
    no("method through its class", "op(Maker.ahead)", lambda: op(plain.Maker.ahead),
       code="DC135", says="it is a method of the objects of `Maker`",
       fix="write a function at module level that makes the object, or takes it as an input"),
    no("@op on a method", "@op def method(self, ...)", lambda: ops.Steps.method, code="DC135",
       says="it is a method of the objects of `Steps`",
       fix="write a function at module level that makes the object, or takes it as an input"),
    yes("@op above @staticmethod", "@op @staticmethod", lambda: ops.Steps.above_static,
        "kinds.ops:Steps.above_static"),
    yes("@op below @staticmethod", "@staticmethod @op", lambda: ops.Steps.below_static,
        "kinds.ops:Steps.below_static"),
    no("@op below @classmethod", "@classmethod @op", lambda: ops.Steps.below_class,
       code="DC135", says="it stands below @classmethod",
       fix="leave @op out there, and write below_class = op(Steps.below_class) at module level"),
    yes("function in a class that is only a namespace", "def space(number: int)",
        lambda: ops.Steps.space, "kinds.ops:Steps.space"),
)  # fmt: skip
"""Classes, and functions in them."""

DECORATED: tuple[Kind, ...] = (
    yes("above a decorator with wraps", "@op @logged", lambda: ops.below_wraps,
        "kinds.ops:below_wraps"),
    yes("above a decorator without wraps, with a signature", "@op @typed",
        lambda: ops.below_typed, "kinds.ops:below_typed", 5),
    no("above a decorator without wraps", "@op @anonymous", lambda: ops.below_anonymous,
       code="DC104", says="op `below_anonymous` takes `*args`",
       fix="put functools.wraps on its inner function"),
    no("below a decorator", "@logged @op", lambda: ops.above_wraps, code="DC103",
       says="`kinds.ops.above_wraps` is something else (function)",
       fix="make @op the outermost decorator"),
    yes("decorated by hand, with a name", "up = op(typed(plain))",
        lambda: ops.named_undecorated, "kinds.ops:named_undecorated"),
)  # fmt: skip
"""Functions behind decorators of the author."""

NAMES: tuple[Kind, ...] = (
    yes("renamed function with a name", "other = op(other_name)", lambda: ops.named_renamed,
        "kinds.ops:named_renamed", 4),
    no("renamed function, inline", "op(other_name)", lambda: op(plain.other_name), code="DC103",
       says="module `kinds.plain` has no attribute `renamed`",
       fix="keep the function under the name it was defined with"),
    yes("shadowed function with a name", "first = op(first_shadowed)",
        lambda: ops.named_shadowed, "kinds.ops:named_shadowed", 4),
    no("shadowed function, inline", "op(first_shadowed)", lambda: op(plain.first_shadowed),
       code="DC103", says="`kinds.plain.shadowed` is something else (function)",
       fix="give each function a name of its own"),
    no("annotation under TYPE_CHECKING", "if TYPE_CHECKING: ...",
       lambda: hinted.only_for_checkers, code="DC221",
       says="the annotation `Decimal` of parameter `rate` of op `only_for_checkers`",
       fix="where the module runs, not under TYPE_CHECKING"),
)  # fmt: skip
"""Where the name of a function leads."""

GROUPS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    ("a function", FUNCTIONS),
    ("an object that can be called", OBJECTS),
    ("not written in Python", BUILTINS),
    ("a class, or a function in one", CLASSES),
    ("behind a decorator", DECORATED),
    ("where its name leads", NAMES),
)
"""The kinds under what they have in common."""

KINDS: tuple[Kind, ...] = tuple(kind for _, kinds in GROUPS for kind in kinds)
