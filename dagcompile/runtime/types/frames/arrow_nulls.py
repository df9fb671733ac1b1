"""Nulls in columns of pyarrow where a field says that there are none, however deep it is.

    ["tail"]           a cell of the column
    ["legs"][*]        an element of a list, or an entry of a map
    ["plane"]["tail"]  a field of a struct, or a member of a union

pyarrow itself does not look: it builds and hands on such a table without a word.
"""

from collections.abc import Iterator
from typing import Any, TypeAlias

from dagcompile.runtime.types.frames.rows import SHOWN, Bad
from dagcompile.runtime.types.names import step_text

_Inner: TypeAlias = tuple[str, Any, Any, Any]
"""Step, field, values, and of each value the number of the cell that it is in: None if the same."""


def nulls_of(column: Any, field: Any) -> Iterator[tuple[str, Bad]]:
    """The rows of a column that hold a null where `field` forbids one, by the path from the
    column to it. Of a column of another type only its cells are looked at.
    """
    if not _asks(field):
        return
    look = _nulls if column.type == field.type else _null_cells
    found: dict[str, Bad] = {}
    start = 0
    for chunk in column.chunks:
        for path, rows in look(chunk, None, field, ""):
            first = (start + row.as_py() for row in rows[:SHOWN])
            known = found.get(path, Bad(0))
            shown = (*known.rows, *first)[:SHOWN]
            found[path] = Bad(known.count + len(rows), shown)
        start += len(chunk)
    yield from found.items()


def _asks(field: Any) -> bool:
    """Whether a field, or one within it, forbids nulls."""
    return not field.nullable or any(map(_asks, _fields(field.type)))


def _nulls(array: Any, rows: Any, field: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Paths, and the numbers of the rows with a null there, each row once.

    Args:
        rows: of each cell of `array` the number of its row; None if it is that of the cell.
    """
    yield from _null_cells(array, rows, field, path)
    if not any(map(_asks, _fields(field.type))):
        return
    for step, inner, values, cells in _inner(array):
        own = rows if cells is None else cells if rows is None else rows.take(cells)
        yield from _nulls(values, own, inner, path + step)


def _null_cells(array: Any, rows: Any, field: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The same of the cells themselves, whatever is within them."""
    import pyarrow.compute as pc

    if field.nullable or (_has_bitmap(array.type) and not array.null_count):
        return
    cells = pc.indices_nonzero(array.is_null())
    if len(cells):
        yield path, cells if rows is None else pc.unique(rows.take(cells))


def _has_bitmap(type_: Any) -> bool:
    """Whether what is null is counted by pyarrow itself."""
    from pyarrow import types

    if hasattr(type_, "storage_type"):
        return _has_bitmap(type_.storage_type)
    return not (
        types.is_dictionary(type_) or types.is_union(type_) or types.is_run_end_encoded(type_)
    )


def _fields(type_: Any) -> Iterator[Any]:
    """The fields within a type, of one that only writes another in its way that one's."""
    from pyarrow import types

    if hasattr(type_, "storage_type"):
        yield from _fields(type_.storage_type)
    elif types.is_dictionary(type_) or types.is_run_end_encoded(type_):
        yield from _fields(type_.value_type)
    elif types.is_map(type_):
        yield from _fields(type_.key_type)
        yield type_.item_field
    elif types.is_nested(type_):
        yield from (type_.field(at) for at in range(type_.num_fields))


def _inner(array: Any) -> Iterator[_Inner]:
    """What the fields within the type of `array` hold, where the cells around it are not null."""
    import pyarrow.compute as pc
    from pyarrow import types

    type_ = array.type
    if hasattr(type_, "storage_type"):
        yield from _inner(array.storage)
    elif types.is_dictionary(type_):
        yield from _inner(array.dictionary_decode())
    elif types.is_run_end_encoded(type_):
        yield from _inner(pc.run_end_decode(array))
    elif types.is_union(type_):
        yield from _members(array)
    elif types.is_map(type_) or types.is_struct(type_):
        cells = pc.indices_nonzero(array.is_valid()) if array.null_count else None
        held = array if cells is None else array.take(cells)
        if types.is_map(type_):
            yield from _entries(held, cells)
            return
        for at, field in enumerate(type_):
            yield step_text(field.name), field, held.field(at), cells
    else:  # one of the kinds of lists
        yield "[*]", type_.value_field, array.flatten(), pc.list_parent_indices(array)


def _entries(array: Any, cells: Any) -> Iterator[_Inner]:
    """Keys and items of maps of which none is null."""
    import pyarrow as pa
    import pyarrow.compute as pc

    for field, held in (
        (array.type.key_field, array.keys),
        (array.type.item_field, array.items),
    ):
        each = pa.ListArray.from_arrays(array.offsets, held)
        parents = pc.list_parent_indices(each)
        yield "[*]", field, each.flatten(), parents if cells is None else cells.take(parents)


def _members(array: Any) -> Iterator[_Inner]:
    """Members of unions: of each the values that it holds by the codes."""
    import pyarrow as pa
    import pyarrow.compute as pc

    type_, count, start = array.type, len(array), array.offset
    buffers = array.buffers()
    codes = pa.Array.from_buffers(pa.int8(), count, [None, buffers[1]], offset=start)
    for at, code in enumerate(type_.type_codes):
        field = type_.field(at)
        cells = places = pc.indices_nonzero(pc.equal(codes, code))
        if type_.mode == "dense":
            offsets = pa.Array.from_buffers(pa.int32(), count, [None, buffers[2]], offset=start)
            places = offsets.take(cells)
        yield step_text(field.name), field, array.field(at).take(places), cells
