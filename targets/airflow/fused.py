"""What a build tells of a stage."""

from dagcompile.ir.queries import flat_sources
from dagcompile.ir.records import FromPort, Stage
from dagcompile.ir.stages import Stages


def tell_stage(stage: Stage, stages: Stages) -> str:
    """That its nodes are one task, and which of their values are handed on in memory alone."""
    index = stages.index
    count = len(stage.nodes)
    many = f"{count} steps are one task" if count > 1 else "1 step is a task of that name"
    within = dict.fromkeys(
        source
        for node in stage.nodes
        for source in flat_sources(index.nodes[node])
        if isinstance(source, FromPort) and source.node in stage.nodes
    )
    kept = sum(stages.stays(each.node, each.port) for each in within)
    given = [node for node, ports in stages.outlets[stage.id].items() if ports]
    stay = f"{kept or 'no'} {'value' if kept == 1 else 'values'} handed on in memory"
    leaves = f"XComs of {', '.join(given)}" if given else "no XCom of a step"
    return f"{many} ({', '.join(stage.nodes)}); {stay}; {leaves}"
