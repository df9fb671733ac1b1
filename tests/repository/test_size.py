"""Our own code stays small enough to be read in one sitting."""

import ast
from collections.abc import Iterator
from pathlib import Path

FILE_LINES = 300
FUNCTION_LINES = 45


def test_no_file_outgrows_its_idea(root: Path, files: list[Path]) -> None:
    lengths = {file: len(file.read_text().splitlines()) for file in _own(root, files)}
    assert lengths
    assert not [
        f"{file.relative_to(root)}: {length} lines"
        for file, length in lengths.items()
        if length > FILE_LINES
    ]


def test_no_function_outgrows_its_idea(root: Path, files: list[Path]) -> None:
    assert not [
        f"{file.relative_to(root)}:{line}: {name} has {length} lines"
        for file in _own(root, files)
        for name, line, length in functions(file.read_text())
        if length > FUNCTION_LINES
    ]


def test_a_docstring_does_not_count_as_length() -> None:
    source = 'def f():\n    """One.\n\n    Two.\n    """\n    return 1\n'
    assert list(functions(source)) == [("f", 1, 2)]


def functions(source: str) -> Iterator[tuple[str, int, int]]:
    """Name, line and length of every function, its decorators and docstring left out."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        first = node.body[0]
        if ast.get_docstring(node) is not None:
            length -= (first.end_lineno or first.lineno) - first.lineno + 1
        yield node.name, node.lineno, length


def _own(root: Path, files: list[Path]) -> list[Path]:
    return [
        file
        for file in files
        if file.suffix == ".py" and file.relative_to(root).parts[0] in {"dagcompile", "targets"}
    ]
