"""A third party's package that registers a type: graphs of networkx, found by its entry point.

The package is installed by pip in a folder of its own. Whatever is asked of it is asked in another
process, on whose path that folder is.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Command, Done

PACKAGE = Path(__file__).parent / "graphs"

ROADS = """
    from dataclasses import dataclass
    from typing import Annotated, Any

    import networkx as nx

    from dagcompile import Facts, Guard, op, pipeline
    from dagcompile.testing.parity.cases.record import case

    Places = Annotated[nx.Graph, Facts(nodes=3)]

    @dataclass
    class Map:
        roads: nx.Graph
        names: list[str]

    @op
    def roads(loops: bool) -> Places:
        graph = nx.Graph(unit="km")
        graph.add_weighted_edges_from([("a", "b", 1.5), ("b", "c", 2.0)])
        if loops:
            graph.add_edge("a", "a")
        return graph

    @op
    def drawn(graph: Places) -> Map:
        return Map(roads=graph, names=sorted(graph))

    @op
    def lengths(map: Map, graphs: list[nx.Graph], anything: Any) -> list[float]:
        every = [map.roads, *graphs, anything]
        return [graph.size(weight="weight") for graph in every]

    @op
    def grown(graph: nx.Graph) -> nx.Graph:
        return nx.compose(graph, nx.path_graph(2_000))

    @op
    def count(graph: Places) -> int:
        return len(graph)

    @op
    def anything(graph: nx.Graph) -> Any:
        return graph

    @op
    def one_way(graph: nx.Graph) -> nx.Graph:
        return nx.DiGraph(graph)

    @pipeline
    def trip(loops: bool = False) -> list[float]:
        '''How long the roads of a map are.'''
        graph = roads(loops)
        return lengths(drawn(graph), [graph, graph], anything(graph))

    @pipeline
    def crowded(loops: bool = False) -> int:
        '''More places than were asked for.'''
        return count(grown(roads(loops)))

    @pipeline
    def large(loops: bool = False) -> list[float]:
        graph = grown(roads(loops))
        return lengths(drawn(roads.named("again")(loops)), [graph], graph)

    CASES = [
        case(trip, "graphs travel"),
        case(trip, "a graph that is not sound fails", name="loops", loops=True),
        case(crowded, "a consumer asks for less"),
        case(large, "a large graph is stored"),
    ]
"""

SETTINGS = """
    [tool.dagcompile]
    targets = ["python", "dask", "airflow"]

    [tool.dagcompile.pipelines]
    trip = "roads:trip"
"""

SUITE = """
    import json, sys
    from pathlib import Path
    from dagcompile.target import find_target
    from dagcompile.testing.parity import asked_for, run_suite
    import roads

    if __name__ == "__main__":
        target = find_target(sys.argv[1])
        runner = target.runners[int(sys.argv[2])]
        asked = asked_for(target, cases=roads.CASES, placed=frozenset())
        suite = run_suite(target, folder=Path(sys.argv[3]), runner=runner, asked=asked)
        print(json.dumps({"findings": suite.findings, "gaps": sorted(suite.gaps)}))
"""


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the package is installed."""
    folder = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    offline = ["--no-deps", "--no-build-isolation", "--no-index", "--target", str(folder)]
    subprocess.run([*command, *offline, str(PACKAGE)], check=True)
    return folder


@pytest.fixture
def dagcompile(installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command in a project, where the package is installed."""
    monkeypatch.syspath_prepend(installed)
    return _project(tmp_path)


def _project(folder: Path) -> Command:
    command = Command(folder)
    command.write("pyproject.toml", SETTINGS)
    command.write("roads.py", ROADS)
    return command


def python(dagcompile: Command, program: str, *arguments: str) -> Done:
    """A program in the project, where the package is installed."""
    file = dagcompile.write("program.py", program)
    path = [str(dagcompile.folder), *filter(None, sys.path)]
    done = subprocess.run(
        [sys.executable, str(file), *arguments],
        cwd=dagcompile.folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("target", "runner"), [("python", 0), ("dask", 0), ("dask", 1), ("airflow", 0)]
)
def test_a_graph_means_the_same_on_every_engine(
    dagcompile: Command, target: str, runner: int
) -> None:
    folder = dagcompile.folder / "suite"
    folder.mkdir()
    done = python(dagcompile, SUITE, target, str(runner), str(folder))
    assert done.status == 0, done.err
    found = json.loads(done.out)
    assert {name: lines for name, lines in found["findings"].items() if lines} == {}
    assert set(found["findings"]) == {"trip", "loops", "crowded", "large"}
    assert found["gaps"] == []


def test_what_is_written_names_the_class_and_its_facts(dagcompile: Command) -> None:
    assert dagcompile("build").status == 0
    script = (dagcompile.folder / "generated/python/trip_script.py").read_text()
    assert "roads_.Places" in script  # by the name that its author gave it
    ir = json.loads((dagcompile.folder / "generated/trip.ir.json").read_text())
    types = {each["key"]: each["type"] for each in ir["meaning"]["types"]}
    assert types["Annotated[networkx.classes.graph.Graph, Facts(nodes=3)]"] == {
        "kind": "fact",
        "ref": {"module": "networkx.classes.graph", "name": "Graph"},
        "facts": [["nodes", 3]],
        "checked": True,
        "file": "graph.json",
    }


def test_a_verdict_tells_what_the_graph_shows(dagcompile: Command) -> None:
    done = dagcompile("run", "trip")
    assert json.loads(done.out) == [3.5, 3.5, 3.5, 3.5]
    assert "roads.result  pass" in done.err
    assert "edges=2, nodes=3" in done.err
    failed = dagcompile("run", "trip", "--loops", "true")
    assert failed.status == 1
    assert "expected a sound networkx.classes.graph.Graph" in failed.err
    assert "edges lead from a node to itself" in failed.err


def test_a_compile_without_it_says_what_is_missing(tmp_path: Path) -> None:
    done = _project(tmp_path)("build")
    assert done.status == 3
    assert "error[DC251]: " in done.err
    assert "`networkx.classes.graph.Graph` is not registered, so no facts are known" in done.err


def test_a_graph_that_no_file_holds(dagcompile: Command) -> None:
    program = """
        import networkx as nx
        from dagcompile.runtime.types import Unencodable, shape_of

        shape = shape_of(nx.Graph)
        graph = nx.Graph([(("a", 1), "b")])
        for each in (graph, nx.DiGraph()):
            try:
                shape.encode(each)
            except Unencodable as error:
                print(error)
    """
    first, second = python(dagcompile, program).out.splitlines()
    assert first.startswith(
        "dagcompile-networkx, which registers `networkx.classes.graph.Graph`, cannot write it: "
    )
    assert second.startswith(
        "a `networkx.classes.digraph.DiGraph` would come back as the `networkx"
    )
