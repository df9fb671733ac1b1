"""What docs/types.md says in its tables, as data. Everything is source, read in tests/docs/shop.py.

ACCEPTED    what a guard takes and what it refuses, for each kind of annotation
REFUSED     annotations that no guard can be made of
DIFFERENCES where a type checker and a guard see a value differently
TRAVELLING  values, to be shown in their JSON form
"""

ACCEPTED: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("None", ("None",), ("0", "False")),
    ("bool", ("True",), ("1", "None")),
    ("int", ("3", "2**70", "Level.LOW"), ("True", "1.0", "'1'")),
    ("float", ("0.5", "float('nan')", "1"), ("True", "Decimal('0.5')")),
    ("str", ("'a'",), ("b'a'", "None")),
    ("bytes", ("b'a'",), ("'a'", "bytearray(b'a')")),
    ("date", ("date(2026, 1, 15)",), ("datetime(2026, 1, 15)", "'2026-01-15'")),
    (
        "datetime",
        ("datetime(2026, 1, 15)", "datetime(2026, 1, 15, tzinfo=UTC)"),
        ("date(2026, 1, 15)",),
    ),
    ("time", ("time(12, 30)",), ("'12:30'",)),
    ("timedelta", ("timedelta(hours=1)",), ("3600",)),
    ("Decimal", ("Decimal('1.50')", "Decimal('NaN')"), ("1", "1.5")),
    ("UUID", ("UUID(int=1)",), ("'a'",)),
    ("Path", ("Path('a')",), ("'a'", "PurePath('a')")),
    ("int | None", ("1", "None"), ("True",)),
    ("int | str", ("1", "'a'"), ("1.0",)),
    ("Literal['a', 1]", ("'a'", "1"), ("'b'", "True", "1.0")),
    ("Colour", ("Colour.RED",), ("'red'", "'RED'")),
    ("list[int]", ("[]", "[1, 2]"), ("(1,)", "[1, 'a']")),
    ("set[int]", ("{1}",), ("frozenset({1})", "[1]")),
    ("frozenset[int]", ("frozenset({1})",), ("{1}",)),
    ("dict[str, int]", ("{'a': 1}", "defaultdict(int)"), ("{1: 1}", "{'a': 1.5}")),
    ("tuple[int, str]", ("(1, 'a')",), ("(1,)", "[1, 'a']")),
    ("tuple[int, ...]", ("()", "(1, 2, 3)", "Point(1, 2)"), ("[1]",)),
    ("list", ("[1, 'a', None]",), ("(1,)",)),
    ("Any", ("None", "1", "Client()"), ()),
    (
        "Order",
        ("Order(Decimal(1))", "Gift(Decimal(1))"),
        ("Order('1')", "Invoice(Decimal(1))", "{'amount': Decimal(1)}"),
    ),
    ("Point", ("Point(1, 2)",), ("Point(1, '2')", "(1, 2)")),
    ("Entry", ("{'key': 'a'}",), ("{}", "{'key': 'a', 'more': 1}")),
    ("Item", ("Item(number=1)",), ("Item.model_construct(number='1')", "{'number': 1}")),
    ("Client", ("Client()",), ("None",)),
    ("Cents", ("1",), ("True",)),
    ("Callable", ("len",), ("1",)),
    ("Annotated[int, Bounds(ge=1)]", ("1",), ("0", "True")),
    ("Annotated[int, Field(ge=1)]", ("1",), ("0",)),
    ("Annotated[int, Check(even)]", ("2",), ("1",)),
    ("Annotated[str, Bounds(pattern='^a')]", ("'abc'",), ("'b'",)),
    ("list[Annotated[int, Check(even)]]", ("[2, 4]",), ("[2, 3]",)),
)

REFUSED: tuple[str, ...] = (
    "Sequence[int]",
    "Mapping[str, int]",
    "Iterator[int]",
    "Callable[[int], int]",
    "deque[int]",
    "type[int]",
    "Box[int]",
    "T",
)

DIFFERENCES: tuple[tuple[str, str, bool, bool, str], ...] = (
    # annotation, value, whether a type checker takes it, whether a guard does, why
    ("int", "True", True, False, "a bool is not an int"),
    ("float", "True", True, False, "nor a number"),
    ("float", "1", True, True, "and it stays an int"),
    ("date", "datetime(2026, 1, 15)", True, False, "a datetime is not a date"),
    ("list[float]", "ints", False, True, "`ints: list[int]`; containers are covariant"),
    ("Entry", "wide", True, False, "`wide: Wide` has a key more; keys are known exactly"),
    ("Cents", "1", False, True, "a `NewType` is its base when values flow"),
    ("Annotated[int, Bounds(ge=1)]", "0", True, False, "checks are for guards"),
    ("Order", "Order(cast(Any, '1'))", True, False, "stored fields are looked at"),
    ("Item", "Item.model_construct(number='1')", True, False, "so are those of models"),
)

TRAVELLING: tuple[tuple[str, str], ...] = (
    ("int", "2**70"),
    ("float", "0.1"),
    ("float", "float('nan')"),
    ("Decimal", "Decimal('1.50')"),
    ("bytes", "b'abc'"),
    ("datetime", "datetime(2026, 1, 15, 12, tzinfo=ZoneInfo('Europe/Paris'))"),
    ("timedelta", "timedelta(hours=1)"),
    ("tuple[int, str]", "(1, 'a')"),
    ("set[int]", "{2, 1}"),
    ("dict[int, str]", "{1: 'a'}"),
    ("int | str", "1"),
    ("int | None", "None"),
    ("Colour", "Colour.RED"),
    ("Order", "Order(Decimal('1.50'))"),
    ("Order", "Gift(Decimal('1.50'))"),
    ("Any", "Decimal('1.50')"),
)
