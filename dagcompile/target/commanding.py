"""What a change means for whoever starts a generated module: its path, its flags, its config.

    impact=partial(command_impact, target="python")

For targets whose artifact is one module that is a command, with a flag for each param and `--set`
for the fields of configs; `StraightModule` makes such.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dagcompile.ir.queries import index_of
from dagcompile.ir.records import OpNode, Pipeline, RecordType
from dagcompile.target.impact import Impact, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class _Command:
    """`path` is that of the module; `flags` tell whether a run needs them."""

    path: str
    flags: Mapping[str, bool]
    config: Sequence[str]
    stores: bool


def command_impact(old: Version | None, new: Version | None, *, target: str) -> Iterator[Impact]:
    """What whoever starts the module of a pipeline has to know."""
    before, now = old and _command(old), new and _command(new)
    if before and not now:
        yield _gone(before, target)
    elif before and now:
        if before.path != now.path:
            text = (
                f"`{before.path}` is `{now.path}`: whoever starts or imports it by its name fails"
            )
            yield Impact(
                kind=f"{target}.moved", text=text, weight="breaking", names=(before.path, now.path)
            )
        yield from _differing(before, now, target)


def _gone(command: _Command, target: str) -> Impact:
    text = f"`{command.path}` is gone: whoever starts or imports it fails"
    return Impact(kind=f"{target}.removed", text=text, weight="breaking", names=(command.path,))


def _differing(old: _Command, new: _Command, target: str) -> Iterator[Impact]:
    if gone := tuple(flag for flag in old.flags if flag not in new.flags):
        text = f"there is no {_listed(gone)} any more: whoever gives it has the command refused"
        yield Impact(kind=f"{target}.flags_removed", text=text, weight="breaking", names=gone)
    needed = tuple(flag for flag, needs in new.flags.items() if needs and not old.flags.get(flag))
    if needed:
        text = f"{_listed(needed)} has to be given: whoever does not has the command refused"
        yield Impact(kind=f"{target}.flags_required", text=text, weight="breaking", names=needed)
    if keys := tuple(key for key in old.config if key not in new.config):
        text = f"there is no config {_listed(keys)} any more: whoever sets it has the run refused"
        yield Impact(kind=f"{target}.config_removed", text=text, weight="risky", names=keys)
    if new.stores and not old.stores:
        text = "a run needs a store, by `--store` or `DAGCOMPILE_STORE`, to keep outputs in"
        yield Impact(kind=f"{target}.store", text=text, weight="breaking")


def _command(version: Version) -> _Command | None:
    if not version.artifacts:
        return None
    meaning = version.pipeline.meaning
    return _Command(
        path=version.artifacts[0].path,
        flags={f"--{each.name.replace('_', '-')}": each.default is None for each in meaning.params},
        config=tuple(_config(version.pipeline)),
        stores=any(isinstance(each, OpNode) and each.keeps for each in meaning.nodes),
    )


def _config(pipeline: Pipeline) -> Iterator[str]:
    """What `--set` takes, but for what lies within a field."""
    index = index_of(pipeline.meaning)
    for node in pipeline.meaning.nodes:
        if isinstance(node, OpNode) and (key := index.ops[node.op].config) is not None:
            type_ = index.declared[key]
            if isinstance(type_, RecordType):
                yield from (f"{node.id}.{field.name}" for field in type_.fields)


def _listed(names: Sequence[str]) -> str:
    *others, last = (f"`{each}`" for each in names)
    return f"{', '.join(others)} and {last}" if others else last
