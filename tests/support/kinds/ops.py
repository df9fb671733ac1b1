"""Ops of every kind, at module level, as an author writes them."""

from functools import lru_cache, partial
from operator import itemgetter

from dagcompile import op
from kinds import plain
from kinds.plain import Maker, logged

decorated_name = op(plain.plain)
named_partial = op(partial(plain.kinds_of_parameters, 1, third=4))
named_lambda = op(lambda number: number + 1)
named_nested = op(plain.nest())
named_method = op(plain.maker.ahead)
named_object = op(Maker(3))
named_getter = op(itemgetter(0))
named_undecorated = op(plain.typed(plain.plain))
named_renamed = op(plain.other_name)
named_shadowed = op(plain.first_shadowed)
named_derived = op(partial(plain.plain)).named("derived")


@op
@logged
def below_wraps(number: int) -> int:
    return number + 1


@op
@plain.anonymous
def below_anonymous(number: int) -> int:
    return number + 1


@op
@plain.typed
def below_typed(number: int) -> int:
    return number + 1


@logged
@op
def above_wraps(number: int) -> int:
    return number + 1


@op
@lru_cache
def cached(number: int) -> int:
    return number + 1


@lru_cache
@op
def cached_above(number: int) -> int:
    return number + 1


class Steps:
    """Ops in a class."""

    @op
    @staticmethod
    def above_static(number: int) -> int:
        return number + 1

    @staticmethod
    @op
    def below_static(number: int) -> int:
        return number + 1

    @classmethod
    @op
    def below_class(cls, number: int) -> int:
        return number + 1

    @op
    def method(self, number: int) -> int:
        return number + 1

    @op
    def space(number: int) -> int:
        return number + 1
