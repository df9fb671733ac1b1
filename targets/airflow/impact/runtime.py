"""What has to be where the tasks run, for the file to be read there."""

from collections.abc import Iterator

from dagcompile.target import Impact
from dagcompile.targets.airflow.impact.sides import Side, told
from dagcompile.targets.airflow.vendor import copying


def runtime(old: Side, new: Side) -> Iterator[Impact]:
    """Another run time than the file imported before."""
    name = new.file.runtime
    if old.file.runtime == name:
        return
    if name == copying.RUNTIME:
        text = "the file imports dagcompile, which has to be installed where it is read and run"
        yield told("runtime", text, "risky", name)
    else:
        text = f"the file imports the copy `{name}`, which has to be deployed beside it"
        yield told("runtime", text, "risky", name)
