"""Containers that authors write around handles keep their shape, whatever it is."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from wired import ops
from wired.checks import meaning

from dagcompile import pipeline
from dagcompile.ir import records as ir
from dagcompile.ir.values import from_value, to_value

HANDLE = "<the handle>"
LEAVES = st.one_of(st.just(HANDLE), st.integers(), st.text(max_size=3), st.none())
KEYS = st.one_of(st.integers(), st.text(max_size=2), st.tuples(st.booleans(), st.integers()))
NESTED: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.lists(inner, max_size=4).map(tuple),
        st.dictionaries(KEYS, inner, max_size=4),
    ),
    max_leaves=20,
)


def with_handles(written: Any, handle: object) -> Any:
    if written == HANDLE:
        return handle
    if isinstance(written, list | tuple):
        return type(written)(with_handles(each, handle) for each in written)
    if isinstance(written, dict):
        return {key: with_handles(each, handle) for key, each in written.items()}
    return written


def written_again(source: ir.Source) -> Any:
    match source:
        case ir.FromParam():
            return HANDLE
        case ir.Const(value=value):
            return from_value(value)
        case ir.Gather(type="dict"):
            keys = map(from_value, source.keys)
            return dict(zip(keys, map(written_again, source.items), strict=True))
        case ir.Gather():
            items = map(written_again, source.items)
            return list(items) if source.type == "list" else tuple(items)
        case ir.FromPort():
            raise AssertionError("there is no such step")


def holds_handle(written: Any) -> bool:
    if isinstance(written, dict):
        return any(map(holds_handle, written.values()))
    if isinstance(written, list | tuple):
        return any(map(holds_handle, written))
    return bool(written == HANDLE)


@given(NESTED)
def test_what_is_written_is_what_is_wired(written: Any) -> None:
    @pipeline
    def one(number: int) -> None:
        ops.anything(with_handles(written, number))

    (node,) = meaning(one).nodes
    assert isinstance(node, ir.OpNode)
    source = node.inputs[0].source
    assert repr(written_again(source)) == repr(written)
    if not holds_handle(written):
        assert source == ir.Const(value=to_value(written))
