"""What pipelines name: functions and classes by their import paths, and what is told of them.

modules_in(held.content)        the modules, without reading the IR
named_in(pipeline)              what is named there
told_in(pipeline)               what its source need not be asked for
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from dagcompile.changes.identity.moves import refs_in
from dagcompile.ir.records import (
    ClassType,
    EnumType,
    FactType,
    FrameType,
    Pipeline,
    RecordType,
    Ref,
)
from dagcompile.project.bodies.modules import Told

_MODULE = re.compile(r'"module":\s*"([^\W\d][\w.]*)"|"([^\W\d][\w.]*):[^\W\d][\w.]*"')
_PATH = re.compile(r"([^\W\d][\w.]*):([^\W\d][\w.]*)")


def modules_in(content: bytes) -> frozenset[str]:
    """The modules that an IR names, and maybe some more."""
    found = _MODULE.findall(content.decode(errors="replace"))
    return frozenset(one or other for one, other in found)


def named_in(pipeline: Pipeline) -> dict[Ref, None]:
    """What a pipeline names, but for its own function, of which the IR tells everything."""
    build = pipeline.build
    return dict.fromkeys((*refs_in(pipeline.meaning), *refs_in(build), *paths_in(build)))


def paths_in(value: object) -> Iterator[Ref]:
    """The texts in options that may be import paths, as those of hooks are: `app.alerts:page`."""
    if isinstance(value, str):
        if found := _PATH.fullmatch(value):
            yield Ref(module=found[1], name=found[2])
    elif isinstance(value, Mapping):
        yield from paths_in(tuple(value.values()))
    elif isinstance(value, Iterable):
        for each in value:
            yield from paths_in(each)
    elif is_dataclass(value):
        for one in fields(value):
            yield from paths_in(getattr(value, one.name))


def told_in(pipeline: Pipeline) -> Iterator[tuple[Ref, Told]]:
    """What the IR tells of functions and classes; of each the last that is said holds."""
    configs = {each.config for each in pipeline.meaning.ops}
    settled: list[Ref] = []
    for entry in pipeline.meaning.types:
        match entry.type:
            case RecordType() as type_ if entry.key in configs:
                settled += (type_.ref, *type_.bases)
            case FrameType() as type_:
                settled.append(type_.ref)
            case RecordType() | ClassType() | FactType() as type_:
                yield from ((each, Told()) for each in (type_.ref, *type_.bases))
            case EnumType() as type_:
                yield type_.ref, Told()
            case _:
                continue
    yield from ((each, Told(kind="fields")) for each in settled)
    for op in pipeline.meaning.ops:
        without = [each.name for each in op.inputs if not each.required and each.default is None]
        yield op.ref, Told(kind="op", untold=frozenset(without))
