"""What the author of a pipeline is told when it is wrong.

raise CompileError([Diagnostic(code="DC201", message="...", labels=(Label(place=p, text="..."),),
                               fix="...")])
"""

from dagcompile.diagnostics.codes import CODES
from dagcompile.diagnostics.records import CompileError, Diagnostic, Label, Place, Severity

__all__ = ["CODES", "CompileError", "Diagnostic", "Label", "Place", "Severity"]
