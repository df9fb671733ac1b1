"""The assets of a pipeline in its DAG file: a constant each, where the file begins.

FLIGHTS_REPORT = Asset("flights/report", uri="s3://reports/daily")
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from dagcompile.codegen.code import Code
from dagcompile.codegen.expr import Assign, Call, Expr, Imported, ListOf, name
from dagcompile.codegen.literals import literal
from dagcompile.codegen.names import identifiers
from dagcompile.diagnostics import CompileError, Diagnostic
from dagcompile.ir import records as ir
from dagcompile.targets.airflow.aspects import SDK

LONGEST = 60
"""Characters of a constant's name."""


@dataclass(frozen=True)
class Assets:
    """The assets of a pipeline and what the constant of each is called, by its name."""

    assets: tuple[ir.Asset, ...]
    names: Mapping[str, str]

    @cached_property
    def constants(self) -> tuple[Assign, ...]:
        """The statements that define them, in the order of the assets' names."""
        return tuple(Assign(Code(self.names[each.name]), _made(each)) for each in self.assets)

    def constant(self, asset: str) -> Expr:
        """The asset of that name."""
        return name(self.names[asset])

    def listed(self, assets: Iterable[str]) -> Expr:
        """A list of some of them."""
        return ListOf(tuple(self.constant(each) for each in assets))


def assets_of(assets: tuple[ir.Asset, ...], *, reserved: Collection[str]) -> Assets:
    """Names for the constants of `assets`.

    Raises:
        CompileError: two of them would have one name (DC401).
    """
    wanted = {each.name: _constant(each.name) for each in assets}
    owners: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for asset, text in wanted.items():
        first = owners.setdefault(text, asset)
        if first != asset:
            problems.append(
                Diagnostic(
                    code="DC401",
                    message=f"the assets {first!r} and {asset!r} would have the same name"
                    f" {text!r} in generated code",
                    fix="give one of them another name, which differs in letters or digits",
                )
            )
    if problems:
        raise CompileError(problems)
    called = identifiers(wanted.values(), reserved=reserved)
    return Assets(assets, {asset: called[text] for asset, text in wanted.items()})


def _constant(asset: str) -> str:
    text = re.sub(r"[\W_]+", "_", asset.upper()).strip("_") or "ASSET"
    if len(text) <= LONGEST:
        return text
    digest = hashlib.sha256(asset.encode()).hexdigest()[:8]
    return f"{text[: LONGEST - 9]}_{digest.upper()}"


def _made(asset: ir.Asset) -> Expr:
    uri = () if asset.uri is None else (("uri", literal(asset.uri)),)
    return Call(Imported(SDK, "Asset"), (literal(asset.name),), uri)
