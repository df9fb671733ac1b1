"""The assets that nodes read, write and keep, as the IR has them.

@op(reads=[RAW], writes=[REPORT])        node.reads == ("flights/raw",)
publish.writing(ARCHIVE)                 node.writes == ("flights/report", "flights/archive")
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from dagcompile.authoring.handles import Handle
from dagcompile.authoring.operations import Op
from dagcompile.authoring.places import Spot
from dagcompile.authoring.policies import stated
from dagcompile.authoring.sites import Site
from dagcompile.authoring.specs import Spec
from dagcompile.ir import records as ir
from dagcompile.runtime.assets import Asset

if TYPE_CHECKING:
    from dagcompile.authoring.tracer import Tracer

_HERE = "said here"


def assets_of(site: Site, op: Op[..., Any], side: Literal["reads", "writes"]) -> tuple[str, ...]:
    """The names of the assets that the settings of `op` say a node reads, or writes; each is
    entered in the table of its pipeline. Mistakes are recorded.
    """
    at = stated(site, op, side)
    given: tuple[Any, ...] = getattr(op._settings, side)
    names: dict[str, None] = {}
    for each in given:
        if issubclass(type(each), Asset):  # of a handle nothing is asked
            enter(site, each, at=at)
            names[each.name] = None
        else:
            _not_one(site, each, side, at)
    return tuple(names)


def kept_of(site: Site, op: Op[..., Any], spec: Spec) -> tuple[ir.Kept, ...]:
    """The outputs that the settings of `op` say a node keeps, in their order; each asset is entered
    in the table of its pipeline. Mistakes are recorded.
    """
    at = stated(site, op, "keeps")
    outs = [each.name for each in spec.outs]
    given: Any = op._settings.keeps
    if spec.definition.operator is not None:
        fix = "let an op take what it gives, and keep what that returns"
        _not_kept(site, f"`{site.id}` is native work, whose result is its orchestrator's", fix, at)
        return ()
    if spec.record is None and not isinstance(given, Mapping):
        given = {outs[0]: given}
    elif not isinstance(given, Mapping):
        fix = f"name them: keeps={{{outs[0]!r}: ...}}"
        _not_kept(site, f"`{site.id}` has the outputs {', '.join(outs)}", fix, at)
        return ()
    found: list[ir.Kept] = []
    for port, asset in given.items():
        if not issubclass(type(asset), Asset):  # of a handle nothing is asked
            _not_one(site, asset, "keeps", at)
        elif port not in outs:
            fix = f"its output{'s are' if len(outs) > 1 else ' is'} {', '.join(outs)}"
            _not_kept(site, f"`{site.id}` has no output {port!r} to be kept", fix, at)
        else:
            enter(site, asset, at=at)
            found.append(ir.Kept(port=port, asset=asset.name))
    return tuple(sorted(found, key=lambda each: outs.index(each.port)))


def enter(site: Site, asset: Asset, *, at: Spot | None = None) -> None:
    """Enter `asset` in the table of the pipeline; another URI for its name is a mistake."""
    known, first = site.tracer.assets.setdefault(asset.name, (asset, site.id))
    if known.uri == asset.uri:
        return
    site.refuse(
        "DC182",
        f"the asset {asset.name} of `{site.id}` is {_uri(asset)}, and of `{first}` it is"
        f" {_uri(known)}",
        fix="an asset is one thing: make it once, where both import it from",
        at=at,
        here=_HERE if at is not None else "",
    )


def table(tracer: "Tracer") -> tuple[ir.Asset, ...]:
    """The assets of a pipeline, by name."""
    found = sorted(tracer.assets.items())
    return tuple(ir.Asset(name=name, uri=asset.uri) for name, (asset, _) in found)


def _uri(asset: Asset) -> str:
    return "without a URI" if asset.uri is None else f"at {asset.uri}"


def _not_kept(site: Site, message: str, fix: str, at: Spot | None) -> None:
    site.refuse("DC189", message, fix=fix, at=at, here=_HERE)


def _not_one(site: Site, given: object, side: str, at: Spot | None) -> None:
    what, fix = f"an object of class {type(given).__qualname__}", "name it: Asset(...)"
    if type(given) is Handle:
        what, fix = "a handle", "pass it as an input; an asset is what outlives the run"
    elif isinstance(given, str):
        fix = f"write Asset({given!r})"
    elif isinstance(given, type) and issubclass(given, Asset):
        what, fix = "the class Asset itself", 'call it: Asset("...")'
    site.refuse(
        "DC181",
        f"`{site.id}` {side} {what}, which is no asset",
        fix=fix,
        at=at,
        here=_HERE,
    )
