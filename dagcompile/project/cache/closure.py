"""All that a pipeline was made of: the modules that its own leads to, and what those used."""

import sys
from collections.abc import Iterator

from dagcompile.project.cache.trails import Module, Trail
from dagcompile.project.cache.used import Origin, Used
from dagcompile.project.cache.variables import without_covered
from dagcompile.project.cache.watcher import Watcher


def used_by(watcher: Watcher, reference: str, trail: Trail) -> Used:
    """What the pipeline at `reference` used, whose own trail this is.

    Modules are those that were imported by others on the way, and those whose names stand in the
    code of others, which may hold them from before. That may be more than were needed.
    """
    modules, seen = _closure(watcher, reference.partition(":")[0], trail)
    trails = [trail, *(each.trail for each in modules)]
    names: dict[str, Origin] = {name: None for each in trails for name in each.absent}
    names |= {each.name: each.origin for each in modules}
    files = {file: digest for each in trails for file, digest in each.files.items()}
    folders = {folder: digest for each in trails for folder, digest in each.folders.items()}
    kinds = {path: kind for each in trails for path, kind in each.kinds.items()}
    places = {path: may for each in trails for path, may in each.places.items()}
    variables = {name: held for each in trails for name, held in each.variables.items()}
    hidden = any(each.hidden for each in trails)
    return Used(
        names=names,
        files=files,
        folders=folders,
        kinds=kinds,
        places=places,
        variables=without_covered(variables),
        cwd=next((each.cwd for each in trails if each.cwd), None),
        foreign=frozenset(watcher.foreign),
        libraries=watcher.libraries.told(),
        ambient=dict(watcher.ambient),
        whole=seen and not hidden and all(map(_is_readable, modules)),
    )


def _closure(watcher: Watcher, name: str, trail: Trail) -> tuple[list[Module], bool]:
    """The modules that `name` and a pipeline's own trail lead to, and whether all were seen."""
    waiting = [name, *trail.found]
    known = set(waiting)
    modules: list[Module] = []
    seen = True
    while waiting:
        each = waiting.pop()
        module = watcher.modules.get(each)
        if each in watcher.unseen or (module and not module.is_current()):
            seen = False
        if module is not None:
            modules.append(module)
            further = {*_parents(each), *module.trail.found, *_mentioned(watcher, module)} - known
            known |= further
            waiting += further
    return modules, seen


def _parents(name: str) -> Iterator[str]:
    while name := name.rpartition(".")[0]:
        yield name


def _mentioned(watcher: Watcher, module: Module) -> Iterator[str]:
    """Those of the author's modules that are imported now and whose names are made of words of a
    module, and of its own name; all, if it may use others.
    """
    if module.is_dynamic:
        yield from (each for each in (*watcher.modules, *watcher.unseen) if each in sys.modules)
        return
    words = {*module.words, *module.name.split(".")}
    for last in watcher.by_last.keys() & words:
        for name in watcher.by_last[last]:
            if name in sys.modules and words.issuperset(name.split(".")):
                yield name


def _is_readable(module: Module) -> bool:
    """Whether a module is a file that could be read, or a namespace without one."""
    digests = module.trail.files
    return not module.spec.has_location or digests.get(module.spec.origin or "") is not None
