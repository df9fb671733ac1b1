"""The rules that a pipeline keeps, a file a subject.

A rule is a function of the pipeline's tables that yields what breaks it; a rule passes over what
another one reports.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

from dagcompile.diagnostics import Diagnostic
from dagcompile.ir.rules import (
    assets,
    expectations,
    names,
    ops,
    options,
    ports,
    references,
    stages,
    times,
    types,
    values,
)
from dagcompile.ir.rules.tables import Tables

Rule: TypeAlias = Callable[[Tables], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = (
    names.names_are_unique,
    names.names_are_given,
    names.names_are_identifiers,
    references.references_lead_somewhere,
    references.steps_are_in_order,
    references.there_is_a_step,
    stages.stages_stand_together,
    stages.stages_have_own_names,
    ops.keys_are_references,
    ops.outputs_have_one_form,
    ops.configs_fit,
    ports.required_inputs_are_given,
    ports.inputs_are_known,
    ports.guards_stand_on_ports,
    expectations.expectations_look_at_values,
    types.types_are_canonical,
    types.scalars_are_known,
    types.frames_are_plain,
    values.choices_are_given,
    values.retries_are_in_range,
    values.timeouts_are_in_range,
    values.gathers_are_whole,
    times.schedules_are_whole,
    times.partitions_fit,
    options.options_stand_on_nodes,
    options.options_are_plain,
    assets.assets_are_in_order,
    assets.assets_are_known,
    assets.kept_outputs_are_there,
    assets.contexts_are_no_inputs,
)
"""Every rule, in the order in which it is looked at."""
