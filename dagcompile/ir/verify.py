"""Whether a pipeline is well-formed, whoever made it.

    for problem in verify(pipeline):
        print(problem.code, problem.message)

It is asked after the front end, after a file is read, and in tests after every pass.
"""

from dagcompile.diagnostics import Diagnostic
from dagcompile.ir.records import Pipeline
from dagcompile.ir.rules import RULES
from dagcompile.ir.rules.tables import tables_of


def verify(pipeline: Pipeline) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a pipeline; nothing when it is well-formed. Linear."""
    tables = tables_of(pipeline.meaning, pipeline.build)
    return tuple(problem for rule in RULES for problem in rule(tables))
