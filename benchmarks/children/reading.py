"""How long a DAG file takes to be read where Airflow is loaded already.

python -m benchmarks.children.reading FILE
"""

import json
import runpy
import sys
from time import process_time

import airflow.sdk  # noqa: F401  (what every DAG file needs)

if __name__ == "__main__":
    start = process_time()
    runpy.run_path(sys.argv[1])
    json.dump(process_time() - start, sys.stdout)
