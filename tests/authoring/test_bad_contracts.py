"""Every wrong contract is told by a code, at the author's line, with a repair."""

import importlib
import sys
from pathlib import Path

import pytest
from bad import BAD, HEAD, Bad

from dagcompile.authoring.loading import LoadError
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.project.compiling import compile_pipeline


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Teller":
    monkeypatch.syspath_prepend(tmp_path)
    return Teller(tmp_path)


class Teller:
    """Compiles a module in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, source: str) -> tuple[Diagnostic, ...]:
        self.write(source)
        try:
            return compile_pipeline("books:daily").warnings
        except CompileError as error:
            return error.diagnostics

    def write(self, source: str) -> None:
        """The module, as if none of its name had been imported."""
        (self.folder / "books.py").write_text(source)
        importlib.invalidate_caches()
        sys.modules.pop("books", None)


@pytest.mark.parametrize("bad", BAD, ids=[each.name for each in BAD])
def test_a_bad_contract_is_told(bad: Bad, told: Teller) -> None:
    first, *others = told(bad.module)
    assert (first.code, first.severity) == (bad.code, bad.severity), first
    assert bad.says in first.message
    assert bad.fix in first.fix
    place = first.labels[0].place
    assert place is not None
    assert bad.module.splitlines()[place.line - 1].endswith("# here"), place
    assert {each.code for each in others} <= {bad.code}
    texts = [first.message, first.fix, *(label.text for label in first.labels)]
    assert not any(str(told.folder) in text or " at 0x" in text for text in texts)


def test_there_are_many_and_each_is_of_its_own_kind() -> None:
    assert len({each.name for each in BAD}) == len({each.contract for each in BAD}) == len(BAD)
    assert len(BAD) >= 70


def test_the_pipeline_around_them_is_right(told: Teller) -> None:
    right = Bad("", "", "", "", "X = Annotated[int, Bounds(ge=1, le=5), Check(even)]")
    assert told(right.module) == ()


@pytest.mark.parametrize("library", ["pandera", "polars"])
def test_a_library_that_is_not_installed_is_told_with_its_extra(
    library: str, told: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)  # as if it were not there
    told.write(f"{HEAD}import {library}\n")
    with pytest.raises(LoadError) as caught:
        compile_pipeline("books:daily")
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, caught.value.exit_status) == ("DC142", 4)
    assert diagnostic.fix == f'install `{library}`: pip install "dagcompile[{library}]"'
