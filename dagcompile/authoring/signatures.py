"""What a function says of itself: its parameters and what it returns, each annotation alone."""

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dagcompile.authoring import annotations as an
from dagcompile.authoring.callables import code_of, owner_of, under, yields
from dagcompile.authoring.contracts import BadContract
from dagcompile.authoring.doubts import doubts
from dagcompile.authoring.generics import concrete, returned_by
from dagcompile.authoring.places import Spot
from dagcompile.authoring.problems import problem
from dagcompile.authoring.sources import Declared, Definition, Parameter
from dagcompile.authoring.types import RENAME, NameTaken, NotImportable, describe
from dagcompile.authoring.unsupported import kind_of, named_type, way_out
from dagcompile.diagnostics import Diagnostic
from dagcompile.ir import records as ir
from dagcompile.runtime.context import Context
from dagcompile.runtime.types import AnyShape, Shape, UnsupportedType, shape_of

MISSING: Any = inspect.Parameter.empty
"""No annotation, no default, no value."""

_NO_VALUE: tuple[Shape, ir.TypeKey] = (AnyShape(), "")
"""In place of the type of what does not flow."""

_STARS: dict[object, str] = {
    inspect.Parameter.VAR_POSITIONAL: "*",
    inspect.Parameter.VAR_KEYWORD: "**",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One parameter. `annotation` is resolved, without `Maybe`; MISSING where there is none."""

    name: str
    shape: Shape
    type: ir.TypeKey
    annotation: object
    annotated: bool
    default: Any
    positional: bool
    keyword: bool
    description: str

    @property
    def required(self) -> bool:
        """Whether a call must give it."""
        return self.default is MISSING

    @property
    def is_context(self) -> bool:
        """Whether it takes the context of an attempt, which is no value that flows."""
        return self.annotation is Context


@dataclass(frozen=True, slots=True, kw_only=True)
class Out:
    """One returned value: of a whole call, or one field of a NamedTuple."""

    name: str
    shape: Shape
    type: ir.TypeKey
    annotation: object
    maybe: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a function says of itself. `record` is the NamedTuple class that it returns, if any."""

    slots: tuple[Slot, ...]
    outs: tuple[Out, ...]
    record: type | None
    returns: object
    types: dict[ir.TypeKey, ir.Type]
    problems: tuple[Diagnostic, ...]


def definition_of(fn: object) -> Definition | None:
    """Where a function is defined, None for what has no code of its own."""
    code = code_of(fn)
    return Definition(code) if code is not None else None


def read(fn: Callable[..., Any], *, what: str) -> Signature:
    """The signature of `fn`, which messages call `what` ("op `clean`")."""
    return _Reader(fn, what).read()


def parameters_of(
    fn: Callable[..., Any], *, what: str
) -> tuple[tuple[Slot, ...], dict[ir.TypeKey, ir.Type], tuple[Diagnostic, ...]]:
    """The parameters of `fn`, their types, and what is wrong with them."""
    reader = _Reader(fn, what)
    slots = [reader._parameter(each) for each in inspect.signature(fn).parameters.values()]
    return tuple(slots), reader.types, tuple(reader.problems)


class _Reader:
    def __init__(self, fn: Callable[..., Any], what: str) -> None:
        self.fn = fn
        self.what = what
        self.definition = definition_of(fn)
        self.at: Spot | None = self.definition  # what is being read
        self.here = f"{what} is defined here"
        self.names = an.namespace(under(fn))
        self.types: dict[ir.TypeKey, ir.Type] = {}
        self.problems: list[Diagnostic] = []

    def read(self) -> Signature:
        signature = self._signature()
        parameters = signature.parameters.values()
        starred = [each for each in parameters if each.kind in _STARS]
        if starred:
            self._refuse_stars(starred)
        slots = [self._parameter(each) for each in parameters if each not in starred]
        outs, record, resolved = self._outs(self._returns(signature))
        return Signature(
            slots=tuple(slots),
            outs=outs,
            record=record,
            returns=resolved,
            types=self.types,
            problems=tuple(self.problems),
        )

    def _refuse_stars(self, starred: list[inspect.Parameter]) -> None:
        names = " and ".join(f"`{_STARS[each.kind]}{each.name}`" for each in starred)
        fix = (
            "take one parameter of type list[...] or dict[str, ...], and pass a literal of handles"
        )
        if "<locals>" in getattr(self.fn, "__qualname__", ""):
            fix = "if a decorator made it, put functools.wraps on its inner function; else " + fix
        self._refuse(
            "DC104", f"{self.what} takes {names}; its inputs need a name and a type each", fix=fix
        )

    def _returns(self, signature: inspect.Signature) -> object:
        if kind := yields(self.fn):
            self._refuse(
                "DC105",
                f"{self.what} is {kind}; what it yields is gone once it was looked at",
                fix="return a list of what it yields, annotated -> list[...]",
            )
            return MISSING
        return self.fn if isinstance(self.fn, type) else signature.return_annotation

    def _signature(self) -> inspect.Signature:
        lazily: dict[str, Any] = {}
        if sys.version_info >= (3, 14):
            from annotationlib import Format

            lazily["annotation_format"] = Format.FORWARDREF
        try:
            return inspect.signature(self.fn, **lazily)
        except (ValueError, TypeError):
            self._refuse(
                "DC104",
                f"the parameters of {self.what} cannot be read: it is not a Python function",
                fix="wrap it in a typed function",
            )
            return inspect.Signature()  # what it takes and gives is not known

    def _parameter(self, parameter: inspect.Parameter) -> Slot:
        whole = self.at, self.here
        if self.definition is not None:
            self.at, self.here = Parameter(self.definition.code, parameter.name), "this parameter"
        try:
            return self._slot(parameter)
        finally:
            self.at, self.here = whole

    def _slot(self, parameter: inspect.Parameter) -> Slot:
        what = f"parameter `{parameter.name}` of {self.what}"
        annotation, maybe = self._resolved(parameter.annotation, what)
        if maybe:
            self._refuse(
                "DC222",
                f"{what} is annotated Maybe[...]; a step runs only when its inputs are there",
                fix="annotate the plain type here, and Maybe[...] where the value is returned",
            )
        shape, key = _NO_VALUE if annotation is Context else self._shape(annotation, what)
        return Slot(
            name=parameter.name,
            shape=shape,
            type=key,
            annotation=annotation,
            annotated=parameter.annotation is not MISSING,
            default=parameter.default,
            positional=parameter.kind is not parameter.KEYWORD_ONLY,
            keyword=parameter.kind is not parameter.POSITIONAL_ONLY,
            description=an.description(annotation),
        )

    def _outs(self, returns: object) -> tuple[tuple[Out, ...], type | None, object]:
        what = f"what {self.what} returns"
        if self.definition is not None:
            self.at, self.here = Declared(self.definition.code), what
        annotation, maybe = self._resolved(returns, what, awaited=returned_by)
        if isinstance(annotation, type) and an.is_named_tuple(annotation) and not maybe:
            return self._fields(annotation), annotation, annotation
        out = self._out("result", annotation, maybe=maybe, what=what)
        return (out,), None, annotation

    def _fields(self, record: Any) -> tuple[Out, ...]:
        outs: list[Out] = []
        for name in record._fields:
            what = f"field `{name}` of `{record.__qualname__}`, which {self.what} returns,"
            try:
                given, names = an.field_annotation(record, name)
            except LookupError:
                given, names = MISSING, self.names
            annotation, maybe = self._resolved(given, what, names)
            outs.append(self._out(name, annotation, maybe=maybe, what=what))
        return tuple(outs)

    def _out(self, name: str, annotation: object, *, maybe: bool, what: str) -> Out:
        shape, key = self._shape(annotation, what)
        return Out(name=name, shape=shape, type=key, annotation=annotation, maybe=maybe)

    def _resolved(
        self,
        annotation: object,
        what: str,
        names: dict[str, Any] | None = None,
        awaited: Callable[[object], object] = lambda annotation: annotation,
    ) -> tuple[object, bool]:
        if annotation is MISSING:
            return MISSING, False
        try:
            found = awaited(an.resolve(annotation, names or self.names))
            return an.without_maybe(concrete(found, owner=owner_of(self.fn)))
        except an.Unresolved as unresolved:
            self._refuse_text(unresolved.text, what, unresolved.error, names or self.names)
        except UnsupportedType as error:  # a named alias, whose value is looked at only now
            self._refuse_text(named_type(annotation), what, error, names or self.names)
        return MISSING, False

    def _refuse_text(self, text: str, what: str, error: Exception, names: dict[str, Any]) -> None:
        cause: Any = error.__cause__ if isinstance(error, UnsupportedType) else error
        said = getattr(error, "reason", f"{type(error).__name__}: {error}")
        message = f"the annotation `{text}` of {what} cannot be evaluated: {said}"
        self._refuse("DC221", message, fix=an.mended(cause, names))

    def _shape(self, annotation: object, what: str) -> tuple[Shape, ir.TypeKey]:
        if annotation is not MISSING:
            types = dict(self.types)
            try:
                shape = shape_of(annotation)
                key = describe(shape, types)
            except UnsupportedType as error:
                self._refuse_type(error, what)
            except BadContract as error:
                self._refuse(error.code, f"in the type of {what}, {error.reason}", fix=error.fix)
            except NameTaken as error:
                self._refuse("DC225", f"in the type of {what}, {error}", fix=RENAME)
            except NotImportable as error:
                self._refuse(
                    "DC223",
                    f"`{error.name}` in the type of {what} cannot be imported:"
                    f" {error.obstacle.reason}",
                    fix=error.obstacle.fix,
                )
            else:
                self.types = types
                self._doubt(annotation, what)
                return shape, key
        shape = AnyShape()
        return shape, describe(shape, self.types)

    def _refuse_type(self, error: UnsupportedType, what: str) -> None:
        text = named_type(error.annotation)
        if (cause := an.missing_name(error)) is not None:  # in a field of a class
            message = f"the annotation `{text}` in {what} cannot be evaluated: {error.reason}"
            self._refuse("DC221", message, fix=an.mended(cause, self.names))
            return
        message = f"the type `{text}` of {what} cannot flow through a port: {error.reason}"
        self._refuse(kind_of(error), message, fix=error.fix or way_out(error))

    def _doubt(self, annotation: object, what: str) -> None:
        if annotation is self.fn:
            return
        for code, message, fix, severity in doubts(annotation, what):
            self.problems.append(
                problem(code, message, at=self.at, here=self.here, fix=fix, severity=severity)
            )

    def _refuse(self, code: str, message: str, *, fix: str) -> None:
        self.problems.append(problem(code, message, at=self.at, here=self.here, fix=fix))
