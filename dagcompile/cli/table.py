"""Rows of text under one another."""

from collections.abc import Sequence


def columns(rows: Sequence[tuple[str, ...]]) -> str:
    """`rows` as lines, each cell as wide as the widest of its column; ends with a newline.

    What a terminal would obey or cannot show is written as escapes.
    """
    from dagcompile.diagnostics.excerpt import cells

    if not rows:
        return ""
    rows = [tuple(map(cells, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return "\n".join(lines) + "\n"
