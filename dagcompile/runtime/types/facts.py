"""What annotations say of values of registered types, read with the help of their support.

NDArray[np.float64]                                    dtype='float64'
Annotated[NDArray[np.float64], Facts(ndim=2)]          dtype='float64', ndim=2
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dagcompile.runtime.types.base import UnsupportedType
from dagcompile.runtime.types.names import class_text, literal_text, short
from dagcompile.runtime.types.refined import RefinedShape
from dagcompile.runtime.types.registered import FactShape, blame, raised
from dagcompile.runtime.types.registry import BrokenSupport, registration_of
from dagcompile.runtime.types.support import Facts, is_fact, same_fact

if TYPE_CHECKING:
    from dagcompile.runtime.types.shapes import Shape


class WrongFacts(UnsupportedType):
    """Facts that no value of the type has; `fix` is the way out."""

    def __init__(self, annotation: object, reason: str, fix: str) -> None:
        super().__init__(annotation, reason)
        self.fix = fix

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.annotation, self.reason, self.fix)


def parameters(annotation: Any, cls: type) -> "FactShape | None":
    """The shape of `cls[...]`, None where the class is not registered.

    Raises:
        UnsupportedType: the parameters say what no fact stands for; or the support is broken.
    """
    registration = registration_of(cls)
    if registration is None:
        return None
    try:
        said = registration.support.facts_of(annotation)
    except ValueError as error:
        fix = f"write {cls.__name__} or Annotated[{cls.__name__}, Facts(...)]"
        raise WrongFacts(annotation, str(error), fix) from error
    except Exception as error:
        raise _broken(cls, registration.by, "facts_of", raised(error)) from error
    return _with(FactShape(cls), said, annotation)


def with_facts(shape: "Shape", metadata: Iterable[object], annotation: Any) -> "Shape":
    """`shape` with the facts that stand beside it. Raises `UnsupportedType`."""
    for mark in metadata:
        if isinstance(mark, Facts):
            shape = _beneath(shape, mark, annotation)
    return shape


def _beneath(shape: "Shape", mark: Facts, annotation: Any) -> "Shape":
    """`shape` with the facts, below the checks that are laid over it."""
    if isinstance(shape, RefinedShape):
        if shape.name:
            reason = f"facts beside `{shape.name}` would change what that name stands for"
            raise WrongFacts(annotation, reason, f"write them where `{shape.name}` is made")
        return replace(shape, base=_beneath(shape.base, mark, annotation))
    if not isinstance(shape, FactShape):
        reason = f"`{shape.text}` is not registered, so no facts are known of it"
        fix = "install what registers it, or test it by a Check"
        raise WrongFacts(annotation, reason, fix)
    return _with(shape, dict(mark.given), annotation)


def _with(shape: FactShape, more: Mapping[str, Any], annotation: Any) -> FactShape:
    facts = dict(shape.facts)
    for name, value in more.items():
        fact = _normal(shape, name, value, annotation)
        if name in facts and not same_fact(facts[name], fact):
            both = f"{literal_text(facts[name])} and {literal_text(fact)}"
            reason = f"no value has both {both} as its `{name}`"
            raise WrongFacts(annotation, reason, f"say `{name}` once")
        facts[name] = fact
    return FactShape(shape.cls, tuple(sorted(facts.items())))


def _normal(shape: FactShape, name: str, value: Any, annotation: Any) -> Any:
    support, by = shape.registration.support, shape.registration.by
    cls = class_text(shape.cls)
    if name not in support.fact_names:
        from difflib import get_close_matches

        near = get_close_matches(name, support.fact_names, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        known = ", ".join(sorted(support.fact_names)) or "none"
        reason = f"`{cls}` has no fact `{name}`"
        raise WrongFacts(annotation, reason, f"{hint}{by} knows of it: {known}")
    try:
        fact: object = support.normal(name, value)
    except ValueError as error:
        raise WrongFacts(annotation, f"`{name}`: {error}", f"correct `{name}`") from error
    except Exception as error:
        raise _broken(shape.cls, by, "normal", raised(error)) from error
    if not is_fact(fact):
        reason = f"`{name}` is {short(fact)}, which is no literal that a fact may be"
        raise WrongFacts(annotation, reason, "write a bool, an int, a text or a tuple of ints")
    return fact


def _broken(cls: type, by: str, method: str, fault: str) -> BrokenSupport:
    return BrokenSupport(cls, blame(cls, by, method, fault), f"mend or uninstall {by}")
