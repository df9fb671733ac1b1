"""What a pipeline becomes, as records: its artifacts and its IR, whether made now or known."""

from dataclasses import dataclass

from dagcompile.codegen.artifact import Artifact
from dagcompile.ir.records import Asset

IR_SUFFIX = ".ir.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An artifact and what made it: `the python target`, `the IR`."""

    artifact: Artifact
    maker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """What a stage of a pipeline becomes on a target: `text` says it, to follow the name."""

    pipeline: str
    stage: str
    target: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Emission:
    """What one pipeline becomes. `name` is what it was asked for by, `id` its own."""

    name: str
    id: str
    made: tuple[Made, ...]
    stages: tuple[Grouped, ...] = ()
    assets: tuple[Asset, ...] = ()
