"""Pipelines by reference: `flights.pipelines:daily_delays`."""

import sys
import traceback
from dataclasses import replace
from importlib import import_module
from types import FunctionType, ModuleType, TracebackType
from typing import Any, cast

from dagcompile.authoring.contained import contained
from dagcompile.authoring.failures import one_line, refused_by_us
from dagcompile.authoring.paths import find
from dagcompile.authoring.pipelines import Pipeline
from dagcompile.authoring.places import is_authored, is_ours
from dagcompile.authoring.problems import closest, listed, nearest
from dagcompile.authoring.scope import CURRENT
from dagcompile.authoring.signatures import definition_of
from dagcompile.diagnostics import CompileError, Diagnostic, Label, Place
from dagcompile.runtime.assets import HoldsPassword

_WRONG_PIPELINE = 3
_WRONG_ENVIRONMENT = 4


class LoadError(CompileError):
    """A reference leads to no pipeline. `__cause__` is what the author's module raised, if it did.

    `exit_status` is 4 where a module is missing, 3 where the author's code is wrong. `missing` is
    the module or package that no folder has, if it is of the reference.
    """

    def __init__(self, diagnostic: Diagnostic, *, exit_status: int, missing: str = "") -> None:
        super().__init__([diagnostic])
        self.exit_status = exit_status
        self.missing = missing


def load(ref: str, /) -> Pipeline[..., Any]:
    """The pipeline at `module:attribute.path`. Its module is imported.

    Raises:
        LoadError: there is none; says at which step it was lost.
        CompileError: its module uses a pipeline or a handle in a way that is not allowed.
    """
    module_name, colon, name = ref.partition(":")
    if not (
        colon and all(part.isidentifier() for part in [*module_name.split("."), *name.split(".")])
    ):
        raise _lost(
            "DC140",
            f"`{ref}` does not say where a pipeline is",
            fix="write module:function, such as flights.pipelines:daily_delays",
        )
    module = import_user_module(module_name)
    return _pipeline(module, name)


def import_user_module(name: str, /) -> ModuleType:
    """Import a module of the author, outside any trace.

    Raises:
        LoadError: it is not found, or raised an exception (`__cause__`).
        CompileError: it uses a pipeline or a handle in a way that is not allowed.
    """
    token = CURRENT.set(None)
    try:
        with contained():
            return import_module(name)
    except CompileError:  # says by itself what is wrong in the module, and where
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001  (whatever the module raises)
        # A traceback shows the lines that it leads through.
        cause = None if isinstance(error, HoldsPassword) else _trimmed(error)
        raise _import_failed(name, error) from cause
    finally:
        CURRENT.reset(token)


def _import_failed(name: str, error: BaseException) -> LoadError:
    missing = error.name if isinstance(error, ModuleNotFoundError) else None
    if missing is not None and (name == missing or name.startswith(f"{missing}.")):
        return _lost(
            "DC141",
            f"module `{missing}` is not found"
            + ("" if missing == name else f", of which `{name}` would be part"),
            fix=f"name the module, not its file: `{name.removesuffix('.py')}`"
            if name.endswith(".py")
            else "run in the folder that holds it, or add that folder to PYTHONPATH",
            exit_status=_WRONG_ENVIRONMENT,
            missing=missing,
        )
    if isinstance(error, HoldsPassword):
        told = _lost(
            "DC142",
            f"module `{name}` raised {one_line(error)}, when it was imported",
            at=_author_place(error),
            fix="leave the password out of the URI; a connection or the environment has it",
        )
        (shown,) = told.diagnostics
        labels = tuple(replace(each, hidden=True) for each in shown.labels)
        return LoadError(replace(shown, labels=labels), exit_status=_WRONG_PIPELINE)
    if refused := refused_by_us(error):
        return LoadError(refused, exit_status=_WRONG_PIPELINE)
    return _lost(
        "DC142",
        f"module `{name}` raised {one_line(error)}, when it was imported",
        at=_author_place(error),
        fix=_installing(missing) if missing else _mending(error),
        exit_status=_WRONG_ENVIRONMENT if missing else _WRONG_PIPELINE,
    )


