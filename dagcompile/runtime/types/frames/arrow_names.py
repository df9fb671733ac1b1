"""Names of the types of columns of pyarrow: equal for types that pyarrow takes for equal, and only
for those.

    list<string>                      whatever the field of the elements is called
    map<string, int64 not null>
    struct<a: int64, 'b: int64': string not null>

pyarrow itself writes names of fields as they are, so that two types may have one text.
"""

from typing import Any, Literal

from dagcompile.runtime.types.names import import_path, literal_text


def arrow_name(type_: Any) -> str:
    """The name of a type of pyarrow."""
    import pyarrow as pa
    from pyarrow import types

    if isinstance(type_, pa.BaseExtensionType):
        return _extension(type_)
    if types.is_map(type_):
        kept = ", keys_sorted" if type_.keys_sorted else ""
        return f"map<{arrow_name(type_.key_type)}, {_held(type_.item_field)}{kept}>"
    if types.is_fixed_size_list(type_):
        return f"fixed_size_list<{_held(type_.value_field)}>[{type_.list_size}]"
    if types.is_dictionary(type_):
        kept = ", ordered" if type_.ordered else ""
        return f"dictionary<{arrow_name(type_.value_type)}, {type_.index_type}{kept}>"
    if types.is_run_end_encoded(type_):
        return f"run_end_encoded<{type_.run_end_type}, {arrow_name(type_.value_type)}>"
    head = str(type_).partition("<")[0]
    if types.is_struct(type_):
        return f"{head}<{', '.join(map(arrow_field, type_))}>"
    if types.is_union(type_):
        fields = [arrow_field(type_.field(at)) for at in range(type_.num_fields)]
        codes = zip(type_.type_codes, fields, strict=True)
        return f"{head}<{', '.join(f'{code}={field}' for code, field in codes)}>"
    if hasattr(type_, "value_field"):  # one of the kinds of lists
        return f"{head}<{_held(type_.value_field)}>"
    return str(type_)


def told_in(type_: Any) -> Literal["header", "rows"]:
    """Where it shows whether a column is of a type: in the rows, where it forbids nulls within."""
    name = arrow_name(type_)
    return "rows" if " not null" in name or "map<" in name else "header"


def arrow_field(field: Any) -> str:
    """A field with its name: `tail: string not null`."""
    return field_text(field.name, arrow_name(field.type), nullable=field.nullable)


def field_text(name: str, dtype: str, *, nullable: bool) -> str:
    """A field of a name and a type with its name. A name that could be read amiss is quoted."""
    shown = name if name.isidentifier() else literal_text(name)
    return f"{shown}: {dtype}{'' if nullable else ' not null'}"


def _held(field: Any) -> str:
    return f"{arrow_name(field.type)}{'' if field.nullable else ' not null'}"


def _extension(type_: Any) -> str:
    """A type of somebody: where its class is found, and with what it is written in a file."""
    if not hasattr(type_, "__arrow_ext_serialize__"):
        return str(type_)
    path = ".".join(import_path(type(type_)))
    params = type_.__arrow_ext_serialize__()
    storage = arrow_name(type_.storage_type)
    return f"extension<{path}, {type_.extension_name}, {params!r}, {storage}>"
