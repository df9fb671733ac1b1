"""What `dagcompile graph` draws of the example, as text."""

from pathlib import Path

import pytest

from dagcompile.drawing import Detail, dot, mermaid, picture_of
from dagcompile.ir.codec import loads
from tests.conftest import Golden

EXAMPLE = Path(__file__).parents[2] / "examples/flights/generated/daily_delays.ir.json"
DETAILS: dict[str, frozenset[Detail]] = {
    "plain": frozenset(),
    "detailed": frozenset(("ports", "types", "guards")),
}


@pytest.mark.parametrize("name", DETAILS)
def test_the_example_looks_so(golden: Golden, name: str) -> None:
    picture = picture_of(loads(EXAMPLE.read_text()), details=DETAILS[name])
    golden(f"pictures/{name}.mmd", mermaid(picture))
    golden(f"pictures/{name}.dot", dot(picture))
