"""Looking at what the loading of some modules uses."""

from collections.abc import Mapping
from functools import partial
from importlib import import_module, invalidate_caches

import pytest
from commands import Scaffold

from dagcompile.project.cache import watching
from dagcompile.project.cache.recording import recorded, recording
from dagcompile.project.cache.used import Used
from tests.project.cache.seeing import Seen


@pytest.fixture
def seen(scaffold: Scaffold, monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Imports modules of some files one after another, and gives what each of them used; None
    where not all of that is known.
    """

    def look(files: Mapping[str, str], *modules: str, first: str = "") -> list[Used | None]:
        monkeypatch.syspath_prepend(scaffold(files))
        invalidate_caches()
        if first:
            import_module(first)
        with recording():
            # Whoever runs the tests has imported modules that are nobody's but his.
            watcher = watching._watcher
            watcher.unseen = frozenset(each for each in watcher.unseen if each.startswith("shop_"))
            found = [recorded(f"{each}:flow", partial(import_module, each))[1] for each in modules]
            return [each if each and each.whole else None for each in found]

    return look
