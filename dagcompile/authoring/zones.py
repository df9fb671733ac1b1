"""Time zones by their IANA names, and which is meant by one that is wrong."""

from functools import cache

from dagcompile.authoring.problems import closest

_NO_ZONES = frozenset({"Factory", "localtime"})


@cache
def zones() -> frozenset[str]:
    """The names of all zones."""
    from zoneinfo import available_timezones

    return frozenset(available_timezones()) - _NO_ZONES


def meant_zone(name: str) -> str:
    """The zone that was meant by `name`, which is none; empty where none is like it."""
    wanted = name.strip().replace(" ", "_").casefold()
    known = sorted(
        zones(), key=lambda each: (each.count("/") != 1, each)
    )  # no posix/..., right/...
    for each in known:
        folded = each.casefold()
        if wanted == folded or (wanted and wanted == folded.rpartition("/")[2]):
            return each
    folded_names = {each.casefold(): each for each in reversed(known)}
    cities = {each.casefold().rpartition("/")[2]: each for each in reversed(known)}
    near = closest(wanted, folded_names)
    if near:
        return folded_names[near]
    return cities.get(closest(wanted, cities), "")
