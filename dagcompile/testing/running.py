"""A pipeline run in the process of a test, by the script that would be shipped.

report = run(daily_delays, day=date(2013, 1, 1))
report.result
report.nodes["clean"].outcome   # "ok"
"""

import linecache
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any

from dagcompile.authoring.pipelines import Pipeline
from dagcompile.codegen.artifact import Artifact
from dagcompile.project.compiling import compile_loaded, compile_pipeline
from dagcompile.project.running import SCRIPTS, script_of
from dagcompile.project.targets import Chosen
from dagcompile.runtime.v1 import Report, execute
from dagcompile.target import find_target


def run(pipeline: Pipeline[..., Any] | str, /, **params: Any) -> Report:
    """Compile `pipeline` to a script and run it with `params` in this process.

    Nothing is written. A node that fails does not raise: its exception is in the report, and
    `Report.result` and `Report.raise_for_failure` raise it.

    Args:
        pipeline: the pipeline, or its reference (`module:function`).
        params: values of its params, which the script's own defaults complete.

    Raises:
        CompileError: the pipeline is wrong.
        ParamError: a param is not of its type or missing, or there is none of that name.
    """
    compiled = compile_pipeline(pipeline) if isinstance(pipeline, str) else compile_loaded(pipeline)
    target = find_target(SCRIPTS)
    script = script_of(compiled, Chosen(target=target, options=target.options()))
    function = partial(_function_of(script), **params)  # no param's name is one of execute's own
    return execute(function, name=compiled.pipeline.meaning.name)


def _function_of(script: Artifact) -> Callable[..., Any]:
    """The function of a generated script, which is the only one that it defines."""
    file = f"<dagcompile {script.path}>"
    # Tracebacks show the lines of a file that exists nowhere; without a time it is never checked.
    linecache.cache[file] = (len(script.text), None, script.text.splitlines(keepends=True), file)
    module = ModuleType(f"_dagcompile_{script.path.rpartition('/')[2].removesuffix('.py')}")
    exec(compile(script.text, file, "exec", dont_inherit=True), vars(module))  # noqa: S102  it is ours
    functions: list[Callable[..., Any]] = [
        each
        for each in vars(module).values()
        if callable(each) and getattr(each, "__module__", None) == module.__name__
    ]
    (function,) = functions
    return function
