"""Tables of pyarrow as parquet files, and back, without loss.

A file of pyarrow holds the schema of the table beside the types of parquet. Of a type that parquet
does not have, such as seconds, it gives back a near one, and its own names to the elements of
lists: such columns are cast to what the schema says. Whether that makes them what they were is
looked at when the file is written.
"""

from base64 import b64decode
from collections.abc import Iterator
from typing import Any

from dagcompile.runtime.types.base import Unencodable
from dagcompile.runtime.types.frames.parquet import unheld, write_table


def to_file(table: Any) -> bytes:
    """A table as a file. Raises `Unencodable`, which names the column."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    _writable(table)
    try:
        data = write_table(table)
    except Exception as error:
        raise _unwritten(table, error) from error
    file = pq.ParquetFile(pa.BufferReader(data))
    suspects = list(_suspects(table.schema, file.schema_arrow))
    if suspects:
        kept, own = file.read(), table.unify_dictionaries()
        written = _written_schema(file)
        for place in suspects:
            field, back = table.schema.field(place), written.field(place)
            _compare(field, own.column(place), back, kept.column(place))
    return data


def from_file(data: bytes) -> Any:
    """Inverse of `to_file`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = pq.ParquetFile(pa.BufferReader(data))
    table, schema = file.read(), _written_schema(file)
    columns = zip(table.columns, schema.types, strict=True)
    return pa.Table.from_arrays([_cast(*each) for each in columns], schema=schema)


def _written_schema(file: Any) -> Any:
    """The schema that stands beside the types of parquet, if it is a file of pyarrow."""
    import pyarrow as pa

    written = (file.metadata.metadata or {}).get(b"ARROW:schema")
    if written is None:
        return file.schema_arrow
    return pa.ipc.read_schema(pa.py_buffer(b64decode(written)))


def _writable(table: Any) -> None:
    names = table.schema.names
    for name in names:
        if names.count(name) > 1:
            raise unheld(name, "another one has its name")
    if not names and table.num_rows:
        raise Unencodable("", "no parquet file holds rows without columns")


def _unwritten(table: Any, error: Exception) -> Unencodable:
    """Why a table cannot be written: the first column that cannot."""
    for name in table.schema.names:
        try:
            write_table(table.select([name]))
        except Exception as cause:  # noqa: BLE001  # whatever it is, it is of this column
            return unheld(name, cause)
    return Unencodable("", str(error))


def _suspects(own: Any, kept: Any) -> Iterator[int]:
    """The columns that may come back as others, as numbers. Parquet has all others as they are."""
    import pyarrow as pa

    for place, (field, back) in enumerate(zip(own, kept, strict=True)):
        kind = field.type
        plain = any(is_such(kind) for is_such in (pa.types.is_primitive, pa.types.is_string))
        if not plain or not field.equals(back, check_metadata=True):
            yield place


def _compare(field: Any, own: Any, written: Any, kept: Any) -> None:
    """Raise `Unencodable` unless a column comes back as it was, to the digit.

    Args:
        written: the field in the file, by which the column `kept` is made again.
    """
    try:
        back = _cast(kept, written.type)
        back.validate(full=True)
    except Exception as error:
        why = f"its type {field.type} would come back as {kept.type}"
        raise unheld(field.name, why) from error
    if not written.equals(field, check_metadata=True):
        raise unheld(field.name, f"its type {field.type} would come back as {back.type}")
    if not own.equals(back) and not _same(own.combine_chunks(), back.combine_chunks()):
        raise unheld(field.name, f"values of its type {field.type} would come back as others")


def _same(own: Any, back: Any) -> bool:
    """Whether arrays of one type hold the same. Of pyarrow itself, no nan equals another."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if own.equals(back):
        return True
    if not own.is_null().equals(back.is_null()):
        return False
    kind = own.type
    if pa.types.is_floating(kind):
        bits = pa.type_for_alias(f"int{kind.bit_width}")
        return bool(own.view(bits).equals(back.view(bits)))
    if pa.types.is_struct(kind):
        return all(map(_same, own.flatten(), back.flatten()))
    if pa.types.is_map(kind):
        pairs = pa.list_(pa.struct([kind.key_field, kind.item_field]))
        return _same(own.cast(pairs), back.cast(pairs))
    if isinstance(kind, pa.BaseExtensionType):
        return _same(own.storage, back.storage)
    if not pa.types.is_nested(kind) or pa.types.is_union(kind):
        return False
    if not pc.list_value_length(own).equals(pc.list_value_length(back)):
        return False
    return _same(pc.list_flatten(own), pc.list_flatten(back))


def _cast(column: Any, wanted: Any) -> Any:
    """A column of a file as one of the type that it was written with."""
    import pyarrow as pa

    if column.type.equals(wanted, check_metadata=True):
        return column
    if pa.types.is_dictionary(wanted) and not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode().unify_dictionaries()
    if pa.types.is_dictionary(wanted):
        return _with_dictionary(column, wanted)
    return column.cast(wanted)


def _with_dictionary(column: Any, wanted: Any) -> Any:
    """A column with a dictionary as one with numbers and texts of other types."""
    import pyarrow as pa

    return pa.chunked_array(
        [
            pa.DictionaryArray.from_arrays(
                chunk.indices.cast(wanted.index_type),
                chunk.dictionary.cast(wanted.value_type),
                ordered=wanted.ordered,
            )
            for chunk in column.chunks
        ],
        type=wanted,
    )
