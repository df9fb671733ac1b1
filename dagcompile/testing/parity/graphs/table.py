"""The ops that random graphs are made of: what each takes and gives, by kind."""

from dagcompile.testing.parity.graphs.plans import OpKind
from dagcompile.testing.parity.ops import typed, typed_records

_SIGNATURES = """
    count               text:text                                       -> int
    grow*               number:int                                      -> int
    half                number:int                                      -> float
    average             values:floats                                   -> float
    priced              value:float                                     -> decimal
    sum_of              prices:prices, more?:decimal                    -> decimal
    later               day:date, days:int                              -> date
    noon                day:date                                        -> datetime
    between             first:datetime, second:datetime                 -> timedelta
    seconds             span:timedelta                                  -> float
    words               text:text                                       -> texts
    joined              texts:texts, by?:text                           -> text
    lengths             texts:texts                                     -> table
    values_of           table:table                                     -> ints
    distinct            texts:texts                                     -> set
    ordered             texts:set                                       -> texts
    numbered            number:int, text:text                           -> pair
    of_pair             pair:pair                                       -> text
    leg                 start:text, price:decimal, flown?:day or none   -> leg
    price_of            leg:leg                                         -> decimal
    flown_on            leg:leg                                         -> day or none
    trip                legs:legs, tags:set                             -> trip
    legs_of             trip:trip                                       -> legs
    passenger           name:text, row:int, side:side, mood:mood        -> passenger
    seat_of             passenger:passenger                             -> seat
    settings            name:text, depth:int                            -> settings
    depth_of            settings:settings                               -> int
    mood                happy:bool                                      -> mood
    level               mood:mood                                       -> level
    is_high             level:level                                     -> bool
    data                text:text                                       -> bytes
    ident               data:bytes                                      -> uuid
    file                ident:uuid, folder?:path                        -> path
    name_of             file:path                                       -> text
    perhaps             number:int                                      -> perhaps
    or_zero             number:perhaps                                  -> int
    either              number:int, text:text                           -> either
    told                value:either                                    -> text
    forgotten           value:any                                       -> any
    nothing                                                             -> none
    given               number:int, gives:bool                          -> int
    cut                 text:text, at:int                               -> head:text, tail:text
    divided             number:int, by:int        -> whole:int, exact:decimal, possible:bool
    claimed_even        number:int                                      -> even
    needs_even          number:even                                     -> int
    broken              number:int                                      -> int
"""


_EVERY = vars(typed) | vars(typed_records)


def _read(line: str) -> OpKind:
    left, _, right = line.partition("->")
    name, _, taken = left.strip().partition(" ")
    outputs = _ports(right)
    return OpKind(
        op=_EVERY[name.rstrip("*")],
        inputs={port.rstrip("?"): kind for port, kind in _ports(taken).items()},
        optional=frozenset(port.rstrip("?") for port in _ports(taken) if port.endswith("?")),
        outputs=outputs,
        config=name.endswith("*"),
    )


def _ports(text: str) -> dict[str, str]:
    pairs = (each.strip().rpartition(":") for each in text.split(",") if each.strip())
    return {name or "result": kind for name, _, kind in pairs}


OPS: tuple[OpKind, ...] = tuple(map(_read, _SIGNATURES.strip().splitlines()))
