"""Wiring of what is full of secrets: for engines that keep them, and for one that shows all."""

from dagcompile import Secret, pipeline
from vault import ops
from vault.ops import Login


@pipeline
def vault(token: Secret[str], user: str = "ann") -> Login:
    """Everything at once."""
    kept = ops.same(token)
    ops.told(kept)
    ops.passed(kept)
    ops.crashed(kept)
    ops.bounded(kept)
    ops.mistaken(kept)
    ops.by_key(kept)
    ops.inside(kept)
    ops.logged_in(kept)
    ops.keyed(kept)
    ops.account(kept)
    ops.takes(token)
    ops.configured(user, config=ops.Settings())
    ops.lies(user)
    ops.lies_deeper(user)
    ops.wants_number(ops.anything(user))
    return ops.ends(user)


@pipeline
def open_vault(user: str = "ann") -> int:
    """What Airflow takes: secrets that no type of a port tells of."""
    ops.lies(user)
    ops.lies_deeper(user)
    ops.anything(user)
    ops.wants_number(ops.anything.named("other")(user))
    return ops.configured(user, config=ops.Settings())
