"""What Airflow can do of what is asked for nodes that run elsewhere, and where guards stand."""

from collections.abc import Mapping

from dagcompile.target import Capability, Feature, Placement, supported, unsupported

GUARDS: Placement = "inline"
"""Where they stand unless a build says otherwise."""

ANSWERS: Mapping[Feature, Capability] = {
    "elsewhere": supported("by Airflow's own decorators: the option `runs_in` of a node"),
    "context elsewhere": unsupported(
        "Airflow is told of assets by its own processes alone",
        instead="leave out the parameter, or let another op tell of what this one returns",
    ),
    "stages elsewhere": unsupported(
        "the nodes of a stage are one task, in a process of Airflow's own",
        instead='call the step outside of the stage, or say {"runs_in": None} of it',
    ),
    "vendored elsewhere": unsupported(
        'with runtime = "vendor" the run time lies beside the DAG files alone',
        instead="install dagcompile there, and leave the option out",
    ),
}
"""What can be had of it: for the table of capabilities, and for the errors (DC514)."""
