"""What `first_of` picks from: its items, and the type of what it gives."""

from dagcompile.authoring.arguments import edge
from dagcompile.authoring.handles import Handle
from dagcompile.authoring.literals import handles_in
from dagcompile.authoring.sites import Site
from dagcompile.ir import records as ir
from dagcompile.runtime.types import AnyShape, Shape
from dagcompile.runtime.types.unions import union_of


def joined(site: Site, values: tuple[object, ...]) -> "tuple[tuple[ir.Source, ...], Shape]":
    """The items of a node and the union of the types of its handles; mistakes are recorded."""
    handles = [each for each in values if type(each) is Handle]
    if not handles and not any(handles_in(each) for each in values):
        site.refuse(
            "DC129",
            f"`{site.id}` has no handle to pick from",
            fix="pass what ops returned, the preferred one first",
        )
    shapes = {each._dc_shape.text: each._dc_shape for each in handles}
    shape = union_of(shapes.values()) if shapes else AnyShape()
    items = [_item(site, value, shape, number) for number, value in enumerate(values)]
    return tuple(item for item in items if item is not None), shape


def _item(site: Site, value: object, shape: Shape, number: int) -> "ir.Source | None":
    what, at = f"item {number + 1} of `{site.id}`", site.argument(number)
    if type(value) is not Handle and handles_in(value):
        site.refuse(
            "DC119",
            f"{what} is a container of handles; first_of picks among single values",
            fix="pass each handle as an item of its own, or build the container in an op",
            at=at,
            here="this",
        )
        return None
    return edge(site, value, shape, what, at=at)
