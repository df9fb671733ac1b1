"""What stands in for a value while a pipeline is wired.

    flights = load(day)      # a Handle: nothing is loaded
    clean(flights)           # all that can be done with it: pass it on

Every other use raises a coded error at the author's line. Traps are a table: the special
method, what its use means, what to write instead.
"""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NoReturn

if TYPE_CHECKING:
    from dagcompile.authoring.tracer import Tracer
    from dagcompile.ir.records import FromParam, FromPort
    from dagcompile.runtime.types import Shape

_BRANCH = "move the decision into an op; for a branch, return Maybe[...] and join with first_of"
_OP = "write an op that takes the value and does this, and call it here"
_CLASS = f"{_OP}; for a branch, return Maybe[...] and join with first_of"
_FAN_IN = "pass the whole value to an op; its elements are known only when the pipeline runs"
_ITEM = "write an op that takes the value and gives what is in it, and call it here"
_NAMED = "let the op return a NamedTuple, whose fields are handles each: `parts.left`"
_TEXT = "format the value in an op; use a literal for text that is known when the pipeline is wired"
_BEFORE_CALL = {
    name: f"that is said before the call: clean.{name}(...)(rows), not clean(rows).{name}(...)"
    for name in ("named", "configured", "with_policy", "expecting", "after")
}


class Handle:
    """Stands for the value of a port or param.

    Of an unknown object only `type(value) is Handle` is safe to ask.
    """

    __slots__ = ("_dc_shape", "_dc_source", "_dc_tracer")

    def __init__(self, tracer: "Tracer", source: "FromPort | FromParam", shape: "Shape") -> None:
        set_slot = object.__setattr__
        set_slot(self, "_dc_tracer", tracer)
        set_slot(self, "_dc_source", source)
        set_slot(self, "_dc_shape", shape)

    if TYPE_CHECKING:
        _dc_tracer: Tracer
        _dc_source: FromPort | FromParam
        _dc_shape: Shape
    else:

        @property
        def __class__(self) -> NoReturn:
            _refuse(self, "asked for its class", _CLASS)

    def __repr__(self) -> str:
        return f"<handle {label(self)}: {self._dc_shape.text}>"

    def __dir__(self) -> list[str]:
        return []

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith(("__", "_repr_", "_ipython_")):
            raise AttributeError(name)
        _refuse(self, f"asked for its attribute `{name}`", _BEFORE_CALL.get(name, _OP))


def label(handle: Handle) -> str:
    """How to call `handle` in a message: `clean.result`, or `param day`."""
    source = handle._dc_source
    return f"param {source.name}" if source.kind == "param" else f"{source.node}.{source.port}"


def _refuse(handle: Handle, use: str, instead: str) -> NoReturn:
    from dagcompile.authoring.places import author_mark
    from dagcompile.diagnostics import CompileError, Diagnostic, Label

    text = handle._dc_shape.text
    message = (
        f"`{label(handle)}` is {use} while the pipeline is wired, but it is a handle: it stands"
        f" for the value of type {text} that will be there when the pipeline runs"
    )
    place = author_mark(sys._getframe(1)).place()
    label_ = Label(place=place, text=f"`{label(handle)}` used as a value")
    if instead in (_FAN_IN, _ITEM) and text.startswith("tuple["):
        instead = f"{_NAMED}; or {instead}"
    problem = Diagnostic(code="DC110", message=message, labels=(label_,), fix=instead)
    handle._dc_tracer.misused(problem)  # for whoever catches what is raised here
    raise CompileError([problem])


def _trap(use: str, instead: str) -> Callable[..., NoReturn]:
    def trap(handle: Handle, *_: object, **__: object) -> NoReturn:
        _refuse(handle, use, instead)

    return trap


_BINARY = "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and xor or".split()
_COMPARED = "eq ne lt le gt ge".split()
_UNARY = "neg pos abs invert round trunc floor ceil".split()
_NUMBERS = "int float complex".split()
_WALKED = "iter next len contains reversed length_hint aiter anext".split()
_ENTERED = "enter exit aenter aexit".split()
_COPIED = "copy deepcopy reduce reduce_ex getstate".split()
_ARRAYS = (
    "array array_ufunc array_function dataframe arrow_c_array arrow_c_stream arrow_c_schema buffer"
).split()

_TRAPS: Final[tuple[tuple[Sequence[str], str, str], ...]] = (
    (["bool"], "asked for its truth", _BRANCH),
    (_COMPARED, "compared", _BRANCH),
    (["hash"], "hashed (put into a set, used as a key of a dict, or looked up by a cache)",
     "put it into a list, or use a literal as the key; put @op above a cache"),
    (_WALKED, "iterated, measured or searched", _FAN_IN),
    (["getitem"], "indexed", _ITEM),
    (["setitem", "delitem"], "indexed", _OP),
    (["setattr", "delattr"], "given an attribute", _OP),
    (["call"], "called", _OP),
    (["str", "format", "bytes"], "turned into text", _TEXT),
    (_BINARY, "calculated with", _OP),
    ([f"r{name}" for name in _BINARY], "calculated with", _OP),
    ([f"i{name}" for name in _BINARY if name != "divmod"], "calculated with", _OP),
    (_UNARY, "calculated with", _OP),
    (_NUMBERS, "turned into a number", _OP),
    (["index"], "used as an index, a number or a file", _OP),
    (["fspath"], "used as a path", _OP),
    (_ARRAYS, "turned into an array", _OP),
    (_ENTERED, "entered as a context", _OP),
    (["await"], "awaited", _OP),
    (_COPIED, "copied or pickled", "pass the handle itself on"),
)  # fmt: skip

Sequence.register(Handle)  # so that `case [a, b]` asks for its length, and does not pass it over

for _names, _use, _instead in _TRAPS:
    for _name in _names:
        setattr(Handle, f"__{_name}__", _trap(_use, _instead))
