"""Which guards stand in a DAG."""

from dataclasses import replace

from dagcompile.ir.placing import guards_stand, placement_of
from dagcompile.ir.records import Meaning, Node, OpNode, Placement


def placed(meaning: Meaning, guards: Placement) -> Meaning:
    """`meaning` with the guards that will stand, where they do: without one, any output may be
    withheld. Airflow tells of an asset when the task succeeds that writes it, so the guards of its
    node stand in that task.
    """
    if guards != "off" and not any(
        isinstance(each, OpNode) and each.writes for each in meaning.nodes
    ):
        return meaning
    return replace(meaning, nodes=tuple(_placed(each, guards) for each in meaning.nodes))


def _placed(node: Node, guards: Placement) -> Node:
    if not isinstance(node, OpNode):
        return node
    if not guards_stand(node, guards):
        return replace(node, guards=())
    if node.writes and placement_of(node, guards) == "steps":
        return replace(node, policy=replace(node.policy, placement="inline"))
    return node
