"""What comes of a node, by what became of its inputs and of the nodes before it.

    outcome_of_op({"present", "skipped"}, {"failed"})     "not_run"

The table of the common semantics; first match counts.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Literal, TypeAlias

from dagcompile.ir import records as ir
from dagcompile.runtime.tokens import Outcome

State: TypeAlias = Literal["present", "withheld", "skipped", "failed", "not_run"]
"""What became of a value: present, or why it is not."""

_BROKEN: AbstractSet[str] = {"failed", "not_run"}
_ABSENT: AbstractSet[str] = {"withheld", "skipped"}


def is_broken(outcome: Outcome) -> bool:
    """Whether a node that ended so has broken what is to come of its stage."""
    return outcome in _BROKEN


def blocks_of(meaning: ir.Meaning) -> Mapping[str, Sequence[ir.Node]]:
    """What begins and ends as one with each node: its stage, or it alone."""
    nodes = {node.id: node for node in meaning.nodes}
    blocks: dict[str, Sequence[ir.Node]] = {id: (node,) for id, node in nodes.items()}
    for stage in meaning.stages:
        blocks.update(dict.fromkeys(stage.nodes, tuple(nodes[each] for each in stage.nodes)))
    return blocks


def outcome_of_op(inputs: AbstractSet[State], after: AbstractSet[Outcome]) -> Outcome:
    """What comes of a node with such inputs, ordered after such nodes; `ok`: its body is called.

    A failure beats a skip, and a node that withheld a port is `ok` to those ordered after it.
    """
    if (inputs | after) & _BROKEN:
        return "not_run"
    if inputs & _ABSENT:
        return "skipped"
    if "skipped" in after:
        return "skipped"
    return "ok"


def outcome_of_first(items: AbstractSet[State], after: AbstractSet[Outcome]) -> Outcome:
    """What comes of a `first_of` with such items; `ok`: it gives the first that is present."""
    if (items | after) & _BROKEN:
        return "not_run"
    if "skipped" in after:
        return "skipped"
    if "present" not in items:
        return "skipped"
    return "ok"


def state_of_gather(items: AbstractSet[State]) -> State:
    """What became of a container that the author wrote around such values."""
    for state in ("failed", "not_run", "skipped", "withheld"):
        if state in items:
            return state
    return "present"
