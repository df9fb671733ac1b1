"""What a node is to run after, beside what it takes values from."""

from dagcompile.authoring.expecting import Done
from dagcompile.authoring.handles import label
from dagcompile.authoring.literals import handles_in
from dagcompile.authoring.meant import meant
from dagcompile.authoring.settings import Settings
from dagcompile.authoring.sites import Site


def after_of(site: Site, settings: Settings) -> tuple[str, ...]:
    """The ids of the nodes that `settings` put before a node; mistakes are recorded."""
    nodes: dict[str, None] = {}
    for step in settings.after:
        if type(step) is Done and step._dc_tracer is site.tracer:
            nodes[step._dc_node] = None
            continue
        handles = handles_in(step)
        if not handles:
            said = meant(step)
            if said is not None and said[0] == "DC133":
                _not_a_step(site, f"what {said[1]}", said[2])
            else:
                _not_a_step(site, f"an object of class {type(step).__qualname__}, {_NO_STEP}")
        for handle in handles:
            if not site.owns(handle):
                continue
            source = handle._dc_source
            if source.kind == "port":
                nodes[source.node] = None
            else:
                _not_a_step(site, f"`{label(handle)}`, {_NO_STEP}")
    return tuple(nodes)


_NO_STEP = "which no step makes"


def _not_a_step(
    site: Site,
    what: str,
    fix: str = "pass what calling an op, first_of or an expectation in this pipeline returned",
) -> None:
    site.refuse("DC125", f"`{site.id}` is to run after {what}", fix=fix)
