"""Two texts of a function: what a run could tell apart is another, and nothing else is."""

import re

import pytest
from texts_of_modules import between

from dagcompile.project.bodies.modules import Told

BODY = """
def f(rows, top=3):
    '''What it does.'''
    best = [each for each in rows if each]
    total = sum(best)

    def more(row):
        return row + total

    try:
        return more(best[:top])
    except LookupError as error:
        raise ValueError(f"none: {error}") from None
"""

SAME = {
    "comments and lines": ("    best", "\n    # The best.\n    best"),
    "brackets": ("sum(best)", "(sum(\n        best,\n    ))"),
    "quotes": ('f"none: {error}"', "f'none: ' f'{error}'"),
    "docstring": ("What it does.", "What it did."),
    "no docstring": ("    '''What it does.'''\n", ""),
    "annotations": ("f(rows, top=3):", "f(rows: 'list[int]', top: int = 3) -> int:"),
    "an annotation of a variable": ("total =", "total: int ="),
    "a local variable": ("best", "kept"),
    "a variable of a comprehension": ("each", "one"),
    "a variable of a function within": ("total", "summed"),
    "the name of an error": ("error", "problem"),
    "the notation of a number": ("=3", "=0x3"),
}

OTHER = {
    "a constant": ("=3", "=4"),
    "a constant that is equal": ("=3", "=3.0"),
    "a call": ("sum(", "max("),
    "an operator": ("row + total", "row - total"),
    "a condition": (" if each", ""),
    "a keyword": ("top", "first"),
    "a message": ("none", "nothing"),
    "a variable for another": ("sum(best)", "sum(rows)"),
    "an error": ("LookupError", "KeyError"),
    "an attribute": ("sum(best)", "best.sum()"),
    "async": ("def f", "async def f"),
    "a decorator": ("def f", "@cache\ndef f"),
    "an order": ("row + total", "total + row"),
}


def edited(pair: tuple[str, str]) -> str:
    assert pair[0] in BODY
    return BODY.replace(*pair)


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME)
def test_what_no_run_can_tell_is_no_difference(pair: tuple[str, str]) -> None:
    assert between(BODY, edited(pair)) is None
    assert between(edited(pair), BODY) is None


@pytest.mark.parametrize("pair", OTHER.values(), ids=OTHER)
def test_what_a_run_may_tell_is_one(pair: tuple[str, str]) -> None:
    assert between(BODY, edited(pair)) == ()
    assert between(edited(pair), BODY) == ()


@pytest.mark.parametrize(
    "body",
    [
        "n = rows; return frame.query('a < @n')",
        "n = rows; return sql('select * from n')",
        "n = rows; return locals()",
        "n = rows; return f'{n=}'",
        "n = rows; return [eval('n') for _ in rows]",
    ],
)
def test_a_variable_that_may_be_asked_for_by_its_name_counts(body: str) -> None:
    renamed = body.replace("n = ", "k = ").replace("{n=}", "{k=}")
    assert between(f"def f(rows): {body}", f"def f(rows): {renamed}") == ()
    assert between(f"def f(rows): {body}", f"def f(rows):\n    {body}") is None


