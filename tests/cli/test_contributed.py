"""Commands and targets that other packages bring: found, told of, and in nobody's way."""

import pytest
from commands import Command, Done

MORE = '''
    """What a package brings."""
    import dask  # heavy: the help is not to load it
    import typer

    from dagcompile.cli import exit_on_problems, warn

    def size(context: typer.Context, pipeline: str, *, twice: bool = False) -> None:
        """Count the steps of a pipeline.

        More than fits in a line.
        """
        from dagcompile.project import compile_named, load_project

        with exit_on_problems():
            compiled = compile_named(load_project(context.obj), pipeline)
        typer.echo(len(compiled.pipeline.meaning.nodes) * (2 if twice else 1))

    app = typer.Typer(help="Run a pipeline elsewhere.")

    @app.command(context_settings={"allow_interspersed_args": False})
    def elsewhere(
        context: typer.Context,
        pipeline: str,
        flags: list[str] = typer.Argument(None),
    ) -> None:
        """Run a pipeline elsewhere, with its own flags behind it."""
        from dagcompile.project import load_project, run_pipeline

        with exit_on_problems():
            project = load_project(context.obj)
            status = run_pipeline(project, pipeline, target="dask", flags=flags or (), warn=warn)
        raise typer.Exit(status)

    number = 1
'''


def install(dagcompile: Command, name: str, *, commands: str = "", targets: str = "") -> None:
    """A distribution that brings entry points, lines `name = module:attribute`."""
    info = f"{name}-1.0.dist-info"
    dagcompile.write(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    groups = {"dagcompile.commands": commands, "dagcompile.targets": targets}
    text = "".join(f"[{group}]\n{lines}\n" for group, lines in groups.items() if lines)
    (dagcompile.folder / info / "entry_points.txt").write_text(text)


@pytest.fixture
def extended(dagcompile: Command) -> Command:
    """The command where a package brings `size` and `send`."""
    dagcompile.write("more.py", MORE)
    install(dagcompile, "more", commands="size = more:size\nsend = more:app")
    return dagcompile


def listed(done: Done) -> dict[str, str]:
    """The commands of a help text, each with its line."""
    lines = done.out.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()
    return {name: said.strip() for name, _, said in (each.strip().partition(" ") for each in lines)}


def test_the_help_shows_a_command_without_importing_it(extended: Command) -> None:
    extended.write("more.py", (extended.folder / "more.py").read_text() + "\nprint('imported')\n")
    done = extended("--help")
    commands = listed(done)
    assert list(commands)[-4:] == ["clean-store", "send", "size", "submit"]
    assert commands["size"] == "Count the steps of a pipeline."
    assert commands["send"] == "Run a pipeline elsewhere."
    assert "imported" not in done.out
    assert (done.status, done.err) == (0, "")


def test_a_command_is_called_as_a_verb_is(extended: Command) -> None:
    assert extended("size", "doubled", "--twice").out == "2\n"
    assert "More than fits in a line." in extended("size", "--help").out
    assert extended("size").status == 2
    extended.write("other/pyproject.toml", "")
    elsewhere = extended("--project", "other", "size", "doubled")
    assert (elsewhere.status, elsewhere.err.partition(":")[0]) == (2, "error[DC613]")
    assert extended("size", "flow:wrong").status == 3
    assert extended("size", "nowhere:lost").status == 4


def test_a_command_that_runs_pipelines_gives_their_flags_and_status(extended: Command) -> None:
    assert extended("send", "doubled", "--number", "21").out == "42\n"
    refused = extended("send", "doubled")
    assert refused.status == 2
    assert "--number: it is required" in refused.err


def test_a_name_that_is_nearly_a_command_is_mended(extended: Command) -> None:
    done = extended("sizes", "doubled")
    assert done.status == 2
    assert "Did you mean 'size'?" in done.err


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("lost:x", "there is no module lost"),
        ("more.lost:x", "there is no module more.lost"),
        ("broken:x", "broken is not Python: "),
    ],
)
def test_the_help_says_what_cannot_be_used(extended: Command, entry: str, said: str) -> None:
    extended.write("broken.py", "def x(:\n")
    install(extended, "bad", commands=f"bad = {entry}")
    done = extended("--help")
    assert done.status == 0
    assert listed(done)["bad"] == "(cannot be used)"
    (line,) = done.err.splitlines()
    assert line.startswith(f"warning[DC506]: the command bad ({entry}) cannot be loaded: {said}")
    assert extended("build").err == ""


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("lost:x", "No module named 'lost'"),
        ("more:lost", "module 'more' has no attribute 'lost'"),
        ("more:number", "1 is not a callable object"),
        ("raising:x", "at once"),
    ],
)
def test_a_command_that_cannot_be_loaded_is_4(extended: Command, entry: str, said: str) -> None:
    extended.write("raising.py", "raise RuntimeError('at once')\n")
    install(extended, "bad", commands=f"bad = {entry}")
    done = extended("bad")
    assert done.status == 4
    assert f"error[DC506]: the command bad ({entry}) cannot be loaded: {said}" in done.err
    assert "Traceback" in done.err
    assert "fix: mend or uninstall" in done.err


