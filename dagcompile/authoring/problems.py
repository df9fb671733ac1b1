"""The diagnostics of wiring that need no more than the call that was made."""

import sys
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from dagcompile.authoring.places import Spot, author_mark, mark_of
from dagcompile.diagnostics import CompileError, Diagnostic, Label, Severity

if TYPE_CHECKING:
    from dagcompile.authoring.expecting import Done
    from dagcompile.authoring.handles import Handle
    from dagcompile.authoring.pipelines import Pipeline


def problem(
    code: str,
    message: str,
    *,
    at: Spot | None,
    here: str = "",
    fix: str = "",
    severity: Severity = "error",
    hidden: bool = False,
) -> Diagnostic:
    """A diagnostic with one end: `at`, of which `here` is said. Its line is not shown where there
    is a secret in it.
    """
    label = Label(place=None if at is None else at.place(), text=here, hidden=hidden)
    return Diagnostic(code=code, message=message, labels=(label,), fix=fix, severity=severity)


def closest(name: str, names: Iterable[str]) -> str:
    """The one of `names` that is spelled most like `name`, empty where none is."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(names), n=1)), "")


def nearest(name: str, names: Iterable[str]) -> str:
    """`; did you mean ...` for the nearest of `names`, or nothing."""
    found = closest(name, names)
    return f"; did you mean `{found}`?" if found else ""


def listed(names: Iterable[str]) -> str:
    """Names for a message: `a`, `b`; "none" when there are none."""
    return ", ".join(f"`{name}`" for name in names) or "none"


def called_pipeline(pipeline: "Pipeline[Any, Any]", frame: FrameType) -> CompileError:
    """A pipeline is called as if it were a function."""
    return CompileError(
        [
            problem(
                "DC101",
                f"pipeline `{pipeline.name}` is called outside a compile;"
                " it only says what is wired to what",
                at=mark_of(frame),
                here="called here",
                fix=f"run it with `dagcompile run {_reference(pipeline)}`,"
                " or in a test with dagcompile.testing.run",
            )
        ]
    )


def _reference(pipeline: "Pipeline[Any, Any]") -> str:
    """What the command line finds it by, also where its module is the program that was started."""
    module = pipeline.__module__
    if module == "__main__":
        main = sys.modules[module]
        spec, file = getattr(main, "__spec__", None), getattr(main, "__file__", None)
        module = spec.name if spec else Path(file).stem if file else "module"
    return f"{module}:{pipeline.__qualname__.rpartition('.')[2]}"


def called_first_of(frame: FrameType) -> CompileError:
    """`first_of` is called outside the body of a pipeline."""
    return CompileError(
        [
            problem(
                "DC128",
                "first_of is called outside the body of a pipeline; it joins handles, not values",
                at=mark_of(frame),
                here="called here",
                fix="call it in a function decorated with @pipeline",
            )
        ]
    )


def called_stage(frame: FrameType) -> CompileError:
    """`stage` is called outside the body of a pipeline."""
    return CompileError(
        [
            problem(
                "DC194",
                "a stage is opened outside the body of a pipeline, where there are no steps",
                at=mark_of(frame),
                here="called here",
                fix="open it in a function decorated with @pipeline, around the calls of its ops",
            )
        ]
    )


def called_expectation(frame: FrameType) -> CompileError:
    """An expectation is called outside the body of a pipeline."""
    return CompileError(
        [
            problem(
                "DC166",
                "an expectation is called outside the body of a pipeline, where it is a step",
                at=mark_of(frame),
                here="called here",
                fix="call it in a function decorated with @pipeline;"
                " to test its function, call that",
            )
        ]
    )


def asked_for_truth(done: "Done", frame: FrameType) -> CompileError:
    """What an expectation gives is taken for what it found."""
    wrong = problem(
        "DC167",
        f"expectation `{done._dc_node}` is asked for its truth while the pipeline is wired,"
        " but it looks at values when the pipeline runs",
        at=author_mark(frame),
        here="asked here",
        fix="put what is to wait for it .after(...) it; for a branch, return Maybe[...] in an op",
    )
    done._dc_tracer.tell(wrong)  # for whoever catches what is raised here
    return CompileError([wrong])


def stray(handle: "Handle", frame: FrameType) -> CompileError:
    """A handle reaches an op where its pipeline is not being traced."""
    wrong = foreign(handle, author_mark(frame))
    handle._dc_tracer.tell(wrong)  # nobody may look at what is raised in another thread
    return CompileError([wrong])


def foreign(handle: "Handle", spot: Spot | None) -> Diagnostic:
    """A handle is used where another pipeline is traced, or none."""
    from dagcompile.authoring.handles import label

    return problem(
        "DC111",
        f"`{label(handle)}` is a handle of pipeline `{handle._dc_tracer.name}`, used outside its"
        " trace: after it ended, in another pipeline or in another thread",
        at=spot,
        here="used here",
        fix="wire each pipeline in its own body, in one thread, and keep no handle beyond it",
    )
