"""What ends a run, of all that an op, a check or a value may raise in it."""

import threading


def ends_run(error: BaseException) -> bool:
    """Whether `error` ends the run. All else fails the node: `sys.exit()` whatever its status, a
    `GeneratorExit`, a task of asyncio that was cancelled, a panic in an extension module.

    Python tells of Ctrl-C in the main thread, by a `KeyboardInterrupt`; one in another thread, as
    those of Dask's workers are, is the op's own.
    """
    return (
        isinstance(error, KeyboardInterrupt)
        and threading.current_thread() is threading.main_thread()
    )
