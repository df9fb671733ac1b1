"""How the semantics calls a body: with the values of its inputs, within its time."""

import asyncio
import inspect
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, wait
from threading import Thread
from typing import Any, TypeVar

from dagcompile.ir import records as ir
from dagcompile.ir.natives import function_of
from dagcompile.ir.references import resolve
from dagcompile.ir.values import from_value
from dagcompile.runtime.context import Context
from dagcompile.runtime.depth import Depth, sample
from dagcompile.runtime.timeout import StepTimeout

T = TypeVar("T")


def call(
    node: ir.OpNode, op: ir.OpDef, values: Mapping[str, Any], context: Context
) -> dict[str, Any]:
    """The outputs of one call of the body, by port; SKIP where it withholds one."""
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    for port in op.inputs:
        if port.name in values and not port.keyword_only and len(args) == op.inputs.index(port):
            args.append(values[port.name])
        elif port.name in values:
            kwargs[port.name] = values[port.name]
    if node.config is not None:
        kwargs["config"] = from_value(node.config)
    if op.context:
        kwargs[op.context] = context
    ref = function_of(op)
    assert ref is not None, f"{node.id} has no function"
    body: Any = resolve(ref)
    returned = body(*args, **kwargs)
    if inspect.iscoroutine(returned):
        returned = asyncio.run(returned)
    if not op.fields:
        return {op.outputs[0].name: returned}
    ports = [each.name for each in op.outputs]
    if list(getattr(returned, "_fields", ())) != ports:
        raise _wrong_ports(node.id, returned, ports)
    return {name: getattr(returned, name) for name in ports}


def in_time(node: ir.OpNode, body: Callable[[], T]) -> T:
    """What `body` gives within the time that it may take. After that it is left to itself."""
    limit = node.policy.timeout
    if limit is None:
        return body()
    future: Future[T] = Future()
    Thread(target=_fulfil, args=(future, body), daemon=True).start()
    if not wait([future], limit).done:
        raise StepTimeout(f"{node.id} did not return within its timeout of {limit:.15g} s")
    return future.result()


def _fulfil(future: Future[T], body: Callable[[], T]) -> None:
    try:
        future.set_result(body())
    except BaseException as error:  # noqa: BLE001  it is raised where it is waited for
        future.set_exception(error)


def _wrong_ports(node: str, returned: Any, ports: Iterable[str]) -> Exception:
    from dagcompile.runtime.node import WrongPorts

    kind = type(returned).__name__
    return WrongPorts(
        f"{node} returned {kind}, not a NamedTuple with the fields {', '.join(ports)}"
    )


def depth_of(depth: ir.Depth) -> Depth:
    """A depth as a guard takes it."""
    return sample(depth.count) if isinstance(depth, ir.Sample) else depth
