"""What a run of the benchmarks is made of."""

from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is measured: how often, and on graphs of which size."""

    rounds: int
    processes: int
    nodes: tuple[int, ...]


FULL = Effort(rounds=15, processes=15, nodes=(100, 1_000, 10_000, 100_000))
QUICK = Effort(rounds=5, processes=5, nodes=(100, 1_000, 10_000))


@dataclass(frozen=True, slots=True)
class Spread:
    """Measurements of one thing: their median, and between which they lie."""

    samples: tuple[float, ...]

    @property
    def median(self) -> float:
        """The one in the middle."""
        return median(self.samples)

    def __str__(self) -> str:
        return f"{_short(self.median)} ({_short(min(self.samples))} to {_short(max(self.samples))})"

    def per(self, count: float) -> "Spread":
        """Each measurement as a share of `count`."""
        return Spread(tuple(each / count for each in self.samples))

    def less(self, other: "Spread") -> "Spread":
        """What is left of each measurement without the one of `other` of the same round."""
        pairs = zip(self.samples, other.samples, strict=True)
        return Spread(tuple(ours - theirs for ours, theirs in pairs))

    def times(self, other: "Spread") -> "Spread":
        """Each measurement as a multiple of the one of `other` of the same round."""
        pairs = zip(self.samples, other.samples, strict=True)
        return Spread(tuple(ours / theirs for ours, theirs in pairs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a figure may be, and what it was."""

    what: str
    limit: float
    got: float
    unit: str

    @property
    def met(self) -> bool:
        """Whether the figure is within it."""
        return self.got <= self.limit

    def __str__(self) -> str:
        verdict = "met" if self.met else "**missed**"
        return (
            f"{self.what}: at most {_short(self.limit)} {self.unit}, "
            f"measured {_short(self.got)}: {verdict}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One subject: a table, the budgets beside it, and what to know when reading it."""

    title: str
    about: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    budgets: tuple[Budget, ...] = ()
    notes: tuple[str, ...] = field(default=())


def shown(number: float) -> str:
    """A figure in a table: three digits that count."""
    return _short(number)


def _short(number: float) -> str:
    if abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if abs(number) >= 10 else f"{number:.2f}"
