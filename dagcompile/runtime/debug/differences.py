"""What was changed, in words that name the place and show no value."""

from collections.abc import Iterator

from dagcompile.runtime.debug.prints import Print

SHOWN = 3
"""Differences that are told one by one."""


def differences(before: Print, after: Print) -> list[str]:
    """What differs between two prints of one value; empty where nothing does."""
    found = list(_between(before, after, ""))
    more = len(found) - SHOWN
    return [*found[:SHOWN], f"and {more} more"] if more > 0 else found


def _between(before: Print, after: Print, path: str) -> Iterator[str]:
    if (before.kind, before.digest) == (after.kind, after.digest):
        return
    where = path or "it"
    if before.kind != after.kind:
        yield f"{where} is {after.kind}, was {before.kind}"
    elif before.parts is None or after.parts is None or _of_rows(before, after):
        yield from _as_a_whole(before, after, where)
    else:
        found = False
        for name in {**before.parts, **after.parts}:
            for each in _of_part(before.parts.get(name), after.parts.get(name), f"{path}{name}"):
                found = True
                yield each
        if not found:
            yield f"{where} is in another order"


def _of_part(before: Print | None, after: Print | None, path: str) -> Iterator[str]:
    if before is None:
        yield f"{path} is new"
    elif after is None:
        yield f"{path} is gone"
    else:
        yield from _between(before, after, path)


def _of_rows(before: Print, after: Print) -> bool:
    """Whether they have other numbers of rows, which is more to say than what all columns have."""
    return before.unit == "rows" and before.count != after.count


def _as_a_whole(before: Print, after: Print, where: str) -> Iterator[str]:
    if before.count != after.count:
        yield f"{where} has {after.count:,} {after.unit}, had {before.count:,}"
    else:
        yield f"{where} has another value"
