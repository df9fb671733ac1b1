"""Which dagcompile this is."""

from importlib.metadata import PackageNotFoundError, version


def installed_version() -> str | None:
    """The version of the distribution; None where the package is not installed as one."""
    try:
        return version("dagcompile")
    except PackageNotFoundError:
        return None
