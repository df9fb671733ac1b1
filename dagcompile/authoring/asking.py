"""Options of targets, as an author gives them: `{"airflow": {"pool": "db"}}`.

What a target makes of one, it alone knows; here they are plain values by name, or refused.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias, cast

from dagcompile.authoring.literals import Unfit, encoded
from dagcompile.authoring.places import Spot
from dagcompile.authoring.sites import Site
from dagcompile.ir import records as ir
from dagcompile.ir.options import UNPLAIN

Finder: TypeAlias = Callable[[tuple[str, ...]], Spot | None]
"""Where the option at a path, such as `("airflow", "pool")`, is written."""

_FORM = 'write targets={"airflow": {"pool": "db"}}: options by name, by target'
_HERE = "said here"


def asked_of(site: Site, targets: object, *, what: str, at: Finder) -> tuple[ir.TargetOptions, ...]:
    """The options that `targets` says of `what`, sorted by target. Mistakes are recorded.

    Args:
        site: where they count.
        what: whose they are, for messages: "`load`".
        at: finds where they are written.
    """
    if targets is None:
        return ()
    if not isinstance(targets, Mapping):
        _refuse(site, f"the targets of {what} are {_kind(targets)}", fix=_FORM, at=at(()))
        return ()
    given = cast("Mapping[object, object]", targets)
    found = [_options(site, name, each, what=what, at=at) for name, each in given.items()]
    return tuple(sorted((each for each in found if each), key=lambda each: each.target))


def _options(
    site: Site, target: object, options: object, *, what: str, at: Finder
) -> ir.TargetOptions | None:
    if not isinstance(target, str):
        _refuse(site, f"a target of {what} is {_kind(target)}, not a name", fix=_FORM, at=at(()))
        return None
    if not isinstance(options, Mapping):
        said = f"the options of {what} for {target} are {_kind(options)}"
        _refuse(site, said, fix=_FORM, at=at((target,)))
        return None
    values: list[tuple[str, ir.Value]] = []
    for name, given in cast("Mapping[object, object]", options).items():
        if not isinstance(name, str):
            said = f"an option of {what} for {target} is called {name!r}, which is not a text"
            _refuse(site, said, fix=_FORM, at=at((target,)))
            continue
        spot, option = at((target, name)), f"option {target}.{name} of {what}"
        try:
            value = encoded(given)
        except Unfit as unfit:
            site.refuse(unfit.code, f"{option}: {unfit}", fix=unfit.fix, at=spot, here=_HERE)
            continue
        unplain = list(_unplain(value))
        for said, fix in unplain:
            _refuse(site, f"{option} holds {said}", fix=fix, at=spot)
        if not unplain:
            values.append((name, value))
    return ir.TargetOptions(target=target, values=tuple(values)) if values else None


def _unplain(value: ir.Value) -> Iterator[tuple[str, str]]:
    """What in a literal is not plain, and what to write."""
    match value:
        case ir.Symbol(ref=ref):
            yield f"`{ref.name}`", f'give its import path, as text: "{ref.module}:{ref.name}"'
        case ir.Member(enum=enum, name=name):
            yield f"`{enum.name}.{name}`", "give the text or number that the target takes for it"
        case ir.Instance(cls=cls):
            yield f"an object of class {cls.name}", "give a dict of plain values in its place"
        case ir.Sequence(items=items):
            for each in items:
                yield from _unplain(each)
        case ir.Mapping(items=pairs):
            for key, each in pairs:
                if not isinstance(key, str):
                    yield "a dict with a key that is not a text", "give texts as keys"
                yield from _unplain(each)
        case _:
            assert not isinstance(value, UNPLAIN)


def _refuse(site: Site, said: str, *, fix: str, at: Spot | None) -> None:
    site.refuse("DC185", said, fix=fix, at=at, here=_HERE)


def _kind(value: Any) -> str:
    return f"of class {type(value).__qualname__}"
