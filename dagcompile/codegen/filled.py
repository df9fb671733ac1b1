"""The source of a statement with marks, and how texts are put in their places.

form = Form(mark(0, width=2) + " = " + mark(1, width=5))
form.filled((Code("ab"), Code("clean")))        ab = clean
"""

import re
from collections.abc import Sequence

from dagcompile.codegen.code import Code

_FIRST = 0xF0000
"""The first of the characters for private use that marks are made of. They are one column wide,
and `quote` and `identifiers` give none.
"""

_MARK = re.compile(r"([\U000f0000-\U000ffffd])\1*")


def mark(number: int, *, width: int) -> Code:
    """The mark for the text of a number, as wide as the text."""
    return Code(chr(_FIRST + number) * width)


class Form:
    """Source with marks, ready to be filled."""

    def __init__(self, source: str) -> None:
        self._numbers = tuple(ord(each) - _FIRST for each in _MARK.findall(source))
        self._pattern = _MARK.sub("%s", source.replace("%", "%%"))

    def filled(self, texts: Sequence[Code]) -> Code:
        """The source, with the text of its number in the place of each mark."""
        return Code(self._pattern % tuple([texts[each] for each in self._numbers]))
