"""The values of one run that are looked at before and after whatever touches them.

    with watch.lock:
        value = body(...)
        failure = watch.after("enrich", log)       # InputChanged where another op still uses one

What is held here is held no longer than somebody still takes it.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from dagcompile.runtime.debug.differences import differences
from dagcompile.runtime.debug.prints import Print, print_of
from dagcompile.runtime.events import Event, error_record
from dagcompile.runtime.lines import mutation_text
from dagcompile.runtime.tokens import Missing

if TYPE_CHECKING:
    from dagcompile.runtime.events import Log
    from dagcompile.runtime.verdict import GuardVerdict


VEILED = ("something in it, and it holds a secret",)
"""In place of where a value has changed, for keys and names of columns are values, too."""


class Readers(Protocol):
    """Who takes which value."""

    def takers_of(self, subject: str) -> Iterable[str]:
        """Every step that takes it, and what else does."""

    def is_secret(self, subject: str) -> bool:
        """Whether of what it holds nothing may be told."""

    def others(self, subject: str, node: str) -> tuple[str, ...]:
        """Those that take it beside `node`, and need not have ended before that begins."""


class InputChanged(RuntimeError):
    """An op changed a value that another op uses too."""

    def __init__(self, *changes: "Change") -> None:
        super().__init__(*changes)
        self.changes = changes

    def __str__(self) -> str:
        return "; ".join([*map(str, self.changes), "let it change a copy, and hand that on"])


class ValueChanged(RuntimeError):
    """A check changed the value that it looked at: one of `checks`."""

    def __init__(self, subject: str, changed: Iterable[str], checks: Iterable[str]) -> None:
        super().__init__(subject, tuple(changed), tuple(checks))
        self.subject, self.changed, self.checks = subject, tuple(changed), tuple(checks)

    def __str__(self) -> str:
        names = [f"`{each}`" for each in self.checks]
        who = f"one of {', '.join(names)}" if len(names) > 1 else (*names, "it")[0]
        what = ", ".join(self.changed)
        return f"{who} changed {self.subject}, at which it is only to look: {what}"


@dataclass(frozen=True, slots=True)
class Change:
    """What `node` changed of the value `subject`, and who else uses that."""

    node: str
    subject: str
    changed: tuple[str, ...]
    others: tuple[str, ...]

    def record(self) -> Event:
        """As JSON."""
        return {
            "node": self.node,
            "subject": self.subject,
            "changed": list(self.changed),
            "used_by": list(self.others),
        }

    def __str__(self) -> str:
        return f"{self.node} {mutation_text(self.record())}"


@dataclass(slots=True)
class _Kept:
    value: Any
    print: Print
    left: set[str]


class Watch:
    """What is known of the values of a run at this moment.

    Args:
        readers: who takes what; None where only checks are watched.
    """

    def __init__(self, readers: Readers | None = None) -> None:
        self.lock = threading.RLock()
        """Held while a body runs, for where two do at once, it may have been either."""
        self._readers = readers
        self._kept: dict[str, _Kept] = {}
        self._ended: set[str] = set()
        self._found: dict[str, dict[str, Change]] = {}
        self._again: dict[str, set[str]] = {}
        self._unwatched: dict[str, str] = {}
        self._told: set[str] = set()

    def keep(self, subject: str, value: Any, log: "Log") -> None:
        """Watch `value` until everyone has ended who takes it."""
        kept = self._kept.get(subject)
        if self._readers is None or isinstance(value, Missing) or (kept and kept.value is value):
            return
        left = set(self._readers.takers_of(subject)) - self._ended
        if left:
            self._kept[subject] = _Kept(value, self._print(value, subject, log), left)

    def returned(self, node: str, value: Any, ports: Iterable[str], log: "Log") -> None:
        """Watch the outputs of `node`."""
        for port in ports:
            self.keep(f"{node}.{port}", getattr(value, port, value), log)
        if not ports:
            self.keep(f"{node}.result", value, log)

    def between(self, node: str, log: "Log") -> None:
        """An attempt at `node` has failed and is followed by another, which takes the same."""
        changes = self._changes(node, log)
        self._again.setdefault(node, set()).update(each.subject for each in changes)

    def after(self, node: str, log: "Log") -> InputChanged | None:
        """Tell what `node`, which ran, changed; gives the failure where another uses that too."""
        self._changes(node, log)
        again = self._again.pop(node, set())
        found = []
        for change in self._found.pop(node, {}).values():
            if change.subject in again:
                own = f"the next attempt of {node}"
                change = replace(change, others=(own, *change.others))
            log.emit("mutation", change.record())
            found.append(change)
        fatal = [each for each in found if each.others]
        return InputChanged(*fatal) if fatal else None

    def ended(self, node: str) -> None:
        """`node` takes nothing any more."""
        self._ended.add(node)
        for subject, kept in list(self._kept.items()):
            kept.left.discard(node)
            if not kept.left:
                del self._kept[subject]

    def examined(
        self,
        subject: str,
        value: Any,
        look: "Callable[[], GuardVerdict]",
        log: "Log",
        *,
        checks: Iterable[str],
        secret: bool,
    ) -> "GuardVerdict":
        """The verdict that `look` gives on `value`: crashed, where it changed it.

        Args:
            checks: the functions of the author that look at it, as they are called.
            secret: nothing may be told of what `value` holds.
        """
        with self.lock:
            before = self._print(value, subject, log)
            verdict = look()
            changed = differences(before, self._print(value, subject, log))
            if not changed:
                return verdict
            for kept in self._kept.values():  # lest the next op seems to have done it
                kept.print = self._print(kept.value, subject, log)
        told = VEILED if secret else changed
        error = error_record(ValueChanged(subject, told, checks))
        return replace(verdict, outcome="crashed", violations=(), more=0, error=error)

    def _changes(self, node: str, log: "Log") -> list[Change]:
        """What has changed since it was last looked at, which `node` has done."""
        changes = list(self._compared(node, log))
        found = self._found.setdefault(node, {})
        for each in changes:
            earlier = found.get(each.subject)
            words = (*earlier.changed, *each.changed) if earlier else each.changed
            found[each.subject] = replace(each, changed=tuple(dict.fromkeys(words)))
        return changes

    def _compared(self, node: str, log: "Log") -> Iterator[Change]:
        seen: dict[int, tuple[Print, list[str]]] = {}
        for subject, kept in self._kept.items():
            after, names = seen.get(id(kept.value), (None, []))
            if after is None:
                after = self._print(kept.value, subject, log)
                seen[id(kept.value)] = after, names
            changed = differences(kept.print, after)
            kept.print = after
            if changed:
                names.append(subject)
                if len(names) == 1:
                    yield self._change(node, kept.value, changed)

    def _change(self, node: str, value: Any, changed: list[str]) -> Change:
        """One object may be the value of several outputs: it is told by what `node` takes."""
        assert self._readers is not None  # or nothing would be kept
        names = [name for name, kept in self._kept.items() if kept.value is value]
        own = [name for name in names if node in self._readers.takers_of(name)]
        others = [each for name in names for each in self._readers.others(name, node)]
        told = VEILED if any(map(self._readers.is_secret, names)) else tuple(changed)
        return Change(node, (*own, *names)[0], told, tuple(dict.fromkeys(others)))

    def _print(self, value: Any, subject: str, log: "Log") -> Print:
        made = print_of(value, self._unwatched)
        for cls in self._unwatched.keys() - self._told:
            self._told.add(cls)
            unseen = {"class": cls, "unseen": self._unwatched[cls]}
            log.emit("unwatched", {"subject": subject, **unseen})
        return made


_RUNS: dict[str, Watch] = {}
"""Of the runs whose steps run on threads of this process, by run id."""


def shared_watch(run: str) -> Watch | None:
    """The watch of a run on threads of this process; None elsewhere."""
    return _RUNS.get(run)


def watch_of(run: str) -> Watch:
    """The watch of a run on threads of this process; elsewhere one that only watches checks."""
    return _RUNS.get(run) or Watch()


@contextmanager
def registered(run: str, watch: Watch) -> Iterator[None]:
    """While open, `watch` is that of `run`."""
    _RUNS[run] = watch
    try:
        yield
    finally:
        del _RUNS[run]
