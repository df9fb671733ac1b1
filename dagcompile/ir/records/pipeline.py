"""The pipeline: what is digested, what a reader is told, how it was built."""

from dagcompile.ir.records.base import OpKey, Ref, TypeKey, record
from dagcompile.ir.records.graph import Const, Depth, Expectations, Node, OpDef, Placement, Source
from dagcompile.ir.records.literals import Value
from dagcompile.ir.records.time import Partition, Schedule
from dagcompile.ir.records.types import TypeEntry

FORMAT = 1
"""Number of the JSON format that this version writes. Outside the digest."""


@record
class Param:
    """A typed run-time input of the whole pipeline.

    One with a `partition` follows from when a run is due, where it is not given.
    """

    name: str
    type: TypeKey
    default: Const | None = None
    partition: Partition | None = None


@record
class Output:
    """A named value that the pipeline returns. A single one is named `result`."""

    name: str
    source: Source
    type: TypeKey


@record
class Stage:
    """Nodes that begin, succeed and fail as one. They stand together in the order of writing."""

    id: str
    nodes: tuple[str, ...]


@record
class Asset:
    """What outlives a run. `uri` is where it is, None where that is not said."""

    name: str
    uri: str | None = None


@record
class Meaning:
    """What the pipeline computes. Nodes are in the order of writing, which is topological; assets
    are those that something in it names.

    `start` is the day, in ISO form and in the zone of the schedule, from which on it is scheduled;
    empty where none is said. `catchup` tells that what was due since then and did not run, does.
    """

    name: str
    params: tuple[Param, ...] = ()
    nodes: tuple[Node, ...] = ()
    outputs: tuple[Output, ...] = ()
    ops: tuple[OpDef, ...] = ()
    types: tuple[TypeEntry, ...] = ()
    assets: tuple[Asset, ...] = ()
    schedule: Schedule | None = None
    start: str = ""
    catchup: bool = False
    stages: tuple[Stage, ...] = ()


@record
class Docs:
    """What a reader is told. `origin` is the pipeline function; `aliases` are the names that the
    author gave to types, `(key, where)`; `params` and `ops` are `(name, text)`; `tags` are sorted.
    `configs` are of the fields of configs, by op: `("app.ops:clean.max_delay", text)`.
    """

    origin: Ref
    text: str = ""
    params: tuple[tuple[str, str], ...] = ()
    ops: tuple[tuple[OpKey, str], ...] = ()
    aliases: tuple[tuple[TypeKey, Ref], ...] = ()
    tags: tuple[str, ...] = ()
    owner: str = ""
    configs: tuple[tuple[str, str], ...] = ()


@record
class TargetOptions:
    """What the author asks of one target alone: options by name, which that target understands."""

    target: str
    values: tuple[tuple[str, Value], ...] = ()


@record
class NodeOptions:
    """What the author asks of targets for one node."""

    node: str
    targets: tuple[TargetOptions, ...] = ()


@record
class Build:
    """How this build was asked for. `guards` is None where each target's own default holds,
    `expectations` where each of them has its own severity; `depth` is that of the guards of nodes
    that do not say their own, all of a value if it is None. `targets` and `nodes` are what targets
    are asked for, of the pipeline and of its nodes.
    """

    guards: Placement | None = None
    expectations: Expectations | None = None
    depth: Depth | None = None
    targets: tuple[TargetOptions, ...] = ()
    nodes: tuple[NodeOptions, ...] = ()


@record
class Pipeline:
    """A whole pipeline."""

    meaning: Meaning
    docs: Docs
    build: Build = Build()
