"""What decorators say beside the wiring: policies and options of nodes, alike ones worked out once,
and what is said of the pipeline itself.
"""

from typing import TYPE_CHECKING, Any

from dagcompile.authoring.asking import Finder, asked_of
from dagcompile.authoring.callables import code_of
from dagcompile.authoring.operations import Op
from dagcompile.authoring.option_places import Written
from dagcompile.authoring.places import Mark
from dagcompile.authoring.policies import base_policy, policy_of
from dagcompile.authoring.settings import PipelineSettings, Settings
from dagcompile.authoring.sites import Site
from dagcompile.authoring.sources import Definition
from dagcompile.authoring.telling import Told, told_of
from dagcompile.ir import records as ir

if TYPE_CHECKING:
    from dagcompile.authoring.tracer import Tracer


class Shared:
    """Policies and options of the nodes of one trace, and of its pipeline."""

    def __init__(self, tracer: "Tracer") -> None:
        self.tracer = tracer
        self.base = ir.Policy()
        self.told = Told()
        self.asked: dict[str, tuple[tuple[ir.TargetOptions, ...], Finder]] = {}
        self._policies: dict[tuple[int, int, int], tuple[Settings, ir.Policy]] = {}
        self._options: dict[int, tuple[Settings, tuple[ir.TargetOptions, ...]]] = {}

    def begin(self, settings: PipelineSettings, definition: Definition) -> None:
        """Take what the decorator of the pipeline says."""
        site = Site(self.tracer, id=self.tracer.name, spot=definition, here="defined here")
        self.base = base_policy(site, settings, definition)
        self.told = told_of(site, settings, definition)

        def at(path: tuple[str, ...]) -> Written:
            return Written(path, definition.code, definition)

        what = f"pipeline `{self.tracer.name}`"
        if options := asked_of(site, settings.targets, what=what, at=at):
            self.asked[""] = options, at

    def policy(self, site: Site, op: Op[..., Any]) -> ir.Policy:
        """The policy of a node. Nodes that are given the same one share it."""
        settings = op._settings
        asked = (id(settings.retry), id(settings.timeout), id(settings.guard))
        known = self._policies.get(asked)
        if known is not None:
            return known[1]
        mistakes = len(self.tracer.problems)
        policy = policy_of(site, op, base=self.base)
        if self._holds(op, mistakes):
            self._policies[asked] = (settings, policy)
        return policy

    def ask(self, site: Site, op: Op[..., Any]) -> None:
        """Note what a node asks of targets."""
        settings = op._settings
        if settings.targets is None:
            return
        code = code_of(op.__wrapped__)

        def at(path: tuple[str, ...]) -> Written | None:
            if site.spot is None:
                return None
            mark = site.spot if isinstance(site.spot, Mark) else None
            return Written(path, code, site.spot, mark)

        known = self._options.get(id(settings.targets))
        if known is None:
            mistakes = len(self.tracer.problems)
            options = asked_of(site, settings.targets, what=f"`{site.id}`", at=at)
            if self._holds(op, mistakes):
                self._options[id(settings.targets)] = (settings, options)
        else:
            options = known[1]
        if options:
            self.asked[site.id] = options, at

    def build(self) -> ir.Build:
        """What is asked of targets."""
        pipeline = self.asked.get("")
        nodes = (
            ir.NodeOptions(node=node.id, targets=self.asked[node.id][0])
            for node in self.tracer.nodes
            if node.id in self.asked
        )
        return ir.Build(targets=pipeline[0] if pipeline else (), nodes=tuple(nodes))

    def _holds(self, op: Op[..., Any], mistakes: int) -> bool:
        """Whether what was found, with so many mistakes before it, holds for the next node too.

        A mistake is told at every node that makes it, and one of a decorator there.
        """
        return len(self.tracer.problems) == mistakes or op._settings is op._shared["settings"]
