"""What pipelines name whose source is another than it was, though no IR tells.

Both sides have to have sources. Only those texts are read that differ, none of them is run, and
what cannot be read or found is passed over: a difference of pipelines never fails by it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from dagcompile.changes.identity.sides import sides_of
from dagcompile.diagnostics import CompileError
from dagcompile.ir.records import Pipeline, Ref
from dagcompile.project.bodies.modules import difference
from dagcompile.project.bodies.naming import modules_in, named_in, paths_in, told_in
from dagcompile.project.bodies.texts import Texts, texts_of
from dagcompile.project.git import Repository
from dagcompile.project.held import Held
from dagcompile.project.pairing import pairs
from dagcompile.project.sides import Sides
from dagcompile.review import CodeChange


def code_changes(sides: Sides) -> tuple[CodeChange, ...]:
    """What pipelines that are on both sides name and whose source differs, by where it stands."""
    old, new, repository = sides.old, sides.new, sides.repository
    if repository is None or not old.revision or not (new.revision or new.is_now):
        return ()
    hooks = _hooks(sides)
    both = [_both(*each, hooks=hooks) for each in pairs(old.held, new.held) if all(each)]
    try:
        found = [*_found(sides, repository, both)]
    except CompileError:  # git fails, say for want of a text that this clone does not have
        return ()
    return tuple(sorted(found, key=lambda each: (each.file, each.line, each.name)))


def _hooks(sides: Sides) -> tuple[Ref, ...]:
    """What the project asks of targets on both sides, for all pipelines."""
    old, new = (
        dict.fromkeys(paths_in(each.project.settings.target)) for each in (sides.old, sides.new)
    )
    return tuple(each for each in new if each in old)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Both:
    """A pipeline on both sides, and the modules of what is named: all, and what only one side does.

    `hooks` are named by the project for it.
    """

    before: Held
    after: Held
    hooks: tuple[Ref, ...]
    modules: frozenset[str]
    gone: frozenset[str]

    def refs(self) -> tuple[Pipeline, Pipeline, dict[Ref, Ref]]:
        """The pipelines, and what they both name: from what it was called to what it is.

        Raises:
            CompileError: the IR of a side cannot be read.
        """
        new = self.after.read()
        hooks = {each: each for each in self.hooks}
        if self.before.content == self.after.content:
            return new, new, {each: each for each in named_in(new)} | hooks
        old = self.before.read()
        names, there = sides_of(old, new).names.refs, named_in(new)
        refs = {each: names.get(each, each) for each in named_in(old)}
        return old, new, {each: to for each, to in refs.items() if to in there} | hooks


def _both(before: Held | None, after: Held | None, *, hooks: tuple[Ref, ...]) -> _Both:
    assert before is not None
    assert after is not None
    was = now = modules_in(before.content)
    if before.content != after.content:
        now = modules_in(after.content)
    modules = was | now | {each.module for each in hooks}
    return _Both(before=before, after=after, hooks=hooks, modules=modules, gone=was ^ now)


def _found(sides: Sides, repository: Repository, both: Sequence[_Both]) -> Iterator[CodeChange]:
    modules = frozenset[str]().union(*(each.modules for each in both))
    like = sides.old.revision
    old = texts_of(sides.old, repository, modules, like=like)
    new = texts_of(sides.new, repository, modules, like=like)
    others = {each for each in modules if old.ids.get(each) != new.ids.get(each)}
    others |= frozenset[str]().union(*(each.gone for each in both))
    others &= old.ids.keys() | new.ids.keys()
    if not others:
        return
    for texts in (old, new):
        texts.load(others)
    named = _named_in(old, new, [each for each in both if each.modules & others])
    for (ref, to), ids in named.items():
        if ref == to and old.ids.get(ref.module) == new.ids.get(ref.module):
            continue
        before, after = old.module(ref.module), new.module(to.module)
        if before is None or after is None:
            continue
        through = difference(before, ref.name, after, to.name)
        if through is not None:
            yield CodeChange(
                name=to.name,
                module=to.module,
                was=f"{ref.module}:{ref.name}" if ref != to else "",
                file=new.shown(to.module, sides.new.project.folder),
                line=after.line(to.name),
                through=through,
                pipelines=tuple(sorted(ids)),
            )


def _named_in(old: Texts, new: Texts, both: Iterable[_Both]) -> dict[tuple[Ref, Ref], list[str]]:
    """What the pipelines name, with their ids. Each side is told what the IR tells of it."""
    found: dict[tuple[Ref, Ref], list[str]] = {}
    for each in both:
        with suppress(CompileError):  # told where the two are compared
            before, after, refs = each.refs()
            for texts, pipeline in ((old, before), (new, after)):
                for ref, told in told_in(pipeline):
                    texts.told.setdefault(ref.module, {})[ref.name] = told
            for pair in refs.items():
                found.setdefault(pair, []).append(after.meaning.name)
    return found
