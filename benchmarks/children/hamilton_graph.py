"""The idle graph in Hamilton."""

from types import FunctionType

from hamilton import ad_hoc_utils, driver

from benchmarks.children.timed import Prepared, tell
from benchmarks.subjects.graph import needs


def prepare(nodes: int) -> Prepared:
    """A driver over a function a node, whose parameters name what it needs."""
    module = ad_hoc_utils.create_temporary_module(
        *(_function(name, sources) for name, sources in needs(nodes).items())
    )
    made = driver.Builder().with_modules(module).build()
    last = f"s{nodes - 1}"
    return lambda: made.execute([last], inputs={"start": 1})


def _function(name: str, sources: tuple[str, str]) -> FunctionType:
    inputs = ", ".join(f"{each}: int" for each in dict.fromkeys(sources))
    space: dict[str, FunctionType] = {}
    exec(f"def {name}({inputs}) -> int:\n    return {sources[0]}\n", {"__name__": __name__}, space)
    return space[name]


if __name__ == "__main__":
    tell(prepare)
