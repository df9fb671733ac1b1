"""Whether what a pipeline is made of can be used where dagcompile is not installed.

Nothing is guessed: a fresh process, in which dagcompile cannot be imported, imports each module
that the tasks will import. One that fails there fails here, by name (DC521). And a class that
another distribution registers is refused (DC522), for what registers it is built on dagcompile.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from dagcompile.diagnostics import Diagnostic, Label, Place
from dagcompile.ir.records import FactType, Meaning, OpNode, Pipeline, Ref
from dagcompile.runtime.types.registry import OWN
from dagcompile.targets.airflow.vendor.alone import ABSENT

_FIX = (
    "let it import nothing of dagcompile: where a pipeline uses it, wrap a function by op(function)"
)


def examine(
    pipeline: Pipeline, places: Mapping[str, Place], *, called: Iterable[str] = ()
) -> tuple[Diagnostic, ...]:
    """What of `pipeline` cannot be used without dagcompile. Its modules are on the path.

    `called` are modules that are imported besides, of callbacks.
    """
    meaning = pipeline.meaning
    users = {**dict.fromkeys(called, "pipeline"), **_users(meaning)}
    told = [*_unusable(users, places), *_registered(meaning, places)]
    return tuple(told)


def _users(meaning: Meaning) -> Mapping[str, str]:
    """The modules that a DAG file names, and the place of the first op or type that is of it."""
    users: dict[str, str] = {}
    # The class of an operator is Airflow's affair: nobody has imported it so far.
    ops = {each.key: each for each in meaning.ops if each.operator is None}
    for node in meaning.nodes:
        if isinstance(node, OpNode) and node.op in ops:
            users.setdefault(ops[node.op].ref.module, f"node:{node.id}")
    for part in (meaning.params, meaning.nodes, tuple(ops.values()), meaning.types):
        for ref in _refs(part):
            users.setdefault(ref.module, "")
    # A base class of ours is told of by the module that derives from it.
    return {each: place for each, place in users.items() if each.partition(".")[0] != ABSENT}


def _refs(part: Any) -> Iterator[Ref]:
    if isinstance(part, Ref):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _refs(each)
    elif is_dataclass(part):
        for each in fields(part):
            yield from _refs(getattr(part, each.name))


def _unusable(users: Mapping[str, str], places: Mapping[str, Place]) -> Iterator[Diagnostic]:
    asked = {"path": [each or str(Path.cwd()) for each in sys.path], "modules": sorted(users)}
    done = subprocess.run(  # noqa: S603  our own file
        [sys.executable, str(Path(__file__).with_name("alone.py"))],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    for module, why in json.loads(done.stdout):
        yield Diagnostic(
            code="DC521",
            message=f"module {module} cannot be used where dagcompile is not installed, "
            f'as runtime = "vendor" asks: {why}',
            labels=_labels(places.get(users[module]), "uses it"),
            fix=f'{_FIX}; or build with runtime = "installed"',
        )


def _registered(meaning: Meaning, places: Mapping[str, Place]) -> Iterator[Diagnostic]:
    for entry in meaning.types:
        if isinstance(entry.type, FactType):
            name = f"{entry.type.ref.module}.{entry.type.ref.name}"
            if name not in OWN:
                yield Diagnostic(
                    code="DC522",
                    message=f"{name} is registered by another distribution, which needs "
                    'dagcompile; with runtime = "vendor" there is none',
                    labels=_labels(places.get("pipeline"), "is built so"),
                    fix="hand on a dataclass, a pydantic model or builtins in its place; or build "
                    'with runtime = "installed"',
                )


def _labels(place: Place | None, text: str) -> tuple[Label, ...]:
    return () if place is None else (Label(place=place, text=text),)
