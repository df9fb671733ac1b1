"""The target: one module a pipeline, whose steps run on a pool of threads."""

from pydantic import Field

from dagcompile.target import (
    Artifact,
    Atom,
    Call,
    Do,
    Impact,
    Imported,
    Imports,
    Layout,
    Options,
    Pipeline,
    Runtime,
    Target,
    Version,
    command_impact,
    literal,
    module_name,
    name,
    placement,
    prologue,
    python_artifact,
    quote,
    render,
    straight_line,
    supported,
    templates,
    unsupported,
)

RUNTIME = "dagcompile_threads.runtime"


class ThreadsOptions(Options):
    """What `[tool.dagcompile.target.threads]` may say."""

    workers: int = Field(default=4, ge=1, description="threads that run steps")


def emit(pipeline: Pipeline, options: ThreadsOptions) -> tuple[Artifact, ...]:
    """The module of a pipeline."""
    # Decide: every name, import and literal.
    runtime = Runtime(
        variable="threads",
        type=Imported(RUNTIME, "Threads"),
        gather=Imported(RUNTIME, "gather"),
        holds="references",
        reserved=frozenset({"main"}),
    )
    plan = straight_line(pipeline, runtime, guards=placement(pipeline, options, default="inline"))
    function = plan.signature.name
    given = [("workers", literal(options.workers))]
    if function != pipeline.meaning.name:
        given.append(("name", Atom(quote(pipeline.meaning.name))))
    started = Call(Imported(RUNTIME, "main"), (name(function),), tuple(given))
    ending = Do(Call(name("raise SystemExit"), (started,)))
    items = [*plan.statements(), ending]
    imports = Imports(items, reserved=plan.names)
    # Lay out: the template places what has been decided.
    layout = Layout(imports)
    body = render(
        templates("dagcompile_threads"),
        "module.py.j2",
        prologue=prologue(pipeline),
        imports=imports.block(),
        constants=[layout.of(each) for each in plan.constants],
        signature=layout.of(plan.signature),
        groups=[[layout.of(each, indent=4) for each in group] for group in plan.groups],
        ending=layout.of(ending, indent=4),
    )
    module = module_name(pipeline, "_threads")
    return (python_artifact(pipeline, body, folder="threads", module=module, imports=imports),)


def impact(old: Version | None, new: Version | None) -> tuple[Impact, ...]:
    """What comes of it that `new` takes the place of `old`."""
    found = [*command_impact(old, new, target="threads")]
    if old is not None and new is not None:
        before, now = _workers(old), _workers(new)
        if before != now:
            text = f"steps run on {now} threads, and not on {before}"
            found.append(Impact(kind="threads.workers", text=text, weight="safe"))
    return tuple(found)


def _workers(version: Version) -> int:
    assert isinstance(version.options, ThreadsOptions)
    return version.options.workers


TARGET = Target(
    name="threads",
    title="modules that run on a pool of threads",
    guards="inline",
    options=ThreadsOptions,
    capabilities={
        "retry": supported("in the thread of the step"),
        "withheld outputs": supported(),
        "first_of": supported(),
        "after": supported(),
        "open classes": supported("all threads share their values"),
        "secrets": supported("in memory alone"),
        "guards as steps": unsupported(
            "a guard is run by the thread of its step", instead="build with --guards inline"
        ),
        "guards inline": supported(),
        "guards off": supported(),
        "schedules": supported("by whoever starts it"),
        "partitions": supported("a param that has to be given"),
        "stand-ins": supported(),
        "stages": supported(),
        "open classes in a stage": supported(),
        "secrets in a stage": supported(),
    },
    emit=emit,
    impact=impact,
    runners=("dagcompile_threads.parity:ThreadsRunner",),
)
