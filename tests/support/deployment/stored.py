"""A process of Airflow that reads DAG files into its database, which it makes if there is none.

stored.py FOLDER    prints what is wrong with which file
"""

import sys
from pathlib import Path
from typing import Any

BUNDLE = "dags-folder"
"""What Airflow calls the folder of DAGs that it has by itself."""


def _main(folder: str) -> int:
    from airflow.configuration import conf
    from airflow.dag_processing.bundles.manager import DagBundlesManager
    from airflow.dag_processing.dagbag import BundleDagBag, sync_bag_to_db
    from airflow.utils.db import initdb

    if not Path(conf.get("core", "sql_alchemy_conn").removeprefix("sqlite:///")).exists():
        initdb()
    manager: Any = DagBundlesManager
    manager().sync_bundles_to_db()
    bag = BundleDagBag(dag_folder=folder, bundle_path=Path(folder), bundle_name=BUNDLE)
    sync_bag_to_db(bag, BUNDLE, None)
    for file, problem in bag.import_errors.items():
        sys.stdout.write(f"{file}: {problem}\n")
    return 1 if bag.import_errors else 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1]))
