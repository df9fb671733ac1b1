"""What a check function says of itself: whether it can be asked of a value, and what it answers.

def even(value: int, *, by: int = 2) -> bool: ...

Check(even, bye=3)      DC240: `even` has no parameter `bye`; did you mean `by`?
Check(print)            DC241: it answers with `None`
Annotated[str, Check(even)]     DC242: it is for `int`
"""

import inspect
from collections.abc import Iterator
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    Never,
    NoReturn,
    Union,
    assert_never,
    get_args,
    get_origin,
)

from dagcompile.authoring.annotations import Unresolved, namespace, resolve
from dagcompile.authoring.callables import called, entered, under, yields
from dagcompile.authoring.contracts import BadContract
from dagcompile.authoring.problems import nearest
from dagcompile.runtime.types import (
    AnyShape,
    ClassShape,
    CollectionShape,
    DictShape,
    EnumShape,
    FactShape,
    FrameShape,
    FunctionCheck,
    LiteralShape,
    RecordShape,
    RefinedShape,
    ScalarShape,
    Shape,
    TupleShape,
    UnionShape,
    UnsupportedType,
    shape_of,
)
from dagcompile.runtime.types.answers import Verdict
from dagcompile.runtime.types.frames.shape import library_of

_ANSWER = "let it return True or False, or a Verdict that says why"


def look_at(check: FunctionCheck, base: Shape) -> None:
    """Look at a check that is laid over `base`. What it does not say of itself is not judged.

    Raises:
        BadContract: it cannot be called so, answers with something else, or is for other values.
    """
    name = f"check `{called(check.fn)}`"
    if inspect.iscoroutinefunction(entered(check.fn)):
        raise BadContract("DC241", f"{name} is async, and a guard does not wait", _PLAIN)
    if isinstance(check.fn, type) and check.fn is not bool:
        reason = f"{name} is a class, and answers with an object of it"
        raise BadContract("DC241", reason, _PLAIN)
    if kind := yields(check.fn):
        raise BadContract("DC241", f"{name} is {kind}, which answers nothing when called", _PLAIN)
    try:
        signature = inspect.signature(check.fn)
    except (ValueError, TypeError):  # of a builtin, which does not say
        return
    first = _called(name, signature, dict(check.params))
    names = namespace(under(check.fn))
    _answering(name, signature.return_annotation, names)
    if first.annotation is not first.empty:
        _taking(name, _resolved(first.annotation, names), base)


_PLAIN = f"write it as a def, and {_ANSWER}"


# --- how it is called ------------------------------------------------------------------------


def _called(name: str, signature: inspect.Signature, params: dict[str, Any]) -> inspect.Parameter:
    """The parameter that takes the value."""
    declared = list(signature.parameters.values())
    places = [each for each in declared if each.kind in _BY_PLACE]
    if not places:
        raise BadContract("DC240", f"{name} takes no value", _FIRST)
    first = places[0]
    rest = {each.name: each for each in declared if each is not first}
    for given in params:
        if given == first.name and first.kind is first.POSITIONAL_OR_KEYWORD:
            reason = f"`{given}` of {name} takes the value that is checked, and is given besides"
            raise BadContract("DC240", reason, f"leave out `{given}`")
    named = {each for each in rest if rest[each].kind in _BY_NAME}
    if not any(each.kind is each.VAR_KEYWORD for each in declared):
        for given in params:
            if given not in named:
                reason = f"{name} has no parameter `{given}`{nearest(given, named)}"
                raise BadContract("DC240", reason, _takes(named))
    lacking = [
        each.name
        for each in rest.values()
        if each.default is each.empty and each.kind not in _STARS and each.name not in params
    ]
    if lacking:
        short = ", ".join(f"`{each}`" for each in lacking)
        fix = f"give it: Check(..., {', '.join(f'{each}=...' for each in lacking)})"
        raise BadContract("DC240", f"{name} needs {short} beside the value", fix)
    return first


def _takes(named: set[str]) -> str:
    if not named:
        return "leave it out, or let the check take it as a parameter"
    return f"it takes {', '.join(f'`{each}`' for each in sorted(named))}"


