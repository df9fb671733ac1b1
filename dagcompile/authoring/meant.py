"""Objects that are no values of a pipeline, and what their author meant by them.

clean(load)          # the op, where its call is meant
clean(SKIP)          # what only an op may return
clean(range(3))      # what would be consumed
"""

from collections.abc import Iterator
from types import AsyncGeneratorType, CoroutineType, FunctionType, GeneratorType, ModuleType

from dagcompile.authoring.choice import FirstOf
from dagcompile.authoring.expecting import Done, Expectation
from dagcompile.authoring.natives import Native
from dagcompile.authoring.operations import Op
from dagcompile.authoring.pipelines import Pipeline
from dagcompile.authoring.schedules import Partitioned
from dagcompile.runtime.types.markers import Skip

Said = tuple[str, str, str]
"""A code, what is wrong (to follow what it is said of), and what to write."""

NOT_A_PARAM = "write it as the default of a param of the pipeline, and pass the param"


def meant(obj: object) -> Said | None:
    """What is said of `obj` in the place of a value, where it can be guessed what was meant."""
    return _of_ours(obj) or _of_pythons(obj)


def _of_ours(obj: object) -> Said | None:
    if type(obj) is Native:
        said = f"is native work `{obj.path}` itself, not what its call returns"
        return "DC133", said, "call it, and pass what that returns"
    if type(obj) is Op:
        name = obj.__dict__.get("__name__", "op")
        said = f"is op `{name}` itself, not what its call returns"
        return "DC133", said, f"call it, and pass what that returns: {name}(...)"
    if type(obj) is Pipeline:
        said = f"is pipeline `{obj.name}`; pipelines cannot be nested yet"
        return "DC133", said, "call its ops here, or move the shared wiring to a plain function"
    if type(obj) is FirstOf:
        return "DC133", "is first_of itself", "call it: first_of(preferred, other)"
    if type(obj) is Expectation:
        return "DC167", "is an expectation itself", "call it in the body: expect(...)(value)"
    if type(obj) is Done:
        said = f"is expectation `{obj._dc_node}`, which looks at values and gives none"
        return "DC167", said, "pass the value that it looks at, and put this step .after(...) it"
    if type(obj) is Partitioned:
        return "DC177", "is a partition, which only a param of a pipeline can be", NOT_A_PARAM
    if type(obj) is Skip:
        said = "is SKIP, which only an op may return: an output is withheld when the op runs"
        fix = "annotate the op -> Maybe[...] and return SKIP there; its consumers are skipped"
        return "DC134", said, fix
    return None


def _of_pythons(obj: object) -> Said | None:
    cls = type(obj)
    if cls is ModuleType:
        name = getattr(obj, "__name__", "")
        return (
            "DC133",
            f"is module `{name}`",
            "name what is meant in it, and call it if an op",
        )
    if cls is CoroutineType:
        fix = "make the async function an op, and call that"
        return "DC117", "is a coroutine, which runs once and not here", fix
    if cls is FunctionType:
        fix = "pass a function at module level, or make it an op and pass what its call returns"
        return "DC117", "is a function that no import leads to", fix
    if cls in (range, GeneratorType, AsyncGeneratorType) or issubclass(cls, Iterator):
        said = f"is a {cls.__name__}, which gives its items only when it is walked through"
        return "DC117", said, "pass a list: list(...)"
    return None
