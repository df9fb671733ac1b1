"""What the keys of one run are called.

    ("load_flights-r3f2a9c1d0b70", "load_flights")        # (op and run, node)
    ("guard:load_flights-r3f2a9c1d0b70", "load_flights")

Dask takes what stands before the token, in the first part, for the group of a key: the dashboard
shows ops and not nodes, and what it learns of an op it learns from all of its nodes. The node
stands in a part of its own, for a group for each node costs more than the node's task.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from dask.tokenize import tokenize

Key: TypeAlias = str | tuple[str, str] | tuple[str, str, str]


def shared_key(key: Key, digest: str) -> Key:
    """The key that runs share of what is `key` in one of them; its group is of the op alone."""
    return f"{key[0].rpartition('-')[0]}-p0", key[1], digest[:32]


def shared_param(digest: str) -> str:
    """The key that runs share of the value of a param."""
    return f"param-p{digest[:32]}0"


class Keys:
    """The keys of one run. Two runs share none of them, and the same run has the same in every
    process.

    Args:
        pipeline: its id.
        said: what makes this run another than those of the same pipeline: id, params, configs. As
            JSON builtins as far as they have such a form.
    """

    __slots__ = ("_groups", "pipeline", "token")

    def __init__(self, pipeline: str, *said: Any) -> None:
        self.pipeline = pipeline
        text = "\n".join(map(_text, (pipeline, *said)))
        # A group's name would go on in a token without a digit.
        self.token = "r" + hashlib.sha256(text.encode()).hexdigest()[:11] + "0"
        self._groups: dict[tuple[str, str], str] = {}

    def of(self, op: str, node: str, *, kind: str = "") -> Key:
        """The key of a node, or of what stands beside it.

        Args:
            op: what its op is called.
            kind: what stands beside it, with a colon: `guard:`.
        """
        return self._group(kind, op), node

    def port(self, op: str, node: str, name: str) -> Key:
        """The key of one of the outputs of a node."""
        return self._group("port:", op), node, name

    def param(self, name: str) -> str:
        """The key of the value of a param."""
        return f"param:{name}-{self.token}"

    def outputs(self) -> str:
        """The key of what the pipeline returns."""
        return f"{self.pipeline}-{self.token}"

    def _group(self, kind: str, op: str) -> str:
        found = self._groups.get((kind, op))
        if found is None:
            name = re.sub(r"\W", "_", op.strip("<>"))
            # Dask shows a name of other beginnings cut short.
            name = name if name[:1].isalpha() or kind else f"op_{name.lstrip('_')}"
            found = self._groups[kind, op] = f"{kind}{name}-{self.token}"
        return found


def _text(said: Any) -> str:
    """`said`, the same text wherever it is equal. Of what is no JSON, Dask makes it, which promises
    that only within one version of itself and of Python.
    """
    if isinstance(said, Mapping):
        return "\n".join(f"{json.dumps(str(name))}: {_text(said[name])}" for name in sorted(said))
    return json.dumps(said) if _is_json(said) else tokenize(said)


def _is_json(said: Any) -> bool:
    match said:
        case list() if type(said) is list:
            return all(map(_is_json, said))
        case dict() if type(said) is dict:
            return all(type(name) is str and _is_json(each) for name, each in said.items())
        case _:
            return said is None or type(said) in (bool, int, float, str)
