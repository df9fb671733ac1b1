"""Packages that are sent to a cluster with a run."""

import importlib
import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from clusters import Cluster, Command, soon, without_dagcompile

from dagcompile.runtime.dask.cluster import uploading
from dagcompile.runtime.dask.cluster.uploading import CannotUpload, parcel
from dagcompile.runtime.dask.cluster.uploading import local as sent_of
from dagcompile.runtime.dask.cluster.warned import ClusterWarning


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers and a scheduler that have Dask, and nothing of this repository."""
    path = [str(without_dagcompile(tmp_path_factory.mktemp("path")))]
    environment = {"PYTHONSAFEPATH": "1"}
    with Cluster(tmp_path_factory.mktemp("bare"), environment=environment, path=path) as made:
        yield made


def write(folder: Path, **texts: str) -> None:
    """Files of a folder, by their names with `__` for dots and slashes."""
    for name, text in texts.items():
        *below, stem, end = name.split("__")
        path = folder.joinpath(*below, f"{stem or '__init__'}.{end}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.fixture
def shop(local: Path) -> Path:
    """A package with a module beside its ops, a file of data, and a module that it imports."""
    write(
        local,
        rates__py="RATE = 2\n",
        shop__rows__csv="1,2,3",
        shop__ops__py=(
            "from pathlib import Path\n"
            "from shop.inner import deep\n"
            "def op():\n"
            "    import rates\n"
            "    rows = Path(__file__).with_name('rows.csv').read_text()\n"
            "    return f'{deep.VALUE} {rates.RATE} {rows}'\n"
        ),
        shop__inner__deep__py="VALUE = 1\n",
    )
    (local / "shop/__init__.py").touch()
    (local / "shop/inner/__init__.py").touch()
    return local


def op_of(module: str) -> Any:
    """The op of a module as it is now."""
    for name in list(sys.modules):
        if name.partition(".")[0] in {module.partition(".")[0], "rates"}:
            del sys.modules[name]
    importlib.invalidate_caches()
    return importlib.import_module(module).op


def test_what_is_missing_is_sent_once_and_what_changed_again(
    bare: Cluster, command: Command, shop: Path
) -> None:
    argv = ("--scheduler", bare.address, "--upload")
    first = command(op_of("shop.ops"), *argv)
    assert (first.status, first.out) == (0, '"1 2 1,2,3"\n'), first.err
    assert [each.partition(" to ")[0] for each in first.lines] == [
        "daily: sent dagcompile", "daily: sent rates", "daily: sent shop"
    ]  # fmt: skip
    again = command(op_of("shop.ops"), *argv)
    assert (again.status, again.out, again.err) == (0, first.out, "")
    write(shop, rates__py="RATE = 30\n", shop__inner__deep__py="VALUE = 10\n")
    write(shop, shop__rows__csv="4")
    changed = command(op_of("shop.ops"), *argv)
    assert (changed.status, changed.out) == (0, '"10 30 4"\n')
    assert [each.partition(" to ")[0] for each in changed.lines] == [
        "daily: sent rates", "daily: sent shop"
    ]  # fmt: skip
    folders = list(bare.home.glob("w*/**/dagcompile-upload-shop-*"))
    assert len(folders) == len(bare.workers)  # what was sent before is gone

    bare.start("late")  # a worker that joins gets it too, before its first task
    bare.ready()
    with bare.client() as client:
        late = bare.addresses(client)["late"]
        answer = client.run(eval, "__import__('shop.inner.deep').inner.deep.VALUE", workers=[late])
        assert answer == {late: 10}


def test_dagcompile_is_sent_to_those_that_have_another(command: Command, tmp_path: Path) -> None:
    older = without_dagcompile(tmp_path / "older")
    write(older, dagcompile__runtime____py="OLDER = True\n", dagcompile____py="")
    path = [str(older)]
    environment = {"PYTHONSAFEPATH": "1"}
    with Cluster(tmp_path, workers=1, environment=environment, path=path) as made:
        refused = command(op_by_value(), "--scheduler", made.address)
        sent = command(op_by_value(), "--scheduler", made.address, "--upload")
    assert refused.status == 4
    assert " on the scheduler and the only worker\ninstall the same one" in refused.err
    assert (sent.status, sent.out) == (0, "7\n")
    assert sent.err.startswith("daily: sent dagcompile to the cluster (")


def op_by_value() -> Any:
    """An op of no module."""
    return lambda: 7


WAITING = (
    "any(__import__('os').path.exists('{}') or __import__('time').sleep(0.02)"
    " for _ in range(15_000))"
)
"""Until there is a file, as an expression: workers have no function of the tests."""


def test_code_is_not_changed_under_tasks_that_run(
    bare: Cluster, command: Command, shop: Path, tmp_path: Path
) -> None:
    argv = ("--scheduler", bare.address, "--upload")
    assert command(op_of("shop.ops"), *argv).status == 0
    write(shop, shop__inner__deep__py="VALUE = 77\n")
    with bare.client() as client:
        running = client.submit(eval, WAITING.format(tmp_path / "go"), pure=False)
        soon(lambda: any(client.processing().values()))
        said = command(op_of("shop.ops"), *argv)
        (tmp_path / "go").touch()
        running.result(120)
    assert said.status == 4
    assert said.err == (
        f"daily: the cluster of {bare.address} cannot be sent what the run uses: shop would change "
        "under tasks that are running there; run this again when they have ended, or on another "
        "cluster\n"
    )


# --- what is sent ------------------------------------------------------------------------------


def test_what_files_import_is_sent_too_unless_it_is_installed(shop: Path) -> None:
    write(shop, shop__inner__deep__py="import numpy, json, elsewhere\ntry:\n    import more\n"
          "except ImportError:\n    pass\n")  # fmt: skip
    write(shop, more__py="from dagcompile import op\nfrom . import nothing\n")
    roots = ["dagcompile", "more", "rates", "shop"]
    assert sorted(sent_of({"shop", "pandas", "json", "__main__"})) == roots


def test_compiled_files_are_told_and_not_sent(shop: Path) -> None:
    write(shop, shop__fast__so="", shop__inner__faster__pyd="")
    with pytest.warns(ClusterWarning, match=r"^shop/fast.so, shop/inner/faster.pyd of shop is com"):
        packed = parcel("shop")
    with zipfile.ZipFile(io.BytesIO(packed.archive)) as archive:
        assert archive.namelist() == [
            "shop/__init__.py", "shop/ops.py", "shop/rows.csv", "shop/inner/__init__.py",
            "shop/inner/deep.py",
        ]  # fmt: skip


def test_caches_and_what_is_hidden_stay_here(shop: Path) -> None:
    digest = parcel("shop").digest
    (shop / "shop/.cache").mkdir()
    (shop / "shop/.cache/file").touch()
    (shop / "shop/__pycache__").mkdir(exist_ok=True)
    (shop / "shop/__pycache__/x.pyc").touch()
    assert parcel("shop").digest == digest


def test_a_package_that_is_too_large(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "LARGEST", 1_000_000)
    write(shop, shop__big__bin="x" * 2_000_000)
    with pytest.raises(
        CannotUpload, match=r"^shop has 2 MB, and at most 1 MB .* are shop/big\.bin, "
    ):
        parcel("shop")
