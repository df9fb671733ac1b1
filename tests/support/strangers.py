"""A target that a branch brings with it: whoever loads it leaves a file behind."""

from pathlib import Path

CODE = "import pathlib\npathlib.Path(__file__).with_name('ran').touch()\n"


def stranger_in(folder: Path, name: str) -> Path:
    """Write the distribution of a target `name`; the file that is there once its code has run."""
    about = folder / "stranger-1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: stranger\nVersion: 1\n")
    groups = ("dagcompile.targets", "dagcompile.types", "dagcompile.commands")
    entries = "".join(f"[{each}]\n{name} = stranger:TARGET\n" for each in groups)
    (about / "entry_points.txt").write_text(entries)
    (folder / "stranger.py").write_text(CODE)
    return folder / "ran"
