"""Commands that targets bring, beside the verbs of our own.

    [project.entry-points."dagcompile.commands"]
    waves = "dagcompile_threads.commands:waves"

An entry point names a function, of which typer makes a command as it does of our verbs, or a
`typer.Typer`. Nothing of it is imported before it is called: what it is called is the name of the
entry point, and its line in the help is read from its source. So a package that is heavy costs
nobody else a second, and one that is broken is in nobody else's way.
"""

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from dagcompile.cli.failing import exit_on_problems, warn
from dagcompile.cli.summaries import NotFound, summary_of
from dagcompile.diagnostics import CompileError, Diagnostic

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "dagcompile.commands"


class Verbs(TyperGroup):
    """Our own verbs, and behind them the commands that targets bring."""

    def list_commands(self, ctx: Any) -> list[str]:
        self._look_for_more(ctx)
        return super().list_commands(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in self.commands:
            self._look_for_more(ctx)
        return super().get_command(ctx, cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """As they are listed; what is wrong with one that is contributed goes to stderr."""
        super().format_commands(ctx, formatter)
        for name, entries in sorted(_entries(ctx).items()):
            here = self.commands[name]
            if not isinstance(here, Contributed):
                warn([_hidden(name, entries)])
            elif here.problem is not None:
                warn([here.problem])

    def _look_for_more(self, ctx: Any) -> None:
        for name, entries in sorted(_entries(ctx).items()):
            self.commands.setdefault(name, Contributed(name, entries))


class Contributed(TyperCommand):
    """A command that is loaded when it is called."""

    def __init__(self, name: str, entries: "list[EntryPoint]") -> None:
        super().__init__(name)
        self.entries = entries
        self.problem: Diagnostic | None = None
        """Why it cannot be called, as far as can be told without importing it."""
        if len(entries) > 1:
            self.problem = _ambiguous(name, entries)

    def get_short_help_str(self, limit: int = 45) -> str:
        if self.problem is None:
            try:
                self.short_help = summary_of(self.entries[0]) or _brought_by(self.entries[0])
            except NotFound as error:
                self.problem = _unusable(self.entries[0], str(error))
        return super().get_short_help_str(limit) if self.problem is None else "(cannot be used)"

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """The context of the command that it turns out to be."""
        with exit_on_problems():
            command = self._loaded()
        return command.make_context(*args, **kwargs)

    def _loaded(self) -> Any:
        """The command itself.

        Raises:
            CompileError: it cannot be loaded (DC506), or there are two (DC507).
        """
        if self.problem is not None:
            raise CompileError([self.problem])
        (entry,) = self.entries
        try:
            found = entry.load()
            if isinstance(found, typer.Typer):
                return typer.main.get_command(found)
            app = typer.Typer(
                add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
            )
            app.command(self.name)(found)
            return typer.main.get_command(app)
        except Exception as error:
            raise CompileError([_unusable(entry, str(error))]) from error


def _entries(ctx: Any) -> "dict[str, list[EntryPoint]]":
    """Those of the group by name. Each name should have one.

    They are looked up once a command line: every installed distribution is opened for it.
    """
    if GROUP not in ctx.meta:
        from importlib.metadata import entry_points

        found: dict[str, list[EntryPoint]] = defaultdict(list)
        for entry in entry_points(group=GROUP):
            found[entry.name].append(entry)
        ctx.meta[GROUP] = found
    entries: dict[str, list[EntryPoint]] = ctx.meta[GROUP]
    return entries


def _brought_by(entry: "EntryPoint") -> str:
    return f"Brought by {entry.dist.name}." if entry.dist is not None else ""


def _unusable(entry: "EntryPoint", why: str) -> Diagnostic:
    return Diagnostic(
        code="DC506",
        message=f"the command {entry.name} ({entry.value}) cannot be loaded: {why}",
        fix="mend or uninstall the package that brings it",
    )


def _ambiguous(name: str, entries: "list[EntryPoint]") -> Diagnostic:
    those = " and ".join(sorted(each.value for each in entries))
    return Diagnostic(
        code="DC507",
        message=f"two commands are called {name}: {those}",
        fix="uninstall one of the packages that bring them",
    )


def _hidden(name: str, entries: "list[EntryPoint]") -> Diagnostic:
    those = " and ".join(sorted(each.value for each in entries))
    return Diagnostic(
        code="DC507",
        message=f"{name} is a verb of dagcompile: the command {those} cannot be called",
        fix="give the command another name",
    )
