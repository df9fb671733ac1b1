"""What people are told of a pipeline: its tags and its owner."""

from typing import Any, NamedTuple, cast

from dagcompile.authoring.settings import PipelineSettings
from dagcompile.authoring.sites import Site
from dagcompile.authoring.sources import Decorated, Definition


class Told(NamedTuple):
    """Tags, each once and sorted, and the owner, empty where there is none."""

    tags: tuple[str, ...] = ()
    owner: str = ""


def told_of(site: Site, settings: PipelineSettings, definition: Definition) -> Told:
    """What the decorator of a pipeline says for people. Mistakes are recorded."""
    tags: Any = settings.tags
    if isinstance(tags, str) or not _are_texts(tags):
        one = tags if isinstance(tags, str) else "daily"
        _refuse(site, "tags", tags, f'a list of texts, as tags=["{one}"]', definition)
        tags = ()
    owner = settings.owner
    if owner is not None and not _is_text(owner):
        _refuse(site, "owner", owner, 'a text, as owner="data-platform"', definition)
        owner = None
    return Told(tuple(sorted(set(tags))), owner or "")


def _are_texts(tags: object) -> bool:
    return isinstance(tags, list | tuple | set | frozenset) and all(
        map(_is_text, cast("tuple[object, ...]", tags))
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _refuse(site: Site, name: str, value: object, wanted: str, definition: Definition) -> None:
    verb = "are" if name == "tags" else "is"
    site.refuse(
        "DC187",
        f"the {name} of pipeline `{site.id}` {verb} {value!r}, not {wanted.partition(',')[0]}",
        fix=f"give {wanted}",
        at=Decorated(definition.code, name, otherwise=definition),
        here="said here",
    )
