"""The least that a command with verbs is, made with the library that ours is made with."""

import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def one() -> None:
    """Do one thing."""


@app.command()
def other() -> None:
    """Do another."""


if __name__ == "__main__":
    app()
