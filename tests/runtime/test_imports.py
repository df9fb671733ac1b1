"""What importing the run time costs: no engine and no library, until one is needed."""

import subprocess
import sys

import pytest

from dagcompile.runtime import v1
from dagcompile.runtime.extras import needs

PROBE = """
import sys
{before}
before = set(sys.modules)
import {module}
tops = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print(*sorted(tops - sys.stdlib_module_names - {{"dagcompile"}}))
print(*sorted({{"distributed", "asyncio", "uuid"}} & set(sys.modules) - before))
"""


def loaded(module: str, before: str = "") -> list[list[str]]:
    probe = PROBE.format(module=module, before=before)
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return [line.split() for line in done.stdout.splitlines()]


def test_scripts_load_the_standard_library_only() -> None:
    others, heavy = loaded("dagcompile.runtime.v1")
    assert others == []
    assert "asyncio" not in heavy


def test_dask_modules_load_dask_and_not_distributed() -> None:
    others, heavy = loaded("dagcompile.runtime.v1.dask", before="import dask.delayed")
    assert others == []
    assert "distributed" not in heavy


GRAPH = """
import sys
sys.modules["distributed"] = None  # as if it were not installed
from dagcompile.runtime.v1.dask import Graph, collection, execute
@collection
def daily(graph):
    return graph.guard("n", graph.step("n", int)(), int)
assert daily().compute(scheduler="threads") == 0
assert execute(daily, local="threads").result == 0
"""


def test_a_graph_on_threads_does_without_distributed() -> None:
    command = [sys.executable, "-W", "error", "-c", GRAPH]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("", "")


def test_what_is_exported_exists_and_is_sorted() -> None:
    assert sorted(v1.__all__) == sorted(set(v1.__all__))
    assert [name for name in v1.__all__ if not hasattr(v1, name)] == []


MISSING = """
import sys
sys.modules["{package}"] = None  # as if it were not installed
try:
    import dagcompile.runtime.v1.{engine}
except ModuleNotFoundError as error:
    print(error.name.partition(".")[0])
    print(error)
"""


@pytest.mark.parametrize("engine", ["dask", "airflow"])
def test_a_missing_extra_is_named(engine: str) -> None:
    probe = MISSING.format(package=engine, engine=engine)
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    name, message = done.stdout.splitlines()
    assert name == engine
    assert f'pip install "dagcompile[{engine}]"' in message


def test_another_module_that_is_missing_is_told_as_it_is() -> None:
    with pytest.raises(ModuleNotFoundError) as raised, needs("dask"):
        raise ModuleNotFoundError("No module named 'other'", name="other")
    assert str(raised.value) == "No module named 'other'"
