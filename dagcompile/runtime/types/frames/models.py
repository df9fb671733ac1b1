"""Models of pandera to contracts, and what of a model no contract can say.

A guard looks at a frame and never changes it, so a model that would is refused.
"""

from collections.abc import Iterator
from typing import Any

from dagcompile.runtime.types.base import UnsupportedType
from dagcompile.runtime.types.frames.checks import facts_of
from dagcompile.runtime.types.frames.contract import (
    CheckFact,
    ColumnContract,
    FrameContract,
    Library,
)
from dagcompile.runtime.types.frames.dtypes import dtype_name, told_in
from dagcompile.runtime.types.frames.parts import columns_of, joint_uniques, levels_of
from dagcompile.runtime.types.frames.told import UNIQUE_NAMES
from dagcompile.runtime.types.names import class_text, short

_DTYPES = (
    "write dtypes that pandera knows: int, float, str, bool, datetime.datetime, or those of the"
    " library itself"
)


def schema_of(annotation: object, model: Any) -> Any:
    """The schema of pandera that `model` makes. Raises `UnsupportedType`."""
    try:
        return model.to_schema()
    except Exception as error:
        first = str(error).partition("\n")[0]
        reason = f"pandera makes no schema of `{class_text(model)}`: {first}"
        raise UnsupportedType(annotation, reason, _DTYPES) from error


def contract_of(annotation: object, model: Any, *, library: Library) -> FrameContract:
    """What `model`, a `DataFrameModel` of pandera, asks of a frame. Raises `UnsupportedType`."""
    schema = schema_of(annotation, model)
    if refusals := list(dict.fromkeys(_refusals(schema))):
        *most, (last, instead) = refusals
        what = " and ".join([*([", ".join(each for each, _ in most)] if most else []), last])
        reason = f"a guard does not change a frame, as {what} of `{class_text(model)}` would"
        fix = f"{instead}, and leave out {last}"
        if most:
            fix = "do in ops what they would do, and leave all of them out of the model"
        raise UnsupportedType(annotation, reason, fix)
    for what, expected in _warnings(schema):
        reason = f"{what} of `{class_text(model)}` only warns, and what a guard finds counts"
        fix = f'leave it out of the model, and expect it: expect({expected}, severity="warn")'
        raise UnsupportedType(annotation, reason, fix)
    for column in columns_of(schema):
        if type(column.name) is not str:
            reason = f"`{class_text(model)}` names a column {short(column.name)}, which is no text"
            raise UnsupportedType(annotation, reason, "name columns by texts")
    reader = _Reader(class_text(model), library)
    joint = joint_uniques(schema)
    return FrameContract(
        columns=tuple(reader.column(schema, each) for each in columns_of(schema)),
        checks=tuple(reader.frame_checks(schema)),
        strict=schema.strict is True,
        ordered=bool(schema.ordered),
        unique=joint[0] if len(joint) == 1 else (),
        index=tuple(map(reader.level, levels_of(getattr(schema, "index", None)))),
    )


class _Reader:
    """Reads the parts of the schema of one model."""

    def __init__(self, model: str, library: Library) -> None:
        self._model = model
        self._library = library

    def column(self, schema: Any, column: Any) -> ColumnContract:
        """What is asked of a column; the dtype of the whole frame goes before its own."""
        dtype = column.dtype if schema.dtype is None else schema.dtype
        owner = f"{self._model}.{column.name}"
        return ColumnContract(
            name=str(column.name),
            dtype=dtype_name(dtype, library=self._library, owner=owner),
            told=told_in(dtype, library=self._library),
            nullable=bool(column.nullable),
            unique=bool(column.unique),
            required=bool(column.required),
            regex=bool(column.regex),
            checks=facts_of(column.checks, owner=owner),
        )

    def level(self, level: Any) -> ColumnContract:
        """What is asked of a level of the index."""
        owner = f"{self._model}.{level.name or 'index'}"
        return ColumnContract(
            name="" if level.name is None else str(level.name),
            dtype=dtype_name(level.dtype, library=self._library, owner=owner),
            nullable=bool(level.nullable),
            unique=bool(level.unique),
            checks=facts_of(level.checks, owner=owner),
        )

    def frame_checks(self, schema: Any) -> Iterator[CheckFact]:
        """Checks over the frame as a whole, those that pandera has other words for included."""
        yield from facts_of(schema.checks, owner=self._model)
        joint = joint_uniques(schema)
        for names in joint if len(joint) > 1 else ():
            yield CheckFact(name="multiple_fields_uniqueness", params=(("columns", names),))
        if getattr(schema, "unique_column_names", False):
            yield CheckFact(name=UNIQUE_NAMES)
        index = getattr(schema, "index", None)
        if index is not None and hasattr(index, "indexes"):
            options = ("strict", "ordered", "unique")
            given = tuple((key, _plain(getattr(index, key, None))) for key in sorted(options))
            yield CheckFact(name="multiindex", params=given)


def _plain(option: Any) -> Any:
    return tuple(option) if isinstance(option, list) else option


def _refusals(schema: Any) -> Iterator[tuple[str, str]]:
    """What of `schema` would change a frame, and what to do instead."""
    if schema.coerce:
        yield "`coerce` in the Config", "convert in an op"
    if schema.strict == "filter":
        yield '`strict="filter"` in the Config', "drop columns in an op"
    if schema.parsers:
        yield "the parsers", "parse in an op"
    for option in ("add_missing_columns", "drop_invalid_rows"):
        if getattr(schema, option, False):
            yield f"`{option}` in the Config", "do it in an op"
    if schema.dtype is not None and "ydantic" in type(schema.dtype).__name__:
        yield "the model of pydantic for rows", "declare the columns"
    for column in (*schema.columns.values(), *levels_of(getattr(schema, "index", None))):
        yield from _column_refusals(column)


def _warnings(schema: Any) -> Iterator[tuple[str, str]]:
    """The checks of `schema` that only warn, and what to expect instead."""
    whole = "<a function of the frame>"
    for check in schema.checks:
        if check.raise_warning:
            yield _called(check), whole
    for column in schema.columns.values():
        for check in column.checks:
            if check.raise_warning:
                name = f'column("{column.name}", <check>)'
                yield f"{_called(check)} of {short(column.name)}", name
    for level in levels_of(getattr(schema, "index", None)):
        for check in level.checks:
            if check.raise_warning:
                yield f"{_called(check)} of the index", whole


def _called(check: Any) -> str:
    return f"the check `{check.name}`" if check.name else "a check"


def _column_refusals(column: Any) -> Iterator[tuple[str, str]]:
    name = short(column.name) if column.name is not None else "the index"
    if column.coerce:
        yield f"`coerce` of {name}", "convert in an op"
    if column.parsers:
        yield f"the parsers of {name}", "parse in an op"
    if getattr(column, "default", None) is not None:
        yield f"`default` of {name}", "fill in an op"
    if getattr(column, "drop_invalid_rows", False):
        yield f"`drop_invalid_rows` of {name}", "drop rows in an op"
    if type(column.dtype).__name__ == "PanderaSchema":
        yield f"the model within {name}", "write pl.Struct({...}) for its dtype"
