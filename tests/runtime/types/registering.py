"""A distribution that registers a type, written into a folder as an installer would leave it."""

from pathlib import Path

from dagcompile.runtime.types.registry import GROUP, entries


def install(folder: Path, name: str, registers: dict[str, str], **modules: str) -> None:
    """Put a distribution called `name` on the path entry `folder`.

    Args:
        registers: paths of classes to what the entry points lead to.
        modules: names of modules to their text.
    """
    entries.cache_clear()
    info = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True)
    info.joinpath("METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    lines = [f"{path} = {where}" for path, where in registers.items()]
    info.joinpath("entry_points.txt").write_text("\n".join([f"[{GROUP}]", *lines, ""]))
    for module, text in modules.items():
        folder.joinpath(f"{module}.py").write_text(text)
