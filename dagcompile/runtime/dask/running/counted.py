"""States of the whole process that several runs, in threads, may ask for at once.

What sets a state and puts back what was there before is wrong as soon as two overlap: the first
ends the state of the second, which then puts back the state of the first, for good.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Lock


class Counted:
    """A state that holds from when the first enters it until the last has left.

    Args:
        state: makes what enters it and leaves it.
    """

    def __init__(self, state: Callable[[], AbstractContextManager[object]]) -> None:
        self._state = state
        self._entered: AbstractContextManager[object] | None = None
        self._inside = 0
        self._lock = Lock()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        with self._lock:
            if self._entered is None:
                entered = self._state()
                entered.__enter__()
                self._entered = entered
            self._inside += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1
                if not self._inside:
                    entered, self._entered = self._entered, None
                    entered.__exit__(None, None, None)
