"""Bodies of `faulty` that wait, as a test sees them."""

from pathlib import Path

from clusters import soon


class Held:
    """What the steps of one run tell by files of its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begun(self, name: str, *, times: int = 1) -> list[int]:
        """The processes in which a body has begun, once it has `times`."""
        return soon(
            lambda: pids if len(pids := self.pids(name)) >= times else [],
            otherwise=lambda: f"{name} began in {self.pids(name)}",
        )

    def pids(self, name: str) -> list[int]:
        """The processes in which a body has begun so far, in that order."""
        files = (self.folder / "begun").glob(f"{name}.*.*")
        numbered = [each.name.rsplit(".", 2)[1:] for each in files]
        return [int(pid) for pid, _ in sorted(numbered, key=lambda pair: int(pair[1]))]

    def go(self, *names: str) -> None:
        """Let the bodies go on, these and all that are to come."""
        for each in names:
            (self.folder / f"go.{each}").touch()
