"""What is wrong with files in the place of artifacts, in one set of words for all who tell of it.

    fault = damage_of(data, wanted, remedy_of)      Fault(code="DC650", text="ends too early", ...)
    told(Finding(path=path, fault=fault), command, out=out)     as a diagnostic, with what mends it

A build refuses to overwrite a file, and a check finds it, for the same `Fault`. Damage that no
pipeline and no author can have done is named here (`damage`), the rest by who knows the pipelines.
"""

from dagcompile.project.faults.damage import as_read, damage_of, shared_fault_of
from dagcompile.project.faults.mending import Command, Mend, mend_of
from dagcompile.project.faults.records import (
    FAULTS,
    VERDICTS,
    Fault,
    Finding,
    Remedy,
    Right,
    Verdict,
)
from dagcompile.project.faults.telling import place_of, said, told

__all__ = [
    "FAULTS",
    "VERDICTS",
    "Command",
    "Fault",
    "Finding",
    "Mend",
    "Remedy",
    "Right",
    "Verdict",
    "as_read",
    "damage_of",
    "mend_of",
    "place_of",
    "said",
    "shared_fault_of",
    "told",
]