_EXTRAS = ("dask", "pandas", "pandera", "polars", "pyarrow")
"""Libraries that an extra of the same name installs, of versions that are known to do."""


def _installing(missing: str) -> str:
    package = missing.partition(".")[0]
    extra = f': pip install "dagcompile[{package}]"' if package in _EXTRAS else ""
    return f"install `{missing}`{extra}"


def _mending(error: BaseException) -> str:
    """How a module is mended that raised `error`."""
    if isinstance(error, ImportError | AttributeError) and "partially initialized" in str(error):
        return (
            "modules import each other in a circle: move what both need to a module of its own,"
            " which imports neither"
        )
    return "mend the module; the traceback shows where"


def _pipeline(module: ModuleType, name: str) -> Pipeline[..., Any]:
    found: Any = find(module, name)
    names = sorted(key for key, value in vars(module).items() if isinstance(value, Pipeline))
    if type(found) is Pipeline:
        return cast("Pipeline[..., Any]", found)
    fix = f"pipelines of `{module.__name__}`: {listed(names)}"
    if found is None:
        known = vars(module).get(closest(name, names))
        raise _lost(
            "DC143",
            f"module `{module.__name__}` has no `{name}`{nearest(name, names)}",
            at=_defined(known) or _top_of(module),
            here="this one is defined here" if known else "in this module",
            fix=_python_s_own(module) or fix,
        )
    at = _defined(found)
    is_function = isinstance(found, FunctionType)
    raise _lost(
        "DC144",
        f"`{module.__name__}:{name}` is no pipeline but of class {type(found).__qualname__}",
        at=at or _top_of(module),
        here="this is defined here" if at else "in this module",
        fix=f"put `@pipeline` above its def; {fix}" if is_function else fix,
    )


def _defined(found: object) -> Place | None:
    """Where a function, or what is made of one, is defined."""
    definition = definition_of(found) if callable(found) else None
    return None if definition is None else definition.place()


def _top_of(module: ModuleType) -> Place | None:
    file = getattr(module, "__file__", None)
    return Place(file=file, line=1) if file else None


def _python_s_own(module: ModuleType) -> str:
    """What to do where Python's own module was found, and one of the author's was meant."""
    if module.__name__.partition(".")[0] not in sys.stdlib_module_names:
        return ""
    return (
        f"`{module.__name__}` is a module of Python itself, which is imported in the place of a"
        " file of yours; give yours another name"
    )


def _lost(
    code: str,
    message: str,
    *,
    fix: str,
    at: Place | None = None,
    here: str = "here",
    exit_status: int = _WRONG_PIPELINE,
    missing: str = "",
) -> LoadError:
    labels = (Label(place=at, text=here),) if at is not None else ()
    diagnostic = Diagnostic(code=code, message=message, labels=labels, fix=fix)
    return LoadError(diagnostic, exit_status=exit_status, missing=missing)


def _is_machinery(file: str) -> bool:
    return file == __file__ or file.startswith("<frozen importlib") or "/importlib/" in file


def _trimmed(error: BaseException) -> BaseException:
    """`error` with the author's frame on top of its traceback."""
    walked: TracebackType | None = error.__traceback__
    while walked is not None and _is_machinery(walked.tb_frame.f_code.co_filename):
        walked = walked.tb_next
    return error.with_traceback(walked)


def _author_place(error: BaseException) -> Place | None:
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        return Place(file=error.filename, line=error.lineno)
    walked = [
        (frame, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if not _is_machinery(frame.f_code.co_filename)
    ]
    # The author's own line, though a library or we ourselves were the ones to raise.
    not_ours = [each for each in walked if not is_ours(each[0])]
    authored = [each for each in walked if is_authored(each[0])]
    for frame, line in (authored or not_ours or walked)[-1:]:
        return Place(file=frame.f_code.co_filename, line=line)
    return None
