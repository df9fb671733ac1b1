"""Builds one set of files. Run as a program, wherever and however: `everywhere.py FOLDER`."""

import sys
from pathlib import Path

SAMPLE = 3
"""One in so many texts is built: each is built by one process after the other."""


def _main(folder: str) -> None:
    from dagcompile.authoring.loading import load
    from dagcompile.codegen.write import write
    from dagcompile.project.compiling import compile_loaded
    from dagcompile.project.emitting import emit
    from dagcompile.project.targets import Chosen
    from dagcompile.targets import airflow, dask, python  # not found: nothing may be installed
    from hostile import forms, meeting, moving
    from hostile.corpus import IDENTIFIERS, TEXTS
    from hostile.wiring import identifiers, values

    pipelines = [
        load("nasty.pipelines:nasty"),
        load("flights.pipelines:daily_delays"),
        *(made.pipeline for made in map(values, range(0, len(TEXTS), SAMPLE))),
        *(made.pipeline for made in map(identifiers, range(0, len(IDENTIFIERS), SAMPLE))),
        *forms.pipelines().values(),
        meeting.imports,
        meeting.ports,
        meeting.same_as_node,
        moving.moving,
    ]
    targets = (airflow.TARGET, dask.TARGET, python.TARGET)
    chosen = [Chosen(target=each, options=each.options()) for each in targets]
    for guards in (None, "steps", "inline", "off"):
        for pipeline in pipelines if guards is None else pipelines[:2]:
            compiled = compile_loaded(pipeline, guards=guards)
            made = emit(pipeline.name, compiled, chosen).made
            artifacts = [each.artifact for each in made]
            write(artifacts, Path(folder) / str(guards), judge=lambda _: "free")


if __name__ == "__main__":
    _main(*sys.argv[1:])
