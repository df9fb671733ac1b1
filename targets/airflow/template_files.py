"""Texts that are meant as commands, and that Airflow takes for the names of template files."""

from collections.abc import Iterator, Mapping
from typing import Final

from dagcompile.ir.records import Mapping as Table
from dagcompile.ir.records import OpDef, OpNode, Pipeline, Sequence, Value
from dagcompile.target import Objection

FILES: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "airflow.providers.standard.operators.bash:BashOperator": (
        ("bash_command", "env", "cwd"),
        (".sh", ".bash"),
    ),
}
"""`template_fields` and `template_ext` of operators, which are not imported to compile."""


def taken_for_files(pipeline: Pipeline) -> Iterator[Objection]:
    """What would be read as a file and is none: a path from the root or from `.`, or with words
    behind a command (DC516). Another name may be that of a template beside the DAG file.
    """
    ops = {each.key: each for each in pipeline.meaning.ops}
    for node in pipeline.meaning.nodes:
        if isinstance(node, OpNode):
            for name, text in _texts(ops[node.op]):
                yield _objection(node.id, ops[node.op], name, text)


def _objection(node: str, op: OpDef, name: str, text: str) -> Objection:
    suffix = "." + text.rpartition(".")[2]
    return Objection(
        code="DC516",
        message=f"`{name}` of {node!r}, a {op.ref.name}, ends in {suffix}, so Airflow takes"
        f" {text!r} for the name of a template file beside the DAG file",
        fix=f"to run it, let it end otherwise, in an argument or a space: {f'{text} '!r}; a file"
        " to be rendered is named by its path from the DAG file, without ./",
        at=(f"node:{node}",),
    )


def _texts(op: OpDef) -> Iterator[tuple[str, str]]:
    """The texts of an operator's arguments that are no files, by argument."""
    if op.operator is None:
        return
    fields, suffixes = FILES.get(f"{op.ref.module}:{op.ref.name}", ((), ()))
    for name, value in op.operator.arguments:
        for text in _parts(value) if name in fields else ():
            if text.endswith(suffixes) and (text.startswith(("/", "./", "~")) or " " in text):
                yield name, text


def _parts(value: Value) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Sequence(items=items):
            for each in items:
                yield from _parts(each)
        case Table(items=pairs):
            for _, each in pairs:
                yield from _parts(each)
        case _:
            pass
