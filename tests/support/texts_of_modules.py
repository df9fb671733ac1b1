"""Two texts of a module, compared."""

from dagcompile.project.bodies.modules import Module, Told, difference, module_of


def module(text: str, name: str = "app.ops") -> Module:
    """A module in the package that it is called by."""
    found = module_of(text.encode(), name, package=name.rpartition(".")[0])
    assert found is not None
    return found


def between(old: str, new: str, name: str = "f", **told: Told) -> tuple[str, ...] | None:
    """By what `name` differs in two texts of a module; None where it is the same."""
    before, after = module(old), module(new)
    before.told = after.told = told
    return difference(before, name, after, name)
