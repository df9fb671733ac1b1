"""The commands of this target. What they need is imported when they are called."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dagcompile.diagnostics import CompileError
    from dagcompile.runtime.store import Store
    from dagcompile.runtime.stored_runs import StoredRun


def clean_store(
    context: typer.Context,
    *,
    older_than: Annotated[
        float, typer.Option(metavar="DAYS", min=0, help="Of which nothing was written since.")
    ],
    pipeline: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Runs of this pipeline alone; may be repeated."),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(metavar="STORE", help="Folder or URL; by default DAGCOMPILE_STORE."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")] = False,
) -> None:
    """Remove what old runs have left in the store."""
    import time

    from dagcompile.cli.failing import exit_on_problems
    from dagcompile.cli.table import columns
    from dagcompile.runtime.store import NoStore
    from dagcompile.runtime.stored_runs import remove, stored_runs

    with exit_on_problems():
        found = _named(context, store)
        try:
            now = time.time()
            old = [
                each
                for each in stored_runs(found)
                if (not pipeline or each.pipeline in pipeline)
                and each.newest < now - timedelta(days=older_than).total_seconds()
            ]
            for each in () if dry_run else old:
                remove(each)
        except (NoStore, OSError) as error:
            raise _unusable(str(error)) from None
    word = "would go" if dry_run else "removed"
    typer.echo(columns([(word, *row) for row in _rows(old, now)]), nl=False)
    typer.echo(f"{_many(len(old), 'run')} {word}, {_size(sum(each.bytes for each in old))}")


def _named(context: typer.Context, stated: str | None) -> "Store":
    """The store that is meant: as said, else by the environment, else by the project."""
    from dagcompile.project.config import load_project
    from dagcompile.project.targets import options_of
    from dagcompile.runtime.store import Store, from_environment
    from dagcompile.targets.airflow.options import AirflowOptions
    from dagcompile.targets.airflow.target import TARGET

    if stated:
        # Who types a folder means one of where they are; a worker would be elsewhere.
        here = Path(stated).is_dir() or not (":" in stated or "//" in stated)
        return Store(str(Path(stated).absolute()) if here else stated, by="--store")
    if found := from_environment():
        return found
    options = options_of(load_project(context.obj), TARGET)
    assert isinstance(options, AirflowOptions)
    if options.store is None:
        raise _unusable("no store is named")
    return Store(options.store, by="the store of the project")


def _unusable(why: str) -> "CompileError":
    from dagcompile.diagnostics import CompileError, Diagnostic

    fix = "name one that can be read and written here: --store, or DAGCOMPILE_STORE"
    return CompileError([Diagnostic(code="DC511", message=why, fix=fix)])


def _rows(runs: Sequence["StoredRun"], now: float) -> Iterator[tuple[str, ...]]:
    for each in runs:
        age = f"{(now - each.newest) / 86_400:.1f} days"
        yield each.pipeline, each.run, _many(len(each.files), "file"), _size(each.bytes), age


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _size(number: int) -> str:
    return f"{number:,} bytes"
