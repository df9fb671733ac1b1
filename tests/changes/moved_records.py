"""How definitions of records, enumerations and named types may move."""

from dagcompile.ir.records import ClassType, EnumType, FactType, Refined
from tests.changes.moves import (
    ALIKE,
    NARROWER,
    OTHER,
    RISKY,
    SAFE,
    WIDER,
    Move,
    bound,
    field,
    of,
    ref,
    row,
)

A, B = field("a"), field("b")
LACKING = field("b", required=False)
ROW, BOTH = row(A), row(A, B)
PAIR, TRIPLE = row(A, form="namedtuple"), row(A, B, form="namedtuple")
DICT = row(A, form="typeddict")
MODEL = row(A, form="model", bases=(ref("Base"),))
COLOUR = EnumType(ref=ref("Colour"), members=("RED",))
TOP = Refined(base="int", checks=(bound("ge", 1),), name="Top")
CLIENT = ClassType(ref=ref("Client"), bases=(ref("Base"),))
ARRAY = FactType(ref=ref("Array"))

RECORDS = [
    Move("a field of a dataclass or model is added", ROW, BOTH, "b added | -> b: int", NARROWER),
    Move("one is removed", BOTH, ROW, "b removed | b: int ->", OTHER),
    Move("one takes more", ROW, row(field("a", "float")), "a widened | a: int -> a: float", WIDER),
    Move(
        "one takes less",
        row(field("a", "int | None")),
        ROW,
        "a narrowed | a: int | None -> a: int",
        NARROWER,
    ),
    Move(
        "one is of another type",
        ROW,
        row(field("a", "str")),
        "a changed | a: int -> a: str",
        OTHER,
    ),
    Move(
        "the fields of a dataclass have another order",
        BOTH,
        row(B, A),
        "changed | a, b -> b, a",
        RISKY,
    ),
    Move(
        "those of a model have another order",
        of(MODEL, fields=(A, B)),
        of(MODEL, fields=(B, A)),
        "changed | a, b -> b, a",
        ALIKE,
    ),
    Move("a field of a named tuple is added", PAIR, TRIPLE, "b added | -> b: int", OTHER),
    Move(
        "its fields have another order",
        TRIPLE,
        of(TRIPLE, fields=(B, A)),
        "changed | a, b -> b, a",
        OTHER,
    ),
    Move(
        "a key of a typed dict is added",
        DICT,
        of(DICT, fields=(A, B)),
        "b added | -> b: int",
        OTHER,
    ),
    Move(
        "one that need not be there is added",
        DICT,
        of(DICT, fields=(A, LACKING)),
        "b added | -> b?: int",
        WIDER,
    ),
    Move("a key is removed", of(DICT, fields=(A, B)), DICT, "b removed | b: int ->", OTHER),
    Move(
        "one that need not be there is removed",
        of(DICT, fields=(A, LACKING)),
        DICT,
        "b removed | b?: int ->",
        NARROWER,
    ),
    Move(
        "a key need not be there any more",
        of(DICT, fields=(A, B)),
        of(DICT, fields=(A, LACKING)),
        "b widened | b: int -> b?: int",
        WIDER,
    ),
    Move(
        "a key must be there",
        of(DICT, fields=(A, LACKING)),
        of(DICT, fields=(A, B)),
        "b narrowed | b?: int -> b: int",
        NARROWER,
    ),
    Move(
        "a dataclass becomes a model",
        ROW,
        of(ROW, form="model"),
        "changed | a dataclass -> a model",
        OTHER,
    ),
    Move("a class gets a validator", ROW, of(ROW, checked=True), "tightened", RISKY),
    Move("a class loses its validators", of(ROW, checked=True), ROW, "loosened", RISKY),
    Move(
        "a class derives from one more",
        ROW,
        of(ROW, bases=(ref("Base"),)),
        "bases changed | none -> app.Base",
        SAFE,
    ),
    Move(
        "a class derives from one less",
        MODEL,
        of(MODEL, bases=()),
        "bases changed | app.Base -> none",
        RISKY,
    ),
]

OTHERS = [
    Move(
        "a member of an enumeration is added",
        COLOUR,
        of(COLOUR, members=("RED", "BLUE")),
        "BLUE added | -> BLUE",
        WIDER,
    ),
    Move(
        "one is removed",
        of(COLOUR, members=("RED", "BLUE")),
        COLOUR,
        "BLUE removed | BLUE ->",
        NARROWER,
    ),
    Move(
        "its members have another order",
        of(COLOUR, members=("RED", "BLUE")),
        of(COLOUR, members=("BLUE", "RED")),
        "changed | RED, BLUE -> BLUE, RED",
        ALIKE,
    ),
    Move(
        "its members become texts too",
        COLOUR,
        of(COLOUR, mixin="str"),
        "bases changed | none -> str",
        OTHER,
    ),
    Move(
        "a bound of a named type asks for less",
        TOP,
        of(TOP, checks=(bound("ge", 0),)),
        "ge widened | ge=1 -> ge=0",
        WIDER,
    ),
    Move(
        "it asks for more",
        TOP,
        of(TOP, checks=(bound("ge", 2),)),
        "ge narrowed | ge=1 -> ge=2",
        NARROWER,
    ),
    Move(
        "it asks for something else",
        of(TOP, checks=(bound("multiple_of", 2),)),
        of(TOP, checks=(bound("multiple_of", 3),)),
        "multiple_of changed | multiple_of=2 -> multiple_of=3",
        OTHER,
    ),
    Move(
        "a check is added",
        TOP,
        of(TOP, checks=(bound("ge", 1), bound("le", 9))),
        "le narrowed | -> le=9",
        NARROWER,
    ),
    Move("a check is removed", TOP, of(TOP, checks=()), "ge widened | ge=1 ->", WIDER),
    Move(
        "its checks have another order",
        of(TOP, checks=(bound("ge", 1), bound("le", 9))),
        of(TOP, checks=(bound("le", 9), bound("ge", 1))),
        "checks changed | ge=1, le=9 -> le=9, ge=1",
        ALIKE,
    ),
    Move("it names a wider type", TOP, of(TOP, base="float"), "widened | int -> float", WIDER),
    Move("it becomes a secret", TOP, of(TOP, secret=True), "secret added | -> a secret", SAFE),
    Move(
        "it is no secret any more",
        of(TOP, secret=True),
        TOP,
        "secret removed | a secret ->",
        RISKY,
    ),
    Move(
        "a class of which no more is known derives from one less",
        CLIENT,
        of(CLIENT, bases=()),
        "bases changed | app.Base -> none",
        RISKY,
    ),
    Move(
        "a registered class is looked at further",
        ARRAY,
        of(ARRAY, checked=True),
        "narrowed",
        RISKY,
    ),
    Move(
        "its values are kept in other files",
        of(ARRAY, file=".npy"),
        of(ARRAY, file=".npz"),
        "file changed | .npy -> .npz",
        RISKY,
    ),
    Move(
        "a record becomes a class of which no more is known",
        ROW,
        ClassType(ref=ref("Row")),
        "changed | a record -> a class",
        OTHER,
    ),
]