def test_a_command_whose_source_does_not_tell_is_listed_by_its_package(extended: Command) -> None:
    extended.write("again.py", "from more import size\n")
    install(extended, "again", commands="again = again:size")
    assert listed(extended("--help"))["again"] == "Brought by again."
    assert extended("again", "doubled").out == "1\n"


def test_two_commands_of_one_name_are_told_and_neither_is_called(extended: Command) -> None:
    install(extended, "other", commands="size = flow:double")
    message = "two commands are called size: flow:double and more:size"
    shown = extended("--help")
    assert (shown.status, listed(shown)["size"]) == (0, "(cannot be used)")
    assert shown.err == f"warning[DC507]: {message}\n"
    called = extended("size", "doubled")
    assert called.status == 4
    assert called.err.startswith(f"error[DC507]: {message}\n")
    assert extended("send", "doubled", "--number", "1").status == 0


def test_no_command_takes_the_place_of_a_verb(extended: Command) -> None:
    install(extended, "other", commands="build = more:size")
    message = "build is a verb of dagcompile: the command more:size cannot be called"
    assert extended("--help").err == f"warning[DC507]: {message}\n"
    done = extended("build")
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith("3 written\n")


# --- targets -----------------------------------------------------------------------------------


def test_a_target_that_cannot_be_loaded_is_in_nobodys_way(dagcompile: Command) -> None:
    install(dagcompile, "bad", targets="bad = flow:nothing")
    line = (
        "warning[DC503]: target bad (flow:nothing) cannot be loaded: "
        "module 'flow' has no attribute 'nothing'\n"
    )
    listed_ = dagcompile("targets")
    assert (listed_.status, listed_.err) == (0, line)
    assert [each.split()[0] for each in listed_.out.splitlines()] == ["airflow", "dask", "python"]
    named = dagcompile("build")
    assert (named.status, named.err) == (0, "")
    dagcompile.write("pyproject.toml", "[tool.dagcompile.pipelines]\ndoubled = 'flow:doubled'\n")
    every = dagcompile("build")
    assert every.status == 0
    assert every.err.startswith(line)
    assert every.err.endswith("\n1 warning\n")
    assert "generated/airflow/doubled_dag.py" in every.out
    assert dagcompile("list").err == ""


@pytest.mark.parametrize(
    ("targets", "code", "said"),
    [
        ("bad = flow:double", "DC503", "target bad (flow:double) is Op, not a dagcompile.target"),
        (
            "bad = dagcompile.targets.dask:TARGET",
            "DC503",
            "target bad (dagcompile.targets.dask:TARGET) calls itself 'dask'",
        ),
        (
            "dask = flow:double",
            "DC507",
            "two targets are called dask: dagcompile.targets.dask:TARGET and flow:double",
        ),
    ],
)
def test_a_target_that_is_none_or_not_alone_is_4(
    dagcompile: Command, targets: str, code: str, said: str
) -> None:
    install(dagcompile, "bad", targets=targets)
    name = targets.partition(" ")[0]
    done = dagcompile("build", "--target", name)
    assert done.status == 4
    assert f"error[{code}]: {said}" in done.err
    assert dagcompile("build", "--target", "python").status == 0
