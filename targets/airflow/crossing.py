"""What a stage takes from outside."""

from typing import TypeAlias

from dagcompile.ir.queries import flat_sources
from dagcompile.ir.records import FromParam, FromPort, Stage
from dagcompile.ir.stages import Stages

Outside: TypeAlias = FromPort | FromParam
"""A value that a stage takes from outside."""


def outside(stage: Stage, stages: Stages) -> tuple[Outside, ...]:
    """What the nodes of a stage take from outside, each once, in order of first use."""
    nodes = (stages.index.nodes[each] for each in stage.nodes)
    sources = dict.fromkeys(each for node in nodes for each in flat_sources(node))
    return tuple(
        each for each in sources if isinstance(each, FromParam) or stages.of(each.node) != stage.id
    )


def after_outside(stage: Stage, stages: Stages) -> tuple[str, ...]:
    """The nodes outside after which some of a stage come."""
    index = stages.index
    needs = dict.fromkeys(need for node in stage.nodes for need in index.nodes[node].after)
    return tuple(need for need in needs if stages.of(need) != stage.id)
