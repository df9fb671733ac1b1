r'''Docstrings of generated code.

docstring("Delay by carrier.\n\nFor one day.", indent=4)

"""Delay by carrier.

For one day.
"""
'''

from inspect import cleandoc

from dagcompile.codegen.code import Code
from dagcompile.codegen.strings import escape


def docstring(text: str, *, indent: int = 0) -> Code:
    """A docstring that stands at `indent`; the first line comes without it. Empty without a text.

    What is read back is `text` without a margin that all of its lines have, and without spaces at
    the ends of lines.
    """
    lines = [line.rstrip() for line in cleandoc(f"\n{text}").strip().split("\n")]
    shown = [escape(line).replace('"""', '\\"\\"\\"') for line in lines]
    if not any(shown):
        return Code("")
    if len(shown) == 1:
        shown[0] = _closed(shown[0])
    elif all(line.startswith(" ") for line in shown[1:] if line):
        shown.insert(0, "")  # beside the quotes, the first line would not count for the margin
    if shown[0].startswith('"'):
        shown[0] = f" {shown[0]}"
    if len(shown) == 1:
        return Code(f'"""{shown[0]}"""')
    margin = " " * indent
    rest = [f"{margin}{line}" if line else "" for line in shown[1:]]
    return Code("\n".join([f'"""{shown[0]}', *rest, f'{margin}"""']))


def _closed(line: str) -> str:
    """A line that three quotes may follow."""
    before = line.removesuffix('"')
    escaped = (len(before) - len(before.rstrip("\\"))) % 2 == 1
    return line if before == line or escaped else f'{before}\\"'
