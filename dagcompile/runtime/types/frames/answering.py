"""What a check of pandera answers with. pandera itself fails at an answer that it does not know,
and says neither which check gave it nor what it was.
"""

import copy
from typing import Any

from dagcompile.runtime.types.frames.rows import Part
from dagcompile.runtime.types.names import class_text

_KNOWN = (
    "bool",
    "numpy.bool",
    "numpy.bool_",
    "pandas.Series",
    "pandas.DataFrame",
    "polars.LazyFrame",
)


def misanswered(part: Part, check: Any, *, called: str) -> TypeError | None:
    """Why `check`, which crashed when it looked at `part`, did: for what its function answered
    with. None if it was for something else.

    Args:
        called: what the check and the part are called.
    """
    fn = check._check_fn
    if check.element_wise or type(fn).__name__ == "Dispatcher":  # of the checks that pandera has
        return None
    answers: list[tuple[Any, Any]] = []

    def asked(seen: Any, *args: Any, **kwargs: Any) -> Any:
        answers.clear()  # if it raises, the answers before it are not to blame
        answers.append((seen, answer := fn(seen, *args, **kwargs)))
        return answer

    again = copy.copy(check)
    again._check_fn = asked
    try:
        part.failing(again)
    except Exception:  # noqa: BLE001  (which is known: it is why this is asked)
        for seen, answer in answers:
            got = class_text(type(answer))
            if got not in _KNOWN:
                many = "Series" if class_text(type(seen)).startswith("pandas.") else "LazyFrame"
                wanted = f"True, False or a {many} of them"
                return TypeError(f"a check must return {wanted}, {called} returned `{got}`")
    return None
