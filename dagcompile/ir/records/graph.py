"""The graph: ops with their ports, edges, and nodes with their policies and guards."""

from typing import Literal, TypeAlias

from dagcompile.ir.records.base import OpKey, Ref, TypeKey, record
from dagcompile.ir.records.literals import Instance, Value


@record
class Const:
    """A literal, given where the pipeline was written."""

    kind: Literal["const"] = "const"
    value: Value = None


@record
class InPort:
    """A typed input of an op. `default` is set when it has one that is a literal."""

    name: str
    type: TypeKey
    required: bool = True
    default: Const | None = None
    keyword_only: bool = False


@record
class OutPort:
    """A typed output of an op; `maybe` marks one that may be withheld."""

    name: str
    type: TypeKey
    maybe: bool = False


@record
class Operator:
    """Work that an orchestrator brings along: its class is made with the literals `arguments`,
    beside the inputs. `stand_in` is the function that does it where there is no such orchestrator.
    """

    arguments: tuple[tuple[str, Value], ...] = ()
    stand_in: Ref | None = None


@record
class OpDef:
    """What an op consumes, produces and is configured by.

    `fields` tells that the outputs are the fields of a NamedTuple, not the returned value,
    `context` names the parameter that takes the context of each attempt. Where it is native work,
    `ref` is the class of its `operator`, and a function otherwise.
    """

    key: OpKey
    ref: Ref
    inputs: tuple[InPort, ...] = ()
    outputs: tuple[OutPort, ...] = ()
    fields: bool = False
    config: TypeKey | None = None
    context: str = ""
    operator: Operator | None = None


# --- edges -----------------------------------------------------------------------------------


@record
class FromPort:
    """The value of an output port of a node."""

    kind: Literal["port"] = "port"
    node: str
    port: str = "result"


@record
class FromParam:
    """The value of a param of the pipeline."""

    kind: Literal["param"] = "param"
    name: str


@record
class Gather:
    """A container that the pipeline's author wrote around other sources. `keys` are a dict's."""

    kind: Literal["gather"] = "gather"
    type: Literal["list", "tuple", "dict"]
    items: "tuple[Source, ...]"
    keys: tuple[Value, ...] = ()


Source: TypeAlias = FromPort | FromParam | Const | Gather
"""Where the value of an input or of a pipeline output comes from."""


@record
class Input:
    """An edge into the input `port` of the node that holds it."""

    port: str
    source: Source


# --- nodes -----------------------------------------------------------------------------------

Severity: TypeAlias = Literal["error", "warn"]
Placement: TypeAlias = Literal["steps", "inline", "off"]


@record
class Sample:
    """Of a large value `count` elements or rows, evenly spaced."""

    kind: Literal["sample"] = "sample"
    count: int


Depth: TypeAlias = Literal["full", "schema"] | Sample
"""How deep a guard looks: into all of a value, at its class and columns, or at some of it."""

Expectations: TypeAlias = Literal["ignore", "warn", "fail"]
"""What a whole build makes of expectations, whatever their own severities are."""


@record
class Retry:
    """How often and when a failed body is tried again. Times in seconds.

    The wait before attempt n + 1 is `delay * backoff ** (n - 1)`, at most `max_delay`, plus a
    random part of up to `jitter` times itself.
    """

    attempts: int
    delay: float = 0.0
    backoff: float = 1.0
    max_delay: float | None = None
    jitter: float = 0.0
    on: tuple[Ref, ...] = ()


@record
class Guard:
    """A check of one value of a node against `type`: of an output, or of an input.

    `depth` is settled by the pass that places guards.
    """

    side: Literal["input", "output"]
    port: str
    type: TypeKey
    maybe: bool = False
    severity: Severity = "error"
    depth: Depth = "full"


@record
class Policy:
    """How one node is run: `timeout` is the seconds that one attempt of its body may take.

    Of its guards, `severity` says what they come to, `placement` where they stand and `depth` how
    deep they look (None where the build says so), and `guarded_retry` that its body is tried again
    where one fails.
    """

    retry: Retry | None = None
    timeout: float | None = None
    severity: Severity = "error"
    placement: Placement | None = None
    depth: Depth | None = None
    guarded_retry: bool = False


@record
class Look:
    """A value that an expectation is given: that of a port of its node, to be of `type`."""

    side: Literal["input", "output"] = "input"
    port: str
    type: TypeKey


@record
class Expectation:
    """What is expected of values of a node, beside their types: that `ref` says so of them.

    It is a function, or a model of a frame's rows, or a check of one column of a frame. Each value
    is its parameter of the port's name; the only one is the first where `by_position` says so.
    What it says is not told where one of them holds a `secret`.
    """

    name: str
    ref: Ref
    form: Literal["function", "model", "column"] = "function"
    looks: tuple[Look, ...] = ()
    by_position: bool = False
    params: tuple[tuple[str, Value], ...] = ()
    severity: Severity = "error"
    secret: bool = False


@record
class Kept:
    """That the output `port` of a node is written to the store, as an asset."""

    port: str = "result"
    asset: str


@record
class OpNode:
    """One use of an op. `guards` is filled by the pass that places them; `reads` and `writes` are
    names of assets, which its body reads and writes.
    """

    kind: Literal["op"] = "op"
    id: str
    op: OpKey
    inputs: tuple[Input, ...] = ()
    config: Instance | None = None
    after: tuple[str, ...] = ()
    policy: Policy = Policy()
    guards: tuple[Guard, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    keeps: tuple[Kept, ...] = ()


@record
class FirstOf:
    """The first of `items`, in their order, that is present."""

    kind: Literal["first_of"] = "first_of"
    id: str
    items: tuple[Source, ...]
    type: TypeKey
    after: tuple[str, ...] = ()


@record
class Expect:
    """An expectation of values of several nodes. It looks at its own inputs, and has no output."""

    kind: Literal["expect"] = "expect"
    id: str
    expectation: Expectation
    inputs: tuple[Input, ...] = ()
    after: tuple[str, ...] = ()


Node: TypeAlias = OpNode | FirstOf | Expect
"""A step of a pipeline. Later kinds (a map) join this union."""
