"""What every test may ask for: the golden files, and one way for Hypothesis to search.

    def test_the_script(golden):
        golden("expected/daily.py", build("daily"))     # beside this test file

`make golden` (`pytest --update-golden ...`) rewrites the files instead of comparing them.
"""

import difflib
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from compileall import compile_dir
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import pytest
from chains import longest_first, sharing
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
REWRITTEN = "rewritten"
IMPORTED = ("dagcompile", "targets", "examples/flights/flights")
"""What most of the processes that tests start import."""

# `ci` tries the same examples on every machine and in every run: a failure is no matter of luck.
# `explore` looks for new ones: HYPOTHESIS_PROFILE=explore make test
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,  # two shared cores make any time limit a coin toss
    suppress_health_check=[HealthCheck.too_slow],  # for the same reason
)
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


class Golden(Protocol):
    """Compare `text` exactly with the file at `path`, which may be relative to the test's own."""

    def __call__(self, path: Path | str, text: str) -> None: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite golden files from what is built now instead of comparing them",
    )


def pytest_configure(config: pytest.Config) -> None:
    # A shell that runs this in the background has it ignored, and so by all that tests start.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not hasattr(config, "workerinput"):
        # Once for all of them, also where the environment has Python leave no bytecode.
        for folder in IMPORTED:
            compile_dir(ROOT / folder, quiet=2)
    # Where the example writes its reports: one folder for all processes that tests start.
    reports = tempfile.mkdtemp(prefix="flights-reports-")
    os.environ["FLIGHTS_REPORTS"] = reports
    config.add_cleanup(partial(shutil.rmtree, reports, ignore_errors=True))
    # Where servers of Dask have their folders, and each clears what another has left.
    scratch = tempfile.mkdtemp(prefix="dask-of-tests-")
    os.environ["DASK_TEMPORARY_DIRECTORY"] = scratch
    config.add_cleanup(partial(shutil.rmtree, scratch, ignore_errors=True))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return sharing(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):  # in one of several processes
        longest_first(items)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    update = bool(request.config.getoption("--update-golden"))
    folder = request.path.parent

    def compare(path: Path | str, text: str) -> None:
        file = folder / path
        kept = file.read_bytes().decode() if file.is_file() else None
        if kept == text:
            return
        if not update:
            pytest.fail(_difference(file, kept, text), pytrace=False)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        request.node.user_properties.append((REWRITTEN, _shown(file)))

    return compare


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    reports = [each for of in terminalreporter.stats.values() for each in of]
    told = [each for report in reports for each in getattr(report, "user_properties", ())]
    for file in sorted({value for name, value in told if name == REWRITTEN}):
        terminalreporter.write_line(f"rewritten: {file}")


def _difference(file: Path, kept: str | None, text: str) -> str:
    if kept is None:
        return f"there is no golden file {_shown(file)}; `make golden` writes it"
    return "\n".join(_diff_lines(file, kept, text))


def _diff_lines(file: Path, kept: str, text: str) -> Iterator[str]:
    yield f"{_shown(file)} is not what is built now; `make golden` rewrites it"
    for line in difflib.unified_diff(
        kept.splitlines(keepends=True), text.splitlines(keepends=True), "kept", "built"
    ):
        # Line ends are part of the text: show those that a terminal would swallow.
        yield line[:-1] if line.endswith("\n") else f"{line!r}"


def _shown(file: Path) -> str:
    return str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else str(file)
