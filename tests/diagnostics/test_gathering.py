"""What is the same of many pipelines is told once, with their names."""

from dagcompile.diagnostics import CompileError, Diagnostic, Label, Place
from dagcompile.diagnostics.gathering import gathered


def error(name: str, message: str, *, line: int = 1) -> CompileError:
    at = Label(place=Place(file="common.py", line=line), text="here")
    found = CompileError([Diagnostic(code="DC142", message=message, labels=(at,))])
    found.names = (name, f"shop.{name}:{name}", f"shop.{name}")
    return found


def notes(errors: list[CompileError]) -> list[tuple[str, str | None]]:
    """Each message that is told, and for which pipelines."""
    found = gathered(errors).diagnostics
    return [(each.message, next((one.text for one in each.labels[1:]), None)) for each in found]


def test_what_differs_by_the_names_of_pipelines_alone_is_told_once() -> None:
    errors = [error(f"p{each}", f"module `shop.p{each}` fails") for each in range(100)]
    named = ", ".join(f"`p{each}`" for each in range(8))
    assert notes(errors) == [
        ("module `shop.p0` fails", f"the same of 100 pipelines: {named} and 92 more")
    ]
    assert gathered(errors).first == (errors[0],)


def test_what_is_particular_stays() -> None:
    errors = [
        error("a", "`a` fails"),
        error("b", "`b` fails", line=2),
        error("c", "`c` is another matter"),
        error("d", "`d` fails"),
        error("a", "`a1` fails"),
    ]
    assert notes(errors) == [
        ("`a` fails", "the same of 2 pipelines: `a`, `d`"),
        ("`b` fails", None),
        ("`c` is another matter", None),
        ("`a1` fails", None),
    ]
    assert gathered(errors).first == tuple(each for each in errors if each is not errors[3])


def test_what_is_of_no_pipeline_is_told_as_it_is() -> None:
    errors = [CompileError([Diagnostic(code="DC610", message="x")]) for _ in range(2)]
    assert gathered(errors).diagnostics == tuple(one for each in errors for one in each.diagnostics)
