"""How long DAG files take to be read where Airflow is loaded already.

python -m benchmarks.children.reading ROUNDS FILE ...

Each file is read in a process of its own that is forked from this one, as Airflow's processor of
DAG files does, by the loader that it uses; the files in turns. What Python compiles is kept beside
the file in a first round, which is not counted.
"""

import gc
import json
import os
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from time import process_time
from traceback import print_exc

from airflow.sdk import DAG, Param, dag, get_current_context, task

LOADED = (DAG, Param, dag, get_current_context, task)
"""What the files import of Airflow is loaded before any is read, as the processor does it."""


def seconds(file: str) -> float:
    """Of a process that reads `file`.

    Raises:
        RuntimeError: it cannot be read; a traceback was printed.
    """
    ours, theirs = os.pipe()
    if (child := os.fork()) == 0:
        try:
            os.write(theirs, str(_read(file)).encode())
        except BaseException:  # noqa: BLE001  the process ends here, whatever it was
            print_exc()
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as told:
        text = told.read()
    os.waitpid(child, 0)
    if not text:
        raise RuntimeError(f"{file} cannot be read")
    return float(text)


def _read(file: str) -> float:
    loader = SourceFileLoader("the_dag_file", file)
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    start = process_time()
    module = module_from_spec(spec)
    sys.modules[loader.name] = module
    loader.exec_module(module)
    return process_time() - start


if __name__ == "__main__":
    sys.dont_write_bytecode = False
    rounds, files = int(sys.argv[1]), sys.argv[2:]
    gc.collect()
    taken = [[seconds(each) for each in files] for _ in range(rounds + 1)][1:]
    json.dump([list(each) for each in zip(*taken, strict=True)], sys.stdout)
