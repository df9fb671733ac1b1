"""Where the guards of a node stand: as the author said of the node, else as the build is asked."""

from dagcompile.ir.records import OpNode, Placement


def placement_of(node: OpNode, default: Placement) -> Placement:
    """Where the guards of a node stand: as it says itself, else at `default`."""
    return "inline" if node.policy.guarded_retry else node.policy.placement or default


def guards_stand(node: OpNode, default: Placement) -> bool:
    """Whether the guards of a node stand anywhere."""
    return placement_of(node, default) != "off"