_FIRST = "let its first parameter take the value"
_STARS = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
_BY_NAME = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
_BY_PLACE = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
    inspect.Parameter.VAR_POSITIONAL,
)


# --- what it answers -------------------------------------------------------------------------


def _answering(name: str, annotation: object, names: dict[str, Any]) -> None:
    if annotation is inspect.Signature.empty:
        return
    for each in _members(_resolved(annotation, names)):
        if not _is_answer(each):
            shown = "None" if each in (None, NoneType) else getattr(each, "__qualname__", each)
            raise BadContract("DC241", f"{name} answers with `{shown}`", _ANSWER)


def _resolved(annotation: object, names: dict[str, Any]) -> object:
    try:
        return resolve(annotation, names)
    except Unresolved:  # which is told where it matters
        return Any


def _members(annotation: Any) -> Iterator[Any]:
    origin = get_origin(annotation)
    if origin is Union or origin is UnionType:
        for each in get_args(annotation):
            yield from _members(each)
    elif origin is Annotated:
        yield from _members(annotation.__origin__)
    elif origin is Literal:
        yield from map(type, get_args(annotation))
    else:
        yield annotation


def _is_answer(annotation: Any) -> bool:
    if annotation in (Never, NoReturn):
        return False
    if isinstance(annotation, type):
        return annotation in (bool, object, Any) or issubclass(annotation, Verdict)
    guards = getattr(get_origin(annotation), "_name", None) in ("TypeGuard", "TypeIs")
    return guards or annotation not in (None, NoneType)


# --- what it is for --------------------------------------------------------------------------


def _taking(name: str, annotation: object, base: Shape) -> None:
    try:
        wanted = shape_of(annotation)
        ours, theirs = classes_of(base), classes_of(wanted)
    except UnsupportedType:  # it may say less than a port has to
        return
    if ours and theirs and not any(may_meet(mine, other) for mine in ours for other in theirs):
        raise BadContract(
            "DC242",
            f"{name} is for `{wanted.text}`, and stands beside `{base.text}`",
            "lay it over the type that it is for, or let it take this one",
        )


def classes_of(shape: Shape) -> list[type]:
    """The classes of which values of the type are; empty where they may be of any."""
    match shape:
        case ScalarShape():
            return [float, int] if shape.name == "float" else [shape.cls]
        case LiteralShape():
            return [type(each) for each in shape.values]
        case CollectionShape() | EnumShape() | ClassShape() | FactShape():
            return [shape.cls]
        case RecordShape():
            return [dict if shape.form == "typeddict" else shape.cls]
        case TupleShape():
            return [tuple]
        case DictShape():
            return [dict]
        case RefinedShape():
            return classes_of(shape.base)
        case UnionShape():
            found = [classes_of(each) for each in shape.members]
            return [cls for each in found for cls in each] if all(found) else []
        case FrameShape():
            return [] if shape.cls is None else [shape.cls]
        case AnyShape():
            return []
        case _:
            assert_never(shape)


def may_meet(one: type, other: type) -> bool:
    """Whether an object can be of both classes: of none that build on different builtins, nor on
    frames of different libraries, nor on a frame and a builtin.
    """
    try:
        if issubclass(one, other) or issubclass(other, one):
            return True
    except TypeError:  # a protocol of more than methods
        return True
    mine, theirs = _frame(one), _frame(other)
    if mine is not None and theirs is not None:
        return mine is theirs
    if mine is not None or theirs is not None:
        return _builtin(one if mine is None else other) is object
    mine, theirs = _builtin(one), _builtin(other)
    return issubclass(mine, theirs) or issubclass(theirs, mine)


def _frame(cls: type) -> type | None:
    """The class of frames of a library that `cls` is or derives from."""
    return next((base for base in cls.__mro__ if library_of(base) is not None), None)


def _builtin(cls: type) -> type:
    return next(base for base in cls.__mro__ if not base.__flags__ & _HEAP_TYPE)


_HEAP_TYPE = 1 << 9
