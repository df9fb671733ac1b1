"""Texts of people in Markdown, so that nothing in them is markup, a link or a mention.

code("a`b|c")           "``a`b|c``"
plain("@ann <b> #12")   "&#64;…ann &#60;b&#62; &#35;…12", where … is a character that is not seen
prose("`top` is gone")  "`top` is gone", what stands between backticks being code
"""

import re
from collections.abc import Iterable
from html import escape

from dagcompile.review.saying import line

LONGEST = 120
"""Characters of a name that are shown."""
_REASON = 800
"""Characters of a sentence that are shown."""

_JOINER = "&#8288;"
"""A character that is not seen. It parts what a code host would make a link or a mention of."""
_ODD = re.compile(r"[^\w ,;:.'…()/+-]|_")
_LEADING = re.compile(r"^([-+]|\d+[.)])")
_LINKED = re.compile(r"(&#64;|&#35;|:(?=//)|\bwww(?=\.)|\bGH(?=-))", re.IGNORECASE)
_TICKS = re.compile(r"`+")


def code(text: str) -> str:
    """`text` as code, on one line."""
    shown = cut(line(text), LONGEST * 2)
    if not shown.strip():
        return code(repr(shown))
    longest = max(map(len, _TICKS.findall(shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest or shown != shown.strip() else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def plain(text: str) -> str:
    """`text` as text, whatever stands in it, on one line."""
    numbered = _ODD.sub(lambda each: f"&#{ord(each[0])};", cut(line(text), _REASON))
    parted = _LINKED.sub(lambda each: f"{each[0]}{_JOINER}", numbered)
    return _LEADING.sub(lambda each: "".join(f"&#{ord(one)};" for one in each[0]), parted)


def prose(text: str) -> str:
    """A sentence of ours, in which names stand between backticks."""
    parts = cut(line(text), _REASON).split("`")
    if len(parts) % 2 == 0 or not all(parts[1::2]):  # one is a part of a name
        return plain(text)
    return "".join(code(part) if number % 2 else plain(part) for number, part in enumerate(parts))


def cut(text: str, longest: int) -> str:
    """`text`, its end left out where it is longer."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def fenced(lines: Iterable[str], kind: str) -> str:
    """Lines as a block of code that none of them can end."""
    text = "\n".join(lines)
    longest = max(map(len, _TICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{kind}\n{text}\n{fence}"


def folded(summary: str, body: str) -> str:
    """What is shown only to those who want it, below a line of HTML."""
    return f"<details><summary>{summary}</summary>\n\n{body}\n\n</details>"


def named(path: str) -> str:
    """A name in HTML."""
    return f"<code>{escape(cut(line(path), LONGEST))}</code>"
