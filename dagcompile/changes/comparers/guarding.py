"""How it is told that guards look at more or less than before, or come to something else."""

from dataclasses import dataclass
from typing import assert_never

from dagcompile.changes.comparers.types.both import Effect
from dagcompile.changes.records import Change, Subject, Verb, Weight
from dagcompile.ir.records import Depth, Guard, Placement, Sample, Severity, TypeKey


@dataclass(frozen=True, slots=True)
class Guarding:
    """Tells of the guards of the node `node`, of all nodes if it is empty.

    `port` is that of a single guard. What guards of severity `warn` refuse fails nothing. There
    may be none at all where not `some`.
    """

    node: str = ""
    port: str = ""
    severity: Severity = "error"
    some: bool = True

    @classmethod
    def of(cls, node: str, guard: Guard) -> "Guarding":
        """Of one guard of a node."""
        return cls(node, f"{guard.side} {guard.port}", guard.severity)

    def added(self, type_: TypeKey) -> Change:
        """That values are looked at by now that were not."""
        if self.severity == "warn":
            reason = "it warns of what does not fit, and fails nothing"
            return self._change("", "added", "safe", reason, (None, type_))
        reason = "a value that was not looked at may be refused"
        return self._change("", "added", "risky", reason, (None, type_))

    def lost(self, type_: TypeKey, *, proven: bool) -> Change:
        """That values are not looked at any more; `proven` says that they are known to fit."""
        if proven:
            reason = "what comes in is known to fit, for it is looked at where it is made"
            return self._change("", "removed", "safe", reason, (type_, None))
        reason = "nothing looks at these values any more"
        return self._change("", "removed", "risky", reason, (type_, None))

    def retyped(self, before: TypeKey, after: TypeKey, effect: Effect) -> Change:
        """That values are looked at by another type, though the port is of none other."""
        match effect:
            case "same":
                reason = "it refuses the same values"
                return self._change("type", "changed", "cosmetic", reason, (before, after))
            case "widened":
                reason = "values pass that it refused"
                return self._change("type", "loosened", self._least, reason, (before, after))
            case "narrowed" | "changed":
                reason = "a value that passed may be refused"
                return self._change("type", "tightened", self._least, reason, (before, after))
            case _:
                assert_never(effect)

    def severe(self, now: Severity) -> Change:
        """That what guards refuse fails the node by now, or does so no more."""
        if now == "warn":
            reason = "a value that does not fit flows on"
            return self._change("severity", "loosened", "risky", reason, ("error", "warn"))
        reason = "a value that does not fit fails the node"
        return self._change("severity", "tightened", "risky", reason, ("warn", "error"))

    def placed(self, before: Placement | None, after: Placement | None) -> Change:
        """That guards stand somewhere else, or nowhere; None: as the build or the target says."""
        default = "as the build says" if self.node else "as the target does"
        texts = before or default, after or default
        if after == "off":
            reason = "nothing looks at these values any more"
            return self._change("placement", "loosened", "risky", reason, texts)
        if before == "off":
            reason = "a value that was not looked at may be refused"
            return self._change("placement", "tightened", self._least, reason, texts)
        reason = "they look at the same values in another place"
        return self._change("placement", "moved", "safe", reason, texts)

    def deep(
        self,
        before: Depth,
        after: Depth,
        *,
        said: tuple[Depth | None, Depth | None] | None = None,
    ) -> Change:
        """That guards look deeper or less deep; `said` is what the node itself says of it."""
        default = "as the build says"
        one, other = [
            default if each is None else depth_text(each) for each in said or (before, after)
        ]
        texts = one, other
        deeper = _reach(after) > _reach(before)
        if _reach(after) == _reach(before):
            reason = "they look as deep as before"
            return self._change("depth", "changed", "cosmetic", reason, texts)
        if deeper:
            reason = "they look deeper, and may refuse what passed"
            return self._change("depth", "tightened", self._least, reason, texts)
        reason = "they look less deep, and what does not fit may pass"
        return self._change("depth", "loosened", self._least, reason, texts)

    def withheld(self, now: Guard) -> Change:
        """That a value may lack by now, or may not any more."""
        if now.maybe:
            reason = "a value that is not there passes"
            return self._change("maybe", "loosened", "risky", reason, ("there", "may be withheld"))
        reason = "a value that is not there is refused"
        return self._change("maybe", "tightened", self._least, reason, ("may be withheld", "there"))

    @property
    def _least(self) -> Weight:
        """The weight of what such guards refuse more, or less."""
        return "risky" if self.severity == "error" else "safe"

    def _change(
        self,
        detail: str,
        verb: Verb,
        weight: Weight,
        reason: str,
        texts: tuple[str | None, str | None],
    ) -> Change:
        if not self.some:
            weight, reason = "cosmetic", "it has no guards"
        where = " ".join(filter(None, (self.port, detail)))
        return Change(
            subject=Subject(part="guard", name=self.node, detail=where),
            verb=verb,
            weight=weight,
            reason=reason,
            before=texts[0],
            after=texts[1],
        )


def _reach(depth: Depth) -> tuple[int, int]:
    """How deep a guard looks, to be compared."""
    match depth:
        case "schema":
            return (0, 0)
        case Sample():
            return (1, depth.count)
        case "full":
            return (2, 0)
        case _:
            assert_never(depth)


def depth_text(depth: Depth) -> str:
    """`full`, `schema` or `sample(1000)`."""
    return f"sample({depth.count})" if isinstance(depth, Sample) else depth