@pytest.mark.parametrize(
    ("body", "old", "new"),
    [
        (
            "best = x[0]; limit = 3; return sorted(x, key=lambda v: (v - best, limit))",
            "best",
            "top",
        ),
        ("aa = 1; b = 2; g = lambda: aa - b; return g()", "aa", "zz"),
        ("y = x; g = lambda: (lambda: y + x); return g()()", "y", "w"),
        ("a = 1; b = 2; g = lambda: b; h = lambda: a; return g() - h()", "a", "z"),
        ("n = 1; return [sum(m for m in (n, v)) for v in x if v > n]", "n", "z"),
    ],
)
def test_what_inner_functions_share_may_be_called_otherwise(body: str, old: str, new: str) -> None:
    renamed = re.sub(rf"\b{old}\b", new, body)
    assert between(f"def f(x): {body}", f"def f(x): {renamed}") is None
    assert between(f"def f(x): {renamed}", f"def f(x): {body}") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "a = 1; b = 2; g = lambda: a - b; return g()",
            "a = 1; b = 2; g = lambda: b - a; return g()",
        ),
        ("a = 1; b = 2; g = lambda: a; return g()", "a = 1; b = 2; g = lambda: b; return g()"),
        ("g = lambda: x - y; return g()", "g = lambda: y - x; return g()"),
        ("a = x; g = lambda: a; a = y; return g()", "a = x; a = y; g = lambda: a; return g()"),
        (
            "a = x; g = lambda: (lambda: a); return g",
            "a = x; g = lambda a=y: (lambda: a); return g",
        ),
    ],
)
def test_another_of_what_inner_functions_share_is_a_difference(one: str, other: str) -> None:
    assert between(f"def f(x, y): {one}", f"def f(x, y): {other}") == ()


def test_a_variable_called_as_a_key_is_a_variable_still() -> None:
    text = "def f(rows): {} = rows; return {{'carrier': {}}}"
    assert between(text.format("carrier", "carrier"), text.format("x", "x")) is None


def test_what_python_warns_of_is_no_warning() -> None:
    assert between("def f(a): return a is 1", "def f(a):\n    return (a is 1)") is None
    assert between(r"def f(): return '\d'", r"def f(): return '\\d'") is None
    assert between(r"def f(): return '\d'", r"def f(): return '\w'") == ()


# --- what the IR tells ---------------------------------------------------------------------------


def test_decorators_of_ours_are_told_by_the_ir() -> None:
    start = "from dagcompile import Retry, op\nimport dagcompile as dc\nTWICE = Retry(2)\n"
    plain = f"{start}@op\ndef f(a: int) -> int: return a"
    for each in ("@op(retry=TWICE)", "@dc.op(timeout=3)", "@dc.op"):
        assert between(plain, plain.replace("@op", each).replace("int", "str")) is None
    assert between(plain, plain.replace("@op", "@mine.op")) == ()
    assert between(plain.replace("from dagcompile", "from other"), plain) == ()


def test_annotations_count_where_another_decorator_may_read_them() -> None:
    text = "@validated\ndef f(a: int): return a"
    assert between(text, text.replace("int", "str")) == ()


def test_what_is_made_of_ours_is_told_by_the_ir() -> None:
    text = "from dagcompile import Asset\nTOLD = Asset('a')\ndef f(): return TOLD\n"
    assert between(text, text.replace("'a'", "'b'")) is None
    assert between(text, text.replace("Asset('a')", "object()")) == ("TOLD",)


def test_defaults_of_an_op_are_told_but_for_those_that_are_no_literals() -> None:
    text = "def f(a, b=2, *, c=other): return a"
    assert between(text, text.replace("=2", "=3")) == ()
    assert between(text, text.replace("=2", "=3"), f=Told(kind="op")) is None
    assert between(text, text.replace("=other", "=more"), f=Told(kind="op")) is None
    untold = Told(kind="op", untold=frozenset({"c"}))
    assert between(text, text.replace("=2", ""), f=untold) is None
    assert between(text, text.replace("=other", "=more"), f=untold) == ()


def test_fields_of_a_class_are_told_and_its_methods_are_not() -> None:
    text = "class f:\n    'A.'\n    size: int = 1\n    kind: str\n    def g(self): return 1\n"
    fields = Told(kind="fields")
    assert between(text, text.replace("kind: str", "sort: int"), f=Told()) is None
    assert between(text, text.replace("= 1", "= 2"), f=Told()) == ()
    assert between(text, text.replace("= 1", "= 2"), f=fields) is None
    assert between(text, text.replace("return 1", "return 2"), f=fields) == ()
    assert between(text, text.replace("kind: str", "kind: int")) == ()
