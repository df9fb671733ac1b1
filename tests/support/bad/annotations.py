"""Annotations that stand for nothing, and names that lead nowhere."""

from bad.record import Bad

PARAMETERS = (
    Bad(
        "keys that cannot be hashed",
        "DC226",
        "`list[int]` cannot be hashed, and so is never a key",
        "a tuple",
        "X = dict[list[int], str]",
    ),
    Bad(
        "elements that cannot be hashed",
        "DC226",
        "`dict[str, int]` cannot be hashed",
        "a frozenset",
        "X = set[dict[str, int]]",
    ),
    Bad(
        "records that cannot be hashed",
        "DC226",
        "Row` cannot be hashed",
        "dataclass(frozen=True)",
        "X = frozenset[Row]",
    ),
    Bad(
        "a list of two types",
        "DC220",
        "list takes 1 type, and is given 2",
        "write list[...] with one",
        "X = list[int, str]",
    ),
    Bad(
        "a dict of one type",
        "DC220",
        "dict takes 2 types, and is given 1",
        "a type of its keys and",
        "X = dict[str]",
    ),
    Bad(
        "an ellipsis behind two types",
        "DC220",
        "... stands only behind the one type",
        "tuple[int, ...] for any number",
        "X = tuple[int, str, ...]",
    ),
    Bad(
        "a generic class with its parameter",
        "DC220",
        "a guard cannot see its parameters",
        "write a class without parameters: class FixedBox(Box[int])",
        "@dataclass\nclass Box(Generic[T]):\n    item: T\nX = Box[int]",
    ),
    Bad(
        "a generic class without a parameter",
        "DC220",
        "declare a class FixedBox(Box[...])",
        "write a class without parameters: class FixedBox(Box[...])",
        "@dataclass\nclass Box(Generic[T]):\n    item: T\nX = Box",
    ),
    Bad(
        "parameters of a callable",
        "DC220",
        "what a function takes and gives cannot be tested",
        "write Callable without parameters",
        "X = Callable[[int], str]",
    ),
    Bad(
        "a ParamSpec",
        "DC220",
        "a type variable stands for no type of its own",
        "write the type",
        "X = ParamSpec('X')",
    ),
    Bad(
        "a pattern with its parameter",
        "DC220",
        "cannot see its parameters",
        "re.Pattern without",
        "X = re.Pattern[str]",
    ),
)
"""Containers and classes with parameters that they do not have, or that cannot be seen."""

FORMS = (
    Bad(
        "an iterator",
        "DC220",
        "its guard would consume it",
        "without being consumed: list[...]",
        "X = Iterator[Row]",
    ),
    Bad(
        "a coroutine as an input",
        "DC220",
        "it is waited for once",
        "write the type of its value",
        "@op\ndef load(day: date) -> int:\n    return 1\n@op\n"
        "def tell(found: Coroutine[Any, Any, int]) -> str:  # here\n    return ''\n"
        "@pipeline\ndef daily(day: date) -> str:\n    return tell(load(day))\n",
    ),
    Bad(
        "any sequence",
        "DC220",
        "write list[...] or tuple[..., ...]",
        "write list[...]",
        "X = Sequence[Row]",
    ),
    Bad("any mapping", "DC220", "write dict[..., ...]", "write dict", "X = Mapping[str, int]"),
    Bad(
        "a protocol that cannot be asked for",
        "DC220",
        "only a protocol marked @runtime_checkable",
        "mark it @runtime_checkable",
        "class X(Protocol):\n    def close(self) -> None: ...",
    ),
    Bad(
        "literals that are floats",
        "DC220",
        "1.5 is not a bool, int, str",
        "lay a Check over it",
        "X = Literal[1.5, 2.5]",
    ),
    Bad(
        "a literal that is a list",
        "DC220",
        "[1] is not a bool, int, str",
        "lay a Check over it",
        "X = Literal[[1]]",
    ),
    Bad("Never", "DC220", "it has no values", "write -> None", "X = Never"),
    Bad("a type guard", "DC220", "it is not a type of values", "write bool", "X = TypeGuard[int]"),
    Bad(
        "Required outside a TypedDict",
        "DC220",
        "it is not a type of values",
        "fields of a TypedDict",
        "X = Required[int]",
    ),
    Bad(
        "a ClassVar",
        "DC220",
        "it is not a type of values",
        "the body of a class",
        "X = ClassVar[int]",
    ),
    Bad(
        "a value for its type",
        "DC220",
        "it is not a type of values",
        "write int, or Literal[5]",
        "X = 5",
    ),
    Bad(
        "a list of types",
        "DC220",
        "an object of class list, and no type",
        "write list[Row]",
        "X = [Row]",
    ),
    Bad(
        "a tuple of types",
        "DC220",
        "it is not a type of values",
        "write tuple[int, Row]",
        "X = (int, Row)",
    ),
    Bad(
        "a dict of types",
        "DC220",
        "an object of class dict, and no type",
        "a TypedDict or dataclass",
        "X = {'key': str}",
    ),
    Bad(
        "a function for its type",
        "DC220",
        "`even` of what op `parse` returns",
        "a type of values",
        "X = even",
    ),
    Bad("a module for its class", "DC220", "`module math`", "name what is meant in it", "X = math"),
    Bad(
        "a NewType of an iterator",
        "DC220",
        "its guard would consume it",
        "list[...]",
        "X = NewType('X', Iterator[Row])",
    ),
)
"""Annotations that stand for no values that can flow."""

NAMES = (
    Bad(
        "an alias that holds itself",
        "DC220",
        "an alias that holds itself has no end",
        "make it a dataclass",
        "X = TypeAliasType('X', 'dict[str, X]')",
    ),
    Bad(
        "a type in quotes that holds itself",
        "DC220",
        "a name in quotes is understood only in",
        "of a type that holds itself make a dataclass",
        "X = list['X']",
    ),
    Bad(
        "a forward reference to nothing",
        "DC221",
        "name 'Nowhere' is not defined",
        "import `Nowhere`",
        "X = 'list[Nowhere]'",
    ),
    Bad(
        "a forward reference in a field",
        "DC221",
        "Sheet`: name 'Nowhere' is not defined",
        "import `Nowhere` where the module runs",
        "@dataclass\nclass Sheet:\n    rows: 'list[Nowhere]'\nX = Sheet",
    ),
    Bad(
        "a typo in quotes",
        "DC221",
        "name 'Rwo' is not defined",
        "did you mean `Row`?",
        "X = 'list[Rwo]'",
    ),
    Bad(
        "an annotation that is no Python",
        "DC221",
        "SyntaxError",
        "as Python reads it",
        "X = 'list[Row'",
    ),
    Bad(
        "a class that is defined in a function",
        "DC223",
        "it is defined inside `make`",
        "move it to module level",
        "def make():\n    class Part(Row): ...\n    return Part\nX = make()",
    ),
)
"""Names that lead nowhere, or back."""
