"""Where the guards of a node stand: as the author said of the node, else as the build is asked.

What is made of a value within the attempt that made it, another attempt or a file that is kept,
waits for its guards; so these stand there too.
"""

from dagcompile.ir.records import OpNode, Placement


def placement_of(node: OpNode, default: Placement) -> Placement:
    """Where the guards of a node stand: as it says itself, else at `default`."""
    placement = node.policy.placement or default
    if node.policy.guarded_retry or (node.keeps and placement == "steps"):
        return "inline"
    return placement


def guards_stand(node: OpNode, default: Placement) -> bool:
    """Whether the guards of a node stand anywhere."""
    return placement_of(node, default) != "off"
