"""A generated module as a user starts it: in a process of its own, which may be told to end."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from clusters.told import Told
from dagcompile.authoring.pipelines import Pipeline
from dagcompile.project.compiling import compile_loaded
from dagcompile.target import find_target


def write_dask(pipeline: Pipeline[..., Any], folder: Path, **options: Any) -> Path:
    """The Dask module of `pipeline`, written into `folder`.

    Args:
        pipeline: of a module that workers import too.
        folder: where it is to be.
        options: of the target, beside its defaults: `guards="off"`.
    """
    target = find_target("dask")
    compiled = compile_loaded(pipeline).pipeline
    (artifact,) = target.artifacts(compiled, target.options(**options))
    file = folder / Path(artifact.path).name
    file.write_text(artifact.text)
    return file


def load_dask(file: Path) -> Any:
    """The pipeline that a generated module defines, in this process."""
    spec = spec_from_file_location(file.stem, file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    (found,) = (each for each in vars(module).values() if type(each).__name__ == "Pipeline")
    return found


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit status, and what it wrote."""

    status: int
    out: str
    err: str


RUNNING: list["Started"] = []
"""Commands that were started and that nobody has ended."""


class Started:
    """A command that runs, with a file of its events.

    Args:
        file: the generated module.
        arguments: of its command line, beside `--events`.
        environment: variables beside those of this process.
    """

    def __init__(self, file: Path, *arguments: str, **environment: str) -> None:
        number = len(list(file.parent.glob("events*")))
        self.told = Told(file.parent / f"events{number}.jsonl")
        self.told.file.touch()
        RUNNING.append(self)
        self.process = subprocess.Popen(
            [sys.executable, str(file), *arguments, "--events", str(self.told.file)],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
                **environment,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def kill(self) -> None:
        """SIGKILL, if it still runs; for those that a test that fails has left behind."""
        self.process.kill()
        self.process.communicate()

    def interrupt(self) -> None:
        """Ctrl-C."""
        self.process.send_signal(signal.SIGINT)

    def terminate(self) -> None:
        """What an operating system sends a process that is to end."""
        self.process.send_signal(signal.SIGTERM)

    def ended(self, *, within: float = 300.0) -> Ended:
        """How it has ended.

        Raises:
            AssertionError: it has not, in so many seconds; it is killed, and what it wrote quoted.
        """
        RUNNING.remove(self)
        try:
            out, err = self.process.communicate(timeout=within)
        except subprocess.TimeoutExpired:
            self.process.kill()
            out, err = self.process.communicate()
            raise AssertionError(f"still running after {within:g} seconds: {out}{err}") from None
        return Ended(self.process.returncode, out, err)
