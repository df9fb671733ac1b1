"""What the classes of records say of their fields, beside the types of these."""

from collections.abc import Iterator
from typing import Any

from dagcompile.authoring.specs import Spec
from dagcompile.runtime.reading.wording import description_of
from dagcompile.runtime.types import RecordShape, RefinedShape, Shape


def described(spec: Spec) -> Iterator[tuple[str, str]]:
    """What is said of each field of the config of an op, by its path: `app.ops:clean.max_delay`."""
    if spec.config is not None:
        yield from _described(spec.config.shape, spec.definition.key, ())


def _described(shape: Shape, path: str, above: tuple[Any, ...]) -> Iterator[tuple[str, str]]:
    while isinstance(shape, RefinedShape):
        shape = shape.base
    if not isinstance(shape, RecordShape) or shape.cls in above:
        return
    for field in shape.fields:
        place = f"{path}.{field.name}"
        if text := description_of(shape.cls, field.name):
            yield place, text
        yield from _described(field.shape, place, (*above, shape.cls))
