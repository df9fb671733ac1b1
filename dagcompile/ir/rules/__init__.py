"""The rules that a pipeline keeps, a file a subject.

A rule is a function of the pipeline's tables that yields what breaks it; a rule passes over what
another one reports.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from dagcompile.diagnostics import Diagnostic
from dagcompile.ir.rules import names, ports, references, types, values
from dagcompile.ir.rules.tables import Tables

Rule: TypeAlias = Callable[[Tables], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = (
    names.names_are_unique,
    names.names_are_given,
    references.references_lead_somewhere,
    references.steps_are_in_order,
    ports.required_inputs_are_given,
    ports.inputs_are_known,
    ports.guards_stand_on_ports,
    types.types_are_canonical,
    values.choices_are_given,
    values.retries_are_in_range,
    values.gathers_are_whole,
)
"""Every rule, in the order in which it is looked at."""
