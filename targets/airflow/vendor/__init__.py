"""DAG files that need no dagcompile where they run: a copy of its run time lies beside them."""
