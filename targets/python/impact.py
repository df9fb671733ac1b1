"""What comes of a change where scripts are started."""

from dagcompile.target import Impact, Version, command_impact


def impact(old: Version | None, new: Version | None) -> tuple[Impact, ...]:
    """What whoever starts the script has to know."""
    return tuple(command_impact(old, new, target="python"))
