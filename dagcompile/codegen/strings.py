r"""Strings and bytes as Python source, quoted as `ruff format` would.

    quote('say "hi"')     'say "hi"'        fewer escapes than with double quotes
    quote("a\u202eb")     "a\u202eb"        a character that reorders what is seen

Which characters are shown follows Unicode 3.2, so that every version of Python agrees.
"""

import re
from unicodedata import ucd_3_2_0 as unicode

from dagcompile.codegen.code import Code

_SHORT = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_PLAIN = re.compile(r"[ !#-\[\]-~]*")
_AS_IT_IS = re.compile(r"[ -\[\]-~]*")
# Not seen, or seen differently by each program.
_ODD = frozenset("\u00ad\u034f\u06de\u115f\u1160\u17a4\u17b4\u17b5\u17d8\u2800\u3164\uffa0")
_SHOWN = "Lu Ll Lt Lm Lo Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So".split()
_ENCODING = re.compile(r"coding([:=])")


def quote(text: str) -> Code:
    """The literal of a string, on one line."""
    if _PLAIN.fullmatch(text):
        return Code(f'"{text}"')
    mark = _mark(text)
    return Code(f"{mark}{escape(text, mark=mark)}{mark}")


def quote_bytes(data: bytes) -> Code:
    """The literal of bytes, on one line."""
    mark = _mark(text := data.decode("latin-1"))
    shown = (escape(each, mark=mark) if each.isascii() else f"\\x{ord(each):02x}" for each in text)
    return Code(f"b{mark}{''.join(shown)}{mark}")


def comment(text: str) -> Code:
    """Text that stands in a comment: on one line, without a `#`, and never a directive.

    After `coding` a `:` or `=` is escaped: Python would take what follows for the file's encoding.
    """
    shown = escape(text).replace("#", "\\x23")
    if shown.endswith(" "):
        shown = f"{shown[:-1]}\\x20"
    return Code(_ENCODING.sub(lambda match: f"coding\\x{ord(match[1]):02x}", shown))


def escape(text: str, *, mark: str = "") -> str:
    """`text` as it stands within a string literal whose quotes are `mark`."""
    if _AS_IT_IS.fullmatch(text) and not (mark and mark in text):
        return text
    shown: list[str] = []
    before = ""
    for each in text:
        shown.append(_escaped(each, before=before, mark=mark))
        before = each
    return "".join(shown)


def _mark(text: str) -> str:
    return "'" if text.count('"') > text.count("'") else '"'


def _escaped(character: str, *, before: str, mark: str) -> str:
    if character in _SHORT:
        return _SHORT[character]
    if character == mark:
        return f"\\{mark}"
    if character == " " or _is_shown(character, before):
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _is_shown(character: str, before: str) -> bool:
    category = unicode.category(character)
    if character in _ODD or "\ufe00" <= character <= "\ufe0f":
        return False
    if category[0] == "M":  # shown on a letter, and a mark of its own on nothing
        return before != "" and unicode.category(before)[0] in "LM" and before not in _ODD
    return category in _SHOWN
