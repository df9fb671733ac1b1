"""Graphs of networkx as types of dagcompile.

    Annotated[nx.Graph, Facts(nodes=4)]

A graph is written as node-link JSON, which keeps it where its nodes and attributes are what JSON
has: texts, numbers, bools, None, and lists and dicts of those.
"""

import json
from typing import Any

import networkx as nx
from networkx.readwrite import json_graph

from dagcompile import Fact, TypeSupport, Verdict


class GraphSupport(TypeSupport[Any]):
    """Shows how many nodes and edges a graph has. One with an edge from a node to itself is not
    sound.
    """

    fact_names = ("edges", "nodes")
    suffix = "graph.json"

    def normal(self, name: str, value: Any) -> Fact:
        if type(value) is not int or value < 0:
            raise ValueError(f"{value!r} is no number of {name}")
        return value

    def facts(self, value: Any) -> dict[str, Fact]:
        return {"edges": value.number_of_edges(), "nodes": value.number_of_nodes()}

    def check(self, value: Any) -> bool | Verdict:
        loops = nx.number_of_selfloops(value)
        return not loops or Verdict.failed("edges lead from a node to itself", loops=loops)

    def dump(self, value: Any) -> bytes:
        plain = json_graph.node_link_data(value, edges="edges")
        text = json.dumps(plain, allow_nan=False)
        if json.loads(text) != plain:
            raise ValueError("a node or an attribute is more than JSON keeps, such as a tuple")
        return text.encode()

    def load(self, data: bytes) -> Any:
        return json_graph.node_link_graph(json.loads(data), edges="edges")


GRAPHS = GraphSupport()
"""What the entry point of `networkx.Graph` leads to."""
